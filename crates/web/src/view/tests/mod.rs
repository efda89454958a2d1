//! Pages with the worst that a customer can send, and how each page stands without styles or scripts.

mod hostile;
mod reading;
mod samples;
