//! Feeds bytes to the invariants of `runbook`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| invariants::runbook::hold(bytes));
