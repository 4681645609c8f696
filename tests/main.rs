//! The integration tests: one binary, one module a subject.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test ends where it is surprised"
)]

mod commands;
mod docs;
mod evidence;
mod fuzz_finds;
mod hostile;
mod mutations;
mod openapi;
mod page;
mod policy;
mod pty;
mod samples;
mod schemas;
mod screens;
mod secrets;
mod server;
mod support;
mod tidy;
