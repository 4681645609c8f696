//! The practice sample, for a review without a handoff: its handoff, upstream document and evidence.

pub(crate) const HANDOFF: &[u8] = include_bytes!("../../assets/samples/ready-handoff.json");

pub(crate) const PACKET: &[u8] = include_bytes!("../../assets/samples/owner-handoff-packet.json");

pub(crate) const PACKET_NAME: &str = "owner-handoff-packet.json";

/// Documents by their path in an evidence folder.
pub(crate) const EVIDENCE: &[(&str, &[u8])] = &[
    ("audit-trail.md", include_bytes!("../../assets/samples/evidence/audit-trail.md")),
    ("backup-log.md", include_bytes!("../../assets/samples/evidence/backup-log.md")),
    ("case-state.md", include_bytes!("../../assets/samples/evidence/case-state.md")),
    (
        "completion-notification-gate.md",
        include_bytes!("../../assets/samples/evidence/completion-notification-gate.md"),
    ),
    ("migration-plan.md", include_bytes!("../../assets/samples/evidence/migration-plan.md")),
    ("owner-handoff.md", include_bytes!("../../assets/samples/evidence/owner-handoff.md")),
    (
        "redacted-result-record-contract.md",
        include_bytes!("../../assets/samples/evidence/redacted-result-record-contract.md"),
    ),
    ("restore-test-log.md", include_bytes!("../../assets/samples/evidence/restore-test-log.md")),
    ("result-repository.md", include_bytes!("../../assets/samples/evidence/result-repository.md")),
    ("rollback-plan.md", include_bytes!("../../assets/samples/evidence/rollback-plan.md")),
    ("schema-review.md", include_bytes!("../../assets/samples/evidence/schema-review.md")),
    ("test-plan.md", include_bytes!("../../assets/samples/evidence/test-plan.md")),
];
