//! Bytes from outside become values: leads (ADF, JSON, mail) and feeds (CSV). Pure; ugly input is read, not refused.

pub mod defect;
pub mod lead;
pub mod sniff;

pub mod mail;

pub mod feed;

pub mod when;
