//! Editor of a text, and the purpose of that text.

use super::field::{Field, Shape};
use crate::frontend::Purpose;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Aim {
    /// A search in the evidence on screen.
    Find,
    Record(Purpose),
}

#[derive(Clone, Debug)]
pub struct Editor {
    pub aim: Aim,
    pub field: Field,
}

impl Aim {
    /// True for content that must be typed again, not pasted.
    #[must_use]
    pub fn is_an_echo(&self) -> bool {
        match self {
            Self::Find => false,
            Self::Record(purpose) => purpose.is_an_echo(),
        }
    }

    /// Enter saves a text of one line.
    #[must_use]
    pub fn shape(&self) -> Shape {
        match self {
            Self::Record(purpose) if purpose.has_lines() => Shape::Lines,
            Self::Find | Self::Record(_) => Shape::Line,
        }
    }
}

impl Editor {
    #[must_use]
    pub fn new(aim: Aim, text: &str) -> Self {
        let field = Field::new(aim.shape(), text);
        Self { aim, field }
    }
}
