//! The pure review core: bytes and values in, values out, without disk, path, clock, environment or thread.
//!
//! Reading order: `runbook` and `handoff` meet in `outcome`; `checklist`, `state` and `action` are the review;
//! `plan` is its result, and `schema` describes all of it to other programs.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]
#![deny(clippy::wildcard_enum_match_arm)]

pub mod action;
pub mod canonical;
pub mod checklist;
pub mod diff;
pub mod evidence;
pub mod explain;
pub mod finding;
pub mod fingerprint;
pub mod handoff;
pub mod json;
pub mod limits;
pub mod markdown;
pub mod moment;
pub mod near_miss;
pub mod outcome;
pub mod plan;
pub mod policy;
pub mod problem;
pub mod recognize;
pub mod runbook;
pub mod schema;
pub mod secrecy;
pub mod sitting;
pub mod spans;
pub mod start;
pub mod state;
pub mod strict;
#[cfg(test)]
pub(crate) mod testing;
pub mod text;
pub mod upstream;
pub mod verify;

pub use strict_review_secret_scan as secret;
