//! What is typed, and what becomes of it.

use super::field::{Field, Shape};
use crate::frontend::Purpose;

/// What typing aims at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Aim {
    /// To find something in the evidence that is shown.
    Find,
    /// To record a text.
    Record(Purpose),
}

/// A text under edit.
#[derive(Clone, Debug)]
pub struct Editor {
    /// What it is typed for.
    pub aim: Aim,
    /// The text.
    pub field: Field,
}

impl Aim {
    /// Whether what is seen is typed again, which only typing shows.
    #[must_use]
    pub fn is_an_echo(&self) -> bool {
        match self {
            Self::Find => false,
            Self::Record(purpose) => purpose.is_an_echo(),
        }
    }

    /// Whether the text has lines; where it has one, Enter saves.
    #[must_use]
    pub fn shape(&self) -> Shape {
        match self {
            Self::Record(purpose) if purpose.has_lines() => Shape::Lines,
            Self::Find | Self::Record(_) => Shape::Line,
        }
    }
}

impl Editor {
    /// An editor that goes on with a text.
    #[must_use]
    pub fn new(aim: Aim, text: &str) -> Self {
        let field = Field::new(aim.shape(), text);
        Self { aim, field }
    }
}
