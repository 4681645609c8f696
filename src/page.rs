//! stub
use crate::review::{handoff::Handoff, plan::Plan, runbook::Runbook};
pub fn page(_: &Runbook) -> String {
    String::new()
}
pub fn answered(_: &Runbook, _: &Handoff, _: &Plan) -> String {
    String::new()
}
pub fn content_security_policy() -> &'static str {
    "default-src 'none'"
}
