//! Feeds bytes to the invariants of `key_stream`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| invariants::key_stream::hold(bytes));
