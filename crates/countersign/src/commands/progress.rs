//! A progress bar on a terminal, nothing elsewhere.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar over `steps`; hidden where nobody watches or a script reads.
pub fn bar(steps: usize, is_for_script: bool) -> ProgressBar {
    if is_for_script || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(steps as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len}  {eta} left  {msg}") {
        bar.set_style(style);
    }
    bar
}

/// A spinner with a word, for work whose length is not known.
pub fn spinner(what: &'static str, is_for_script: bool) -> ProgressBar {
    if is_for_script || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let spinner = ProgressBar::new_spinner().with_message(what);
    spinner.enable_steady_tick(std::time::Duration::from_millis(100));
    spinner
}
