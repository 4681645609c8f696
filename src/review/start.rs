//! The first record of a journal: enough to rebuild a review from the journal alone.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::handoff::Handoff;
use super::runbook::Runbook;
use super::sitting::{Input, Seat};

pub const FORMAT: &str = "strict-review/journal@2";

pub const SESSION_PATTERN: &str = "^[0-9a-f]{16}$";

/// Line one of a journal. `R` is the runbook, or `()` where it was cut out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Start", description = "Line one of a journal.")]
pub struct Start<R = Runbook> {
    /// The format of a journal.
    #[schemars(extend("const" = FORMAT))]
    pub format: String,
    /// Session id: 16 hex digits.
    #[schemars(regex(pattern = SESSION_PATTERN), length(equal = 16))]
    pub session: String,
    /// A label the reviewer of the first sitting gave; it does not authenticate anyone.
    pub reviewer: Option<String>,
    /// True for practice on the embedded sample.
    pub practice: bool,
    /// The confinement in force in the first sitting; an event begins every later one.
    pub confinement: String,
    /// The source of keys and lines in the first sitting.
    pub input: Input,
    /// The stage under review.
    pub stage: String,
    /// The runbook, whole: the journal alone rebuilds the review.
    pub runbook: R,
    /// The handoff's own reference, if it has a usable one; a session belongs to it.
    pub handoff_reference: Option<String>,
    /// The handoff as it was read and judged.
    pub handoff: Handoff,
}

impl Start {
    /// Starts without label or practice, with confinement off, at a terminal.
    #[must_use]
    pub fn new(session: String, runbook: &Runbook, handoff: Handoff) -> Self {
        Self {
            format: FORMAT.to_owned(),
            session,
            reviewer: None,
            practice: false,
            confinement: "off".to_owned(),
            input: Input::Terminal,
            stage: runbook.stage.clone(),
            runbook: runbook.clone(),
            handoff_reference: handoff.value(&runbook.owner_handoff.reference.field).map(str::to_owned),
            handoff,
        }
    }

    #[must_use]
    pub fn seat(&self) -> Seat {
        let (reviewer, confinement) = (self.reviewer.clone(), self.confinement.clone());
        Seat { reviewer, confinement, input: self.input }
    }
}

impl Start<()> {
    /// Puts the runbook back that was cut out.
    #[must_use]
    pub fn with_runbook(self, runbook: Runbook) -> Start {
        let Self {
            format,
            session,
            reviewer,
            practice,
            confinement,
            input,
            stage,
            handoff_reference,
            handoff,
            runbook: (),
        } = self;
        Start {
            format,
            session,
            reviewer,
            practice,
            confinement,
            input,
            stage,
            runbook,
            handoff_reference,
            handoff,
        }
    }
}
