//! A clock that can be turned back while the two months are made up, and then runs with the machine's.

use std::sync::atomic::{AtomicI64, Ordering};

use domain::time::UtcMicros;

use crate::clock;

/// Stands at a set time, or runs.
#[derive(Debug, Default)]
pub struct DemoClock {
    /// 0: runs with the machine.
    stands_at_us: AtomicI64,
}

impl DemoClock {
    /// Stands at `at` from now on.
    pub fn set(&self, at: UtcMicros) {
        self.stands_at_us.store(at.micros(), Ordering::Relaxed);
    }

    /// Stands `us` microseconds later.
    pub fn advance(&self, us: i64) {
        self.stands_at_us.fetch_add(us, Ordering::Relaxed);
    }

    /// Runs with the machine from now on.
    pub fn run(&self) {
        self.stands_at_us.store(0, Ordering::Relaxed);
    }
}

impl pipeline::Clock for DemoClock {
    fn now(&self) -> UtcMicros {
        match self.stands_at_us.load(Ordering::Relaxed) {
            0 => clock::now(),
            us => UtcMicros(us),
        }
    }
}
