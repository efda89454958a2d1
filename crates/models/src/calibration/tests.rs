//! Cases for confidence.

use super::*;

#[test]
fn the_interval_is_wilsons() {
    let (low, high) = wilson(95, 100);
    assert!((low - 0.888).abs() < 0.001 && (high - 0.978).abs() < 0.001, "{low} {high}");
    assert_eq!(wilson(0, 0), (0.0, 1.0));
    assert_eq!(wilson(10, 10).1, 1.0);
}

#[test]
fn a_probability_carries_the_rows_of_its_bin() {
    let bins = [Bin { upto: 0.5, rows: 40, right: 10 }, Bin { upto: 1.0, rows: 60, right: 57 }];
    let Confidence::Calibrated { n, .. } = confidence(0.5, &bins) else { panic!() };
    assert_eq!(n, 40);
    let Confidence::Calibrated { n, p, low, high } = confidence(0.9, &bins) else { panic!() };
    assert_eq!((n, p), (60, 0.9));
    assert!(low < 0.95 && 0.95 < high);
}

#[test]
fn without_held_out_rows_it_says_uncalibrated() {
    assert_eq!(confidence(0.9, &[]), Confidence::Uncalibrated { score: 0.9 });
    assert_eq!(confidence(0.9, &[]).probability(), None);
}
