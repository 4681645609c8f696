//! Texts of plain mode alone: sentences to listen to, one after another.

pub(crate) mod commands;
pub(crate) mod dialogue;
pub(crate) mod door;
pub(crate) mod lists;
pub(crate) mod packet;
pub(crate) mod question;
pub(crate) mod reading;
pub(crate) mod refusals;
pub(crate) mod texts;
