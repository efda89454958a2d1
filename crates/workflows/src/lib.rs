//! Room `workflows`.
