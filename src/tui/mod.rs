//! The console: message, update, effect, view.

pub mod console;
pub mod door;
pub mod editor;
pub mod input;
pub mod keys;
pub mod message;
pub mod model;
pub mod rows;
pub mod run;
pub mod terminal;
pub mod theme;
mod told;
pub mod update;
pub mod view;
pub mod viewer;
mod viewing;
