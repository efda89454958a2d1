//! The system's clock and randomness: the only place that reads either.

use domain::time::UtcMicros;

/// The machine's clock, in UTC.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

/// The operating system's random numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

/// Microseconds since 1970-01-01T00:00:00Z by the machine's clock.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the clock; everyone else is handed `now`"
)]
pub fn now() -> UtcMicros {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    UtcMicros(since.map_or(0, |past| i64::try_from(past.as_micros()).unwrap_or(i64::MAX)))
}

/// `N` unpredictable bytes. The operating system refusing them ends the process: no key or id may be guessable.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0u8; N];
    if let Err(error) = getrandom::fill(&mut bytes) {
        eprintln!("countersign: the operating system gives no random numbers: {error}");
        std::process::exit(1);
    }
    bytes
}

impl pipeline::Clock for SystemClock {
    fn now(&self) -> UtcMicros {
        now()
    }
}

impl pipeline::Entropy for SystemEntropy {
    fn bits(&self) -> u128 {
        u128::from_le_bytes(random())
    }
}
