//! Feeds bytes to the invariants of `plan_document`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| invariants::plan_document::hold(bytes));
