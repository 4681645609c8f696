//! Texts that hide, flood, reorder or pass for others: wherever they come in, all output for a person is harmless.

pub(crate) mod canaries;
mod documents;
pub(crate) mod harmless;
mod journals;
mod lookalikes;
mod markdown;
mod matrix;
mod memory;
mod speed;
pub(crate) mod texts;
