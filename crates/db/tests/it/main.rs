//! The store's tests: the same bodies on both engines.

mod audit;
mod commit;
mod tables;
mod whole_case;
