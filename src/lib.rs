//! strict-review: a terminal console that reviews a risky database change and exports a review-only packet.
//!
//! Layers, in reading order. Each may use those below it, never those above; front ends never import each other.
//!
//! | layer | purpose |
//! |---|---|
//! | `run` | dispatches a command to its front end; alone asks for the time, randomness and the environment |
//! | `tui`, `plain`, `commands`, `server` | front ends: the console, numbered prompts, headless commands, local endpoints |
//! | `visit` | shared by front ends: opens the session, writes the packet, prints the summary |
//! | `wording` | every text of the console, of plain mode and of the summary |
//! | `reading` | PURE: the pager, which shows a text by rows and withholds likely credentials |
//! | `page` | PURE: the runbook as HTML with a form, and the answer to it in words |
//! | `session` | acts, journals, rechecks inputs, closes and exports; the only way to change or export a review |
//! | `journal` | the event log, in memory and on disk; replay |
//! | `review` | PURE: runbook, handoff, checklist, outcome, plan; bytes and values in, values out |
//! | `secret/` | PURE, a package of its own, optimised for speed: detects text that looks like a credential |
//!
//! Beside them: `config` reads the configuration file, `files` opens what the user named, `confine` is the sandbox,
//! `exit` has the exit codes, `args` the arguments.
//!
//! In the console a key becomes a `Message` (`tui/keys`), a message changes the `Model` or asks for an `Effect`
//! (`tui/update`), `tui/console` and `session` carry out the effect, and `tui/view` draws the model. Long work is a job
//! (`tui/working`), done in slices so that keys are read and progress is shown in between.

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
