//! What plain mode says that the console does not: sentences to be heard, one after another.

pub(crate) mod door;
