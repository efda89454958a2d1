//! The reader `adf` over whatever the fuzzer invents.
#![no_main]

#[path = "../../crates/formats/tests/readers.rs"]
mod readers;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| readers::run("adf", bytes));
