//! Real documents cut at many places and with bytes changed.

use super::readers::{READERS, run};
use super::samples;

/// How often each document is damaged in each way; `cargo test --release` tries more.
const ROUNDS: usize = if cfg!(debug_assertions) { 12 } else { 200 };

/// A small deterministic generator (xorshift), so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % below.max(1) as u64).unwrap()
    }
}

#[test]
fn documents_cut_anywhere_are_read() {
    for (_, bytes) in samples() {
        for end in (0..bytes.len()).step_by(1 + bytes.len() / ROUNDS) {
            for (reader, _) in READERS {
                run(reader, &bytes[..end]);
            }
        }
    }
}

#[test]
fn documents_with_changed_bytes_are_read() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let marks = b"<>&;\"'/=!?-[]{}(),.:@#\0\n\r\t \xff\xc3\xa9aZ09";
    for (name, bytes) in samples() {
        for _ in 0..ROUNDS {
            let mut changed = bytes.clone();
            for _ in 0..1 + dice.roll(8) {
                let at = dice.roll(changed.len());
                match dice.roll(4) {
                    0 => changed[at] ^= 1 << dice.roll(8),
                    1 => changed[at] = marks[dice.roll(marks.len())],
                    2 => drop(changed.drain(at..(at + dice.roll(20)).min(changed.len()))),
                    _ => {
                        let from = dice.roll(changed.len());
                        let piece: Vec<u8> = changed.iter().skip(from).take(dice.roll(40)).copied().collect();
                        changed.splice(at..at, piece);
                    }
                }
                if changed.is_empty() {
                    changed.push(b'<');
                }
            }
            for (reader, read) in READERS {
                let outcome = std::panic::catch_unwind(|| read(&changed));
                assert!(
                    outcome.is_ok(),
                    "{reader} panics on a changed {name}: {:?}",
                    String::from_utf8_lossy(&changed)
                );
            }
        }
    }
}

#[test]
fn two_documents_mixed_are_read() {
    let mut dice = Dice(7);
    let samples = samples();
    for _ in 0..ROUNDS * 8 {
        let (a, b) = (&samples[dice.roll(samples.len())].1, &samples[dice.roll(samples.len())].1);
        let mut mixed = a[..dice.roll(a.len())].to_vec();
        mixed.extend(&b[dice.roll(b.len())..]);
        for (_, read) in READERS {
            read(&mixed);
        }
    }
}
