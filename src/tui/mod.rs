//! The console: message, update, effect, view.

mod asked;
pub mod console;
pub mod copying;
pub mod door;
pub mod editor;
pub mod glyphs;
pub mod input;
pub mod keys;
pub mod linked;
pub mod message;
pub mod model;
mod pointing;
pub mod reading;
pub mod regions;
pub mod rows;
pub mod run;
pub mod terminal;
pub mod theme;
mod told;
pub mod update;
pub mod view;
pub mod viewer;
mod viewing;
