//! The pipeline on real storage, with fakes at its doors.

mod stories;
