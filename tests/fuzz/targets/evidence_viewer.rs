//! Feeds bytes to the invariants of `evidence_viewer`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| invariants::evidence_viewer::hold(bytes));
