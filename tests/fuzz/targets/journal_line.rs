//! Feeds bytes to the invariants of `journal_line`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| invariants::journal_line::hold(bytes));
