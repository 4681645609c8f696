//! The owner of a session: the key by which a handoff's sessions are found again.

use serde::Deserialize;

use super::entry::{Entry, Head};
use super::replay;
use super::replay::ReplayError;
use crate::review::fingerprint::Digest;
use crate::review::start::Start;

/// Key of a session within its stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    Practice,
    Reference(String),
    /// Digest of a handoff without a usable reference.
    Handoff(Digest),
}

impl Owner {
    #[must_use]
    pub fn from_start(start: &Start) -> Self {
        if start.practice {
            return Self::Practice;
        }
        Self::from_handoff(start.handoff_reference.as_deref(), start.handoff.digest())
    }

    fn from_handoff(reference: Option<&str>, handoff: Digest) -> Self {
        match reference {
            Some(reference) => Self::Reference(reference.to_owned()),
            None => Self::Handoff(handoff),
        }
    }
}

/// The members of line one that identify the owner. Serde skips the rest, which is mostly the runbook; opening the
/// session reads it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SessionKey {
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

impl SessionKey {
    /// Accepts a whole journal or its line one. Fails if line one is missing or does not match its own hash.
    pub(super) fn parse(bytes: &[u8]) -> Result<Entry<Self>, ReplayError> {
        let read = |line: &[u8]| {
            let entry = serde_json::from_slice(line).map_err(|_| "does not say whose session it is")?;
            let head = Head::default().follow(line, &entry)?;
            Ok((entry, head))
        };
        replay::line_one(bytes, read, |whose: &Self| &whose.format).map(|(entry, _)| entry)
    }

    pub(super) fn owner(&self) -> Owner {
        if self.practice {
            return Owner::Practice;
        }
        Owner::from_handoff(self.handoff_reference.as_deref(), self.handoff.digest)
    }
}
