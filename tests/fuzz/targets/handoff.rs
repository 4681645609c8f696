//! Feeds bytes to the invariants of `handoff`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| invariants::handoff::hold(bytes));
