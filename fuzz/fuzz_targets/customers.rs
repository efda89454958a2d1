//! The reader `customers` over whatever the fuzzer invents.
#![no_main]

#[path = "../../crates/formats/tests/readers.rs"]
mod readers;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| readers::run("customers", bytes));
