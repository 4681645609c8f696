//! To whom a session belongs: what a handoff is found again by.

use serde::Deserialize;

use super::entry::{Entry, Head};
use super::replay;
use super::replay::Broken;
use crate::review::fingerprint::Digest;
use crate::review::start::Start;

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

/// What of line one says whose a session is. The rest, most of which is a definition, is read over: whoever goes on with
/// the session reads it.
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
    /// Reads it from the bytes of a journal, or of its line one.
    ///
    /// # Errors
    /// [`Broken`], where there is no line one or it does not match its own hash.
    pub(super) fn of(bytes: &[u8]) -> Result<Entry<Self>, Broken> {
        let read = |line: &[u8]| {
            let entry = serde_json::from_slice(line).map_err(|_| "does not say whose session it is")?;
            let head = Head::default().follow(line, &entry)?;
            Ok((entry, head))
        };
        replay::line_one(bytes, read, |whose: &Self| &whose.format).map(|(entry, _)| entry)
    }

    pub(super) fn owner(&self) -> Owner {
        Owner::which(self.practice, self.handoff_reference.as_deref(), self.handoff.digest)
    }
}
