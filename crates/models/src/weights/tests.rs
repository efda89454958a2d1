//! Cases for the model file's linear part.

use super::*;

fn small() -> Trained {
    let mut scale = [0.0; COUNT];
    scale[0] = 0.5;
    let mut row = [0; COUNT];
    row[0] = -4;
    Trained {
        keys: vec![7],
        rarity: vec![24],
        rows: vec![row],
        scale,
        bias: [1.0; COUNT],
        group: [2.0; GROUPS],
    }
}

#[test]
fn what_is_written_is_read_and_scored() {
    let bytes = small().to_bytes(b"{}");
    let (weights, rest) = Weights::read(&bytes).unwrap();
    assert_eq!(rest, b"{}");
    let scored =
        weights.score(&[Feature { group: Group::Word, key: 7 }, Feature { group: Group::Word, key: 8 }]);
    assert_eq!((scored.all[0], scored.all[1], scored.known), (1.0 - 4.0, 1.0, 0.5));
    assert_eq!((scored.spelling[0], scored.classes[0]), (1.0 - 4.0, 1.0), "a word is spelling, not meaning");
    assert_eq!(weights.score(&[]).all[0], 1.0);
}

#[test]
fn a_broken_file_is_an_error_and_never_a_panic() {
    let bytes = small().to_bytes(b"");
    assert_eq!(Weights::read(b"something else").unwrap_err(), ModelError::NotAModel);
    for cut in 8..bytes.len() {
        assert_eq!(Weights::read(&bytes[..cut]).unwrap_err(), ModelError::CutShort, "{cut}");
    }
}
