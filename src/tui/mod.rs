//! The console: message, update, effect, view.

mod choices;
pub mod chooser;
mod choosing;
pub mod console;
pub mod door;
pub mod editor;
pub mod field;
pub mod filter;
pub mod input;
pub mod keys;
pub mod legal;
pub mod message;
pub mod model;
pub mod rows;
pub mod run;
pub mod terminal;
pub mod theme;
mod told;
mod typing;
pub mod update;
pub mod view;
pub mod viewer;
mod viewing;
