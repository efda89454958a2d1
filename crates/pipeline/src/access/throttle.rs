//! How many wrong passwords are too many.

use db::access::Failures;
use domain::time::{MINUTE_US, UtcMicros};

/// Failures inside one window after which nothing more is checked.
const MAX_FAILURES: i64 = 8;
/// How long a window lasts, in microseconds.
pub(crate) const WINDOW_US: i64 = 15 * MINUTE_US;

/// Until when nothing more is checked for this account or peer, if so.
pub(crate) fn blocked_until(failures: Option<Failures>, now: UtcMicros) -> Option<UtcMicros> {
    let failures = failures?;
    let until = failures.since.plus(WINDOW_US);
    (failures.number >= MAX_FAILURES && now < until).then_some(until)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ninth_try_waits_for_the_window_to_end() {
        let check = |number, now, expected: Option<i64>| {
            let failures = Failures { number, since: UtcMicros(0) };
            assert_eq!(
                blocked_until(Some(failures), UtcMicros(now)),
                expected.map(UtcMicros),
                "{number} {now}"
            );
        };
        check(MAX_FAILURES - 1, 1, None);
        check(MAX_FAILURES, 1, Some(WINDOW_US));
        check(MAX_FAILURES, WINDOW_US, None);
        assert_eq!(blocked_until(None, UtcMicros(0)), None);
    }
}
