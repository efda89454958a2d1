//! How long to wait before the next try.

use domain::time::{HOUR_US, SECOND_US};

/// First wait.
const FIRST_US: i64 = 5 * SECOND_US;

/// Microseconds until try number `tries + 1`: 5 s, 20 s, 80 s … up to an hour, plus up to a quarter of itself, so
/// that what failed together is not tried again together. `random` is any fresh number.
#[must_use]
pub fn backoff_us(tries: i64, random: u128) -> i64 {
    let doublings = u32::try_from(tries.clamp(0, 12)).unwrap_or(12) * 2;
    let wait = FIRST_US.saturating_mul(1_i64 << doublings.min(24)).min(HOUR_US);
    let spread = i64::try_from(random % 1_000).unwrap_or(0);
    wait.saturating_add(wait / 4 * spread / 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end_at_an_hour() {
        let waits: Vec<i64> = (0..8).map(|tries| backoff_us(tries, 0) / SECOND_US).collect();
        assert_eq!(waits, [5, 20, 80, 320, 1_280, 3_600, 3_600, 3_600]);
        assert!(backoff_us(3, 999) < 400 * SECOND_US && backoff_us(3, 999) > 320 * SECOND_US);
        assert_eq!(backoff_us(-5, 0), FIRST_US);
        assert!(backoff_us(i64::MAX, u128::MAX) <= HOUR_US / 4 * 5);
    }
}
