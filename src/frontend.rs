//! Session of a reviewer in either front end: opening it, its texts, and the summary when it ends.

pub(crate) mod changes;
pub(crate) mod count;
pub(crate) mod evidence;
mod export;
mod exported;
pub(crate) mod handoff;
pub(crate) mod help;
pub(crate) mod item_facts;
pub(crate) mod names;
mod open;
pub(crate) mod packet;
pub(crate) mod prompt;
pub(crate) mod recorded;
pub(crate) mod sitting;
pub(crate) mod steps;
pub(crate) mod summary;
pub(crate) mod waiting;
pub(crate) mod write_actions;

pub use self::export::{Export, ExportError, Exported};
pub use self::open::{Begun, Greeting, Launch, cannot_keep, label};
pub use self::prompt::{Becomes, Purpose};
pub use self::summary::Leaving;
pub use self::waiting::{BeforeFirst, Ticks, Waiting, read_again};
