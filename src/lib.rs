//! strict-review
pub mod args;
pub mod commands;
pub mod exit;
pub mod files;
pub mod journal;
pub mod review;
pub mod run;
pub mod session;
pub mod tui;
