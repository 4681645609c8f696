//! Texts of the console, of plain mode and of a session, in one place and ready to translate. Each is made whole
//! here, plurals and lists included; callers make parts from outside visible.
//! Not here: the tables in `tui/keys/table.rs`, `tui/keys/table/` and `plain/commands.rs`; names of keys and actions,
//! because configuration files contain them; and words of records and packets, which `review` and `session` keep in
//! one language for everyone who checks a packet.

pub(crate) mod answers;
pub(crate) mod chooser;
pub(crate) mod copied;
mod count;
pub(crate) mod evidence;
pub(crate) mod frame;
pub(crate) mod handoff;
pub(crate) mod help;
pub(crate) mod item;
pub(crate) mod keys;
pub(crate) mod leaving;
pub(crate) mod moved;
pub(crate) mod packet;
pub(crate) mod plain;
pub(crate) mod refused;
pub(crate) mod sitting;
pub(crate) mod step;
pub(crate) mod told;
pub(crate) mod typed;
pub(crate) mod viewer;
pub(crate) mod waiting;
pub(crate) mod write_actions;
