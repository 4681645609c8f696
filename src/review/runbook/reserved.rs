//! Names and paths that are taken: a runbook cannot give them another meaning.

/// Steps and items that every review has; no phase can take one of these names.
pub const STEPS: [&str; 6] = ["handoff", "references", "confirmations", "stop-rules", "stop-rule", "packet"];

/// Members of a plan document; no flag of a runbook can take one of these names.
pub const PLAN_MEMBERS: [&str; 19] = [
    "format",
    "stage",
    "after",
    "status",
    "decision",
    "freshOwnerApprovalRequired",
    "runbookFingerprint",
    "ownerHandoff",
    "target",
    "references",
    "confirmations",
    "findings",
    "packet",
    "nextStep",
    "notes",
    "upstreamDocuments",
    "warnings",
    "review",
    "fingerprint",
];

/// Members of every policy, beside the flags and the runbook's own policy members.
pub const POLICY_MEMBERS: [&str; 10] = [
    "runbookOnly",
    "runbookMode",
    "endpoints",
    "requiredPhaseOrder",
    "requiredReferences",
    "requiredConfirmations",
    "runbookRequires",
    "blockedActions",
    "stopConditions",
    "nextStep",
];

/// The path that lists the endpoints.
pub const INDEX_PATH: &str = "/";

/// The path of the `OpenAPI` document.
pub const OPENAPI_PATH: &str = "/openapi.json";
