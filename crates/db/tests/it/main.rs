//! The store's tests: the same bodies on both engines.

mod commit;
