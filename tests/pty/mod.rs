//! The real binary in a real pseudo-terminal: keys in; screen, files, exit codes and terminal state out.
//! No test waits for time to pass; it waits for the screen, as a person would.

mod archive;
mod archived;
mod bad_worlds;
mod canaries;
mod cells;
mod configured;
mod confinement;
mod crash;
pub(crate) mod docs;
mod driver;
mod evidence;
mod full_disk;
mod hostile;
mod hostile_terminals;
mod modes;
mod multiplexer;
mod odd_terminals;
mod pace;
mod picture;
mod plain;
mod plain_ends;
mod plain_refused;
mod plain_search;
mod screen;
mod secrets;
mod sessions;
mod signals;
mod storms;
mod terminal;
mod tty;
mod vanishing;
mod walkthrough;
mod world;
mod write_actions;
