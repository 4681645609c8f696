//! strict-review: a terminal console to review a risky database change and export a review-only packet.
//!
//! Reading order, and what may import what (each line may use those below it, never those above; doors never
//! import each other):
//!
//! | layer | what it does |
//! |---|---|
//! | `run` | one match: command to door; the only place that asks the world for time, randomness, environment |
//! | `tui`, `plain`, `commands`, `server` | the doors: the console, the same as numbered prompts, one file a headless command, the local endpoints |
//! | `visit` | a reviewer's visit, by whichever door: opens the session, writes the packet, says at the end where things are |
//! | `wording` | what a reviewer reads in the console, in plain mode and on a visit: every text, in one place, ready to translate |
//! | `reading` | PURE: a text being read, row by row, with what looks like a credential withheld |
//! | `page` | PURE: the runbook as HTML for a person, with a form, and the plan's answer to it in words |
//! | `session` | decide, append, apply; look again at what a review rests on; close, plan, keep: the only road that changes or exports a review |
//! | `journal` | the event log, in memory and on disk; replay |
//! | `review` | PURE: runbook, handoff, checklist, outcome, plan; bytes and values in, values out |
//! | `secret/` | PURE, a package of its own, compiled for speed: which text looks like a credential |
//!
//! Beside them: `config` reads a configuration file and settles what goes before what, `files` opens what the user named, `confine` builds walls around the process before that, `exit` holds every exit
//! code, `args` what was typed.
//!
//! The screen and who draws it (`tui/view/`):
//!
//! ```text
//!  strict-review  T-293 after T-292  …                          REVIEW ONLY · confined   frame
//! ┌ Steps ─────────────────┐┌ Phase 2 of 8 · … ───────────────────── 2/8 ┐
//! │ ✓ Owner handoff   5/5  ││ purpose                                    │   steps | step
//! │ ▸ 2 backup-restore… 2/8││ ▸ [ ] an item, its answers                 │   (item, viewer, moved, write_actions,
//! │ · Packet               ││    ⊘  a write action, always blocked       │    packet, edit, help, preview)
//! └────────────────────────┘└────────────────────────────────────────────┘
//!  If you continue: <status> · 31 open · next: restoreTestReference           frame: live line
//!  space confirm  o open  n note  ! concern  …                                frame: hints, from keys
//! ```
//!
//! A key becomes a `Message` (`tui/keys`), a message changes the `Model` or asks for an `Effect` (`tui/update`),
//! an effect goes down the one road (`tui/console`, `session`), and the view draws what is. What may take long is a job
//! (`tui/working`): the loop does a slice of it, looks for keys, and tells how far it is.

pub mod cli;
pub mod commands;
pub mod config;
pub mod files;
pub mod frontend;
pub mod journal;
pub mod page;
pub mod pager;
pub mod plain;
pub mod review;
pub mod run;
pub mod sandbox;
pub mod server;
pub mod session;
pub mod tui;
