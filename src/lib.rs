//! strict-review: a terminal console that reviews a risky database change and exports a review-only packet.
//!
//! Each room may use those below it, never those above; front ends never import each other. `docs/architecture.md` has the
//! whole map, the road of one datum and the glossary.
//!
//! | room | purpose |
//! |---|---|
//! | `run` | dispatches a command to its front end; alone asks for the time, randomness and the environment |
//! | `tui`, `plain`, `commands`, `server` | front ends: the console, numbered prompts, headless commands, local endpoints |
//! | `load` | opens what the command line names |
//! | `frontend` | shared by console and plain mode: opens the session, writes the packet, prints the summary |
//! | `pager` | PURE: shows a text by rows and withholds likely credentials |
//! | `session` | acts, journals, refreshes inputs, closes and exports; the only way to change or export a review |
//! | `journal` | the event log, in memory and on disk; replay |
//! | `review` | PURE: runbook, handoff, checklist, outcome, plan, verify; bytes and values in, values out |
//! | `secret-scan/` | PURE, a package of its own, optimised for speed: detects text that looks like a credential |
//!
//! Beside them: `config` reads the configuration file, `files` opens files, `sandbox` confines the process, `cli` has
//! arguments, exit codes and error reports.

pub mod cli;
pub mod commands;
pub mod config;
pub mod files;
pub mod frontend;
pub mod journal;
pub mod load;
pub mod pager;
pub mod plain;
pub mod review;
pub mod run;
pub mod sandbox;
pub mod server;
pub mod session;
pub mod tui;
