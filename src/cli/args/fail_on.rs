//! Results that a pipeline treats as failure.

use clap::ValueEnum;

/// The least result that makes a check fail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Not ready (exit code 1) or not usable (2)
    #[default]
    NotReady,
    /// Not usable (2); not ready is a result like any other
    Unusable,
    /// None: the exit code is 0 if every document could be read
    Never,
}
