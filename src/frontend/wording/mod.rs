//! What a reviewer reads, in one place and ready to translate: every text of the console, of plain mode and of a visit.
//!
//! A fixed text is a constant. A text with parts is a function that returns it whole: plurals, endings and lists are made
//! here, never where it is said. Parts that come from outside are made visible by the caller, as everywhere.
//!
//! Two other places hold wording in table form: the bindings of keys (`tui/keys/table.rs`, `tui/keys/table/`) and the
//! commands of plain mode (`plain/commands.rs`). Names of keys and actions are no wording: configuration files hold them.
//! What stands in records and exports (the words of states, findings, statuses and refusals) is said by `review` and
//! `session`, in one language for all who check a packet.

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
