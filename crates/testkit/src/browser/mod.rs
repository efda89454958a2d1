//! Chromium as a person uses it, and the demo it looks at: for browser tests and for pictures of the screens.
//!
//! Speaks W3C WebDriver to Debian's chromedriver over plain HTTP. A driver crate would bring a second HTTP client and
//! an async layer for a dozen calls. Everything waits for a condition, with a deadline; nothing waits for time.

mod chromedriver;
mod demo;
mod page;

pub use self::chromedriver::Browser;
pub use self::demo::Demo;
pub use self::page::{Screen, Theme};

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Longer than anything takes on a busy machine; a test that gets here has failed.
const DEADLINE: Duration = Duration::from_secs(30);

/// Asks again and again until `ask` has an answer; after the deadline ends the test with `describe`'s words.
#[expect(
    clippy::panic,
    reason = "a failed test is allowed to stop loudly, and this crate is for tests alone"
)]
pub fn wait_for<T>(mut ask: impl FnMut() -> Option<T>, describe: impl FnOnce() -> String) -> T {
    let began = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        if began.elapsed() > DEADLINE {
            panic!("not within {} s: {}", DEADLINE.as_secs(), describe());
        }
        breathe();
    }
}

/// Another process is waited for, and nothing of it can wake us: leave it the processor for a moment.
fn breathe() {
    let (_keep, never) = mpsc::channel::<()>();
    // Always ends by the clock: nobody sends.
    let _ended = never.recv_timeout(Duration::from_millis(15));
}

/// A folder that goes away with its owner.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> std::io::Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("countersign-{name}-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A browser that is still going may write into it once more; the folder for temporary files is cleared anyway.
        let _kept = std::fs::remove_dir_all(&self.0);
    }
}
