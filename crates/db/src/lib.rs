//! Storage: SQLite or PostgreSQL behind one SQL text per statement, group commit, and the audit log.

#![forbid(unsafe_code)]

pub mod value;
pub mod row;
pub mod error;
pub mod dialect;
pub mod conn;
pub mod unit;
pub mod committer;
pub mod reader;
pub mod migrate;
pub mod store;
pub mod audit;

pub use committer::Counts;
pub use conn::Place;
pub use error::DbError;
pub use reader::Reader;
pub use row::Row;
pub use store::Store;
pub use unit::{Expect, Op, Unit, UnitError};
pub use value::{Params, Value};
