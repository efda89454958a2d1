//! The local judge of inbound messages: exact extractors, an embedded classifier, calibrated confidence.

pub mod calibration;
pub mod decide;
pub mod features;
pub mod heads;
pub mod jsonl;
pub mod lexicon;
pub mod signals;
pub mod text;
pub mod triage;
pub mod weights;
