//! Results that a pipeline treats as failure.

use clap::ValueEnum;

/// From which result on a check fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// One that is not ready (exit code 1), and one that cannot be used (2)
    #[default]
    NotReady,
    /// One that cannot be used (2); not ready is a result like any other
    Unusable,
    /// None: every document that could be read is a result, and the exit code is 0
    Never,
}
