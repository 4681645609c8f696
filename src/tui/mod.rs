//! Console on a terminal: message, update, effect, view.

pub mod app;
pub mod keys;
pub mod model;
pub mod terminal;
pub mod theme;
pub mod update;
pub mod view;

pub use self::app::{Options, run};
