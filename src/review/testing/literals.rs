//! Literals of the sample runbook that tests name.

pub(crate) const PREPARE: &str = "prepare-durable-result-storage-live-window-runbook";
pub(crate) const CONTINUE: &str = "continue-durable-result-storage-owner-handoff-review";
pub(crate) const READY: &str = "ready-for-durable-result-storage-live-window-owner-review";
pub(crate) const MORE: &str = "ready-for-more-durable-result-storage-owner-handoff-review";
pub(crate) const STAGE_BLOCK: &str = "blocked-durable-result-storage-live-window-runbook";

pub(crate) const STATUS: &str = "ownerHandoffStatus";
pub(crate) const REFERENCE: &str = "ownerHandoffReference";
pub(crate) const ENVIRONMENT: &str = "targetEnvironment";
pub(crate) const BACKUP: &str = "backupReference";
pub(crate) const BACKUP_QUESTION: &str = "backup-restore-rollback-review/backup-covers-change";
pub(crate) const SEPARATE_APPROVAL: &str = "separateOwnerApprovalForDurableWriteConfirmed";
pub(crate) const FINGERPRINT: &str = "ownerHandoffFingerprint";
pub(crate) const ROLLBACK: &str = "rollbackReference";
pub(crate) const RESTORE: &str = "restoreTestReference";
