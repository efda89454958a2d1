//! The store's tests: the same bodies on both engines.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failed test is allowed to stop loudly, in its helpers as well"
)]

mod audit;
mod backup;
mod commit;
mod migrate;
mod read;
mod rows;
mod tables;
mod whole_case;
