//! CSV feeds: inventory, customers and staff, whoever exported them.

pub mod report;
pub mod rows;

pub use report::{Encoding, Family, FeedOptions, FeedRefused, FeedReport, RejectReason, RowReject};
pub use rows::{Condition, CustomerRow, Money, NamedMoney, StaffRow, UnitRow, WorkingTime};
