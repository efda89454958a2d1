//! How many wrong passwords are too many.

use domain::time::{MINUTE_US, UtcMicros};

/// Failures inside one window after which nothing more is checked.
const MAX_FAILURES: i64 = 8;
/// How long a window lasts.
const WINDOW_US: i64 = 15 * MINUTE_US;

/// Failures counted for one account or one peer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Failures {
    pub(crate) count: i64,
    pub(crate) since: UtcMicros,
}

impl Failures {
    /// Until when nothing more is checked, if so.
    pub(crate) fn blocked_until(self, now: UtcMicros) -> Option<UtcMicros> {
        let until = self.since.plus(WINDOW_US);
        (self.count >= MAX_FAILURES && now < until).then_some(until)
    }

    /// With one more failure at `now`.
    pub(crate) fn and_one(self, now: UtcMicros) -> Self {
        if now < self.since.plus(WINDOW_US) && self.count > 0 {
            Self { count: self.count.saturating_add(1), since: self.since }
        } else {
            Self { count: 1, since: now }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ninth_try_waits_for_the_window_to_end() {
        let mut failures = Failures::default();
        for second in 0..MAX_FAILURES {
            assert_eq!(failures.blocked_until(UtcMicros(second)), None);
            failures = failures.and_one(UtcMicros(second));
        }
        assert_eq!(failures.blocked_until(UtcMicros(99)), Some(UtcMicros(WINDOW_US)));
        assert_eq!(failures.blocked_until(UtcMicros(WINDOW_US)), None);
        assert_eq!(failures.and_one(UtcMicros(WINDOW_US)).count, 1);
    }
}
