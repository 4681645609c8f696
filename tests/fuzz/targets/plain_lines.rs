//! Feeds bytes to the invariants of `plain_lines`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| invariants::plain_lines::hold(bytes));
