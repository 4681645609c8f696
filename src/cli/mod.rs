//! The command line: what was typed, exit codes, and how usage errors and program faults are reported.

pub mod args;
pub mod exit;
pub mod exit_codes;
pub mod panic;
pub mod usage_error;
