//! The state of a session that decides whether it is resumed.

use super::replay;
use super::replay::ReplayError;
use crate::review::action::Event;
use crate::review::fingerprint::Digest;
use crate::review::runbook::Runbook;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionStatus {
    pub handoff: Digest,
    pub runbook: Digest,
    /// False if a later change of the inputs opened the review again.
    pub closed: bool,
}

/// Checks the chain and reads every event, but does not check the events against the review. Faster if the session
/// has this runbook, which then is not parsed again.
pub fn session_status(bytes: &[u8], runbook: &Runbook) -> Result<SessionStatus, ReplayError> {
    let (first, head) = replay::start_of(bytes, runbook)?;
    let (handoff, runbook) = (first.event.handoff.digest(), first.event.runbook.fingerprint());
    let mut status = SessionStatus { handoff, runbook, closed: false };
    for read in replay::events(bytes, head) {
        status.follow(&read?.0.event);
    }
    Ok(status)
}

impl SessionStatus {
    pub(super) fn follow(&mut self, event: &Event) {
        // A change outside opens a closed review again.
        self.closed = (self.closed || matches!(event, Event::Closed { .. })) && !event.is_of_the_world();
        match event {
            Event::HandoffChanged { handoff } => self.handoff = handoff.digest(),
            Event::RunbookChanged { runbook, handoff } => {
                (self.runbook, self.handoff) = (runbook.fingerprint(), handoff.digest());
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::journal::entry::Head;
    use crate::journal::folder::summary;
    use crate::review::testing::{HANDOFF, RUNBOOK, changed, clock, handoff, runbook, start};

    #[test]
    fn a_session_stands_as_its_summary_says_after_every_event() {
        let runbook = runbook();
        let judged = |edit: fn(&mut Value)| Box::new(handoff(&runbook, HANDOFF, edit));
        let text = || "blocked".to_owned();
        let closed = || Event::Closed { decision: text(), status: text(), not_looked_at: text() };
        let other = Box::new(changed(RUNBOOK, |value| value["title"] = "Another".into()).unwrap());
        let events = [
            Event::Opened { item: "backupReference".to_owned() },
            closed(),
            Event::EvidenceListed { items: Vec::new(), near: Vec::new() },
            closed(),
            Event::HandoffChanged { handoff: judged(|value| value["other"] = 1.into()) },
            closed(),
            Event::RunbookChanged { runbook: other, handoff: judged(|_| ()) },
            closed(),
        ];
        let (mut bytes, mut head) = Head::default().line(&start(&runbook, *judged(|_| ())), clock());
        let mut closings = Vec::new();
        for event in events {
            let (line, next) = head.line(&event, clock());
            bytes.extend(line);
            head = next;
            let (stands, told) = (session_status(&bytes, &runbook).unwrap(), summary(&bytes).unwrap());
            let expected =
                SessionStatus { handoff: told.handoff, runbook: told.runbook, closed: told.closed.is_some() };
            assert_eq!(stands, expected);
            closings.push(stands.closed);
        }
        assert_eq!(closings, [false, true, false, true, false, true, false, true]);
        let last = bytes.len() - 5;
        bytes[last] ^= 1;
        assert_eq!(session_status(&bytes, &runbook).unwrap_err(), summary(&bytes).unwrap_err());
    }
}
