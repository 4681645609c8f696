//! To whom a session belongs: what a handoff is found again by.

use serde::Deserialize;

use super::replay::LineOne;
use crate::review::fingerprint::Digest;
use crate::review::record::Start;

/// To what a session belongs, beside its stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The practice sample.
    Practice,
    /// A handoff's reference.
    Reference(String),
    /// The very bytes of a handoff that has no usable reference.
    Handoff(Digest),
}

impl Owner {
    /// To what a session belongs that starts so.
    #[must_use]
    pub fn of(start: &Start) -> Self {
        Self::which(start.practice, start.handoff_reference.as_deref(), start.handoff.digest())
    }

    fn which(practice: bool, reference: Option<&str>, handoff: Digest) -> Self {
        match reference {
            _ if practice => Self::Practice,
            Some(reference) => Self::Reference(reference.to_owned()),
            None => Self::Handoff(handoff),
        }
    }
}

/// What of line one says whose a session is. The definition in it is not read: that is most of the line.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Whose {
    format: String,
    pub(super) stage: String,
    practice: bool,
    handoff_reference: Option<String>,
    handoff: Named,
}

#[derive(Deserialize)]
struct Named {
    digest: Digest,
}

impl Whose {
    pub(super) fn owner(&self) -> Owner {
        Owner::which(self.practice, self.handoff_reference.as_deref(), self.handoff.digest)
    }
}

impl LineOne for Whose {
    fn format(&self) -> &str {
        &self.format
    }
}
