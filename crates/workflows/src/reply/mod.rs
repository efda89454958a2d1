//! First replies: a template's paragraphs filled from the facts, and nothing else.
//!
//! No word of the customer's goes in: of the lead, only a given name that looks like one.

mod compose;
mod fill;
mod name;
mod sms;
mod values;
pub(crate) mod when;

pub use compose::{ACKNOWLEDGEMENT, Composed, NoReply, SmsDraft, compose, compose_sms};
pub use fill::{fill, placeholders};
pub use name::greeting_name;
pub use sms::{Segments, segments};
pub use values::{PLACEHOLDERS, Placeholder, Values};
pub(crate) use values::{one_line, vehicle};
