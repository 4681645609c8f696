//! Answer to a request in words, made from the plan document alone.

use serde_json::Value;

use super::sections::Status;
use super::shown::Shown;
use crate::review::plan::Plan;
use crate::review::runbook::Runbook;

pub(crate) struct Answer {
    pub(crate) status: Option<Status>,
    pub(crate) decision: Option<Shown>,
    /// Heaviest first.
    pub(crate) findings: Vec<Finding>,
    /// Pointer and text of each note; notes change no status.
    pub(crate) notes: Vec<(Shown, Shown)>,
    /// Type, mode and effect, with a ready status only.
    pub(crate) packet: Option<[Shown; 3]>,
    pub(crate) fingerprint: Shown,
}

pub(crate) struct Finding {
    pub(crate) rule: Shown,
    pub(crate) pointer: Shown,
    pub(crate) message: Shown,
    pub(crate) expected: Shown,
    pub(crate) observed: Option<Shown>,
}

impl Answer {
    pub(crate) fn new(runbook: &Runbook, plan: &Plan) -> Self {
        let document = plan.document();
        let notes = list(document, "notes").iter();
        let packet = document.get("packet").filter(|packet| packet.is_object());
        Self {
            status: runbook.status(plan.status()).map(Status::new),
            decision: text(document, "decision"),
            findings: list(document, "findings").iter().map(finding).collect(),
            notes: notes.map(|note| (text_of(note, "pointer"), text_of(note, "text"))).collect(),
            packet: packet.map(|packet| ["type", "mode", "effect"].map(|member| text_of(packet, member))),
            fingerprint: text_of(document, "fingerprint"),
        }
    }

    /// Numbers of the findings about a field, as listed, from 1.
    pub(crate) fn about(&self, field: &str) -> Vec<usize> {
        let at = |finding: &Finding| finding.pointer.as_str().strip_prefix('/') == Some(field);
        let numbered = self.findings.iter().zip(1..);
        numbered.filter(|(finding, _)| at(finding)).map(|(_, number)| number).collect()
    }
}

fn finding(finding: &Value) -> Finding {
    let [rule, pointer, message, expected] =
        ["rule", "pointer", "message", "expected"].map(|member| text_of(finding, member));
    Finding { rule, pointer, message, expected, observed: text(finding, "observed") }
}

fn list<'a>(value: &'a Value, member: &str) -> &'a [Value] {
    value.get(member).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value, member: &str) -> Option<Shown> {
    value.get(member).and_then(Value::as_str).map(Shown::new)
}

/// Reads a member that every plan has.
fn text_of(value: &Value, member: &str) -> Shown {
    text(value, member).unwrap_or_else(|| Shown::new(""))
}
