//! The pipeline on real storage, with fakes at its doors.

mod access;
mod concurrency;
mod feeds;
mod resume;
mod stories;
mod support;
