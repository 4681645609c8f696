//! Floor of a check: the same bytes parsed into their type and hashed.

use std::hint::black_box;

use serde::Deserialize;
use strict_review::review::fingerprint::Digest;

pub(crate) fn parse_and_hash(bytes: &[u8]) {
    let _ = black_box(serde_json::from_slice::<Request>(bytes));
    black_box(Digest::compute(bytes));
}

/// A request as its sender writes it, with the same optional members.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(clippy::struct_excessive_bools, reason = "as a request has them")]
struct Request {
    owner_handoff_status: String,
    owner_handoff_reference: String,
    owner_handoff_fingerprint: String,
    owner_handoff_packet_type: String,
    owner_handoff_packet_mode: String,
    owner_handoff_packet_effect: String,
    target_environment: String,
    target_adapter: String,
    migration_plan_reference: String,
    schema_review_reference: String,
    backup_reference: String,
    restore_test_reference: String,
    rollback_reference: String,
    test_plan_reference: String,
    redacted_result_record_contract_reference: String,
    result_repository_reference: String,
    audit_reference: String,
    case_state_reference: String,
    completion_notification_gate_reference: String,
    decision: String,
    runbook_only_confirmed: bool,
    owner_handoff_reviewed_confirmed: bool,
    fresh_owner_approval_required_confirmed: bool,
    separate_owner_approval_for_durable_write_confirmed: bool,
    no_owner_approval_capture_confirmed: bool,
    no_database_write_confirmed: bool,
    no_migration_apply_confirmed: bool,
    no_runtime_adapter_switch_confirmed: bool,
    no_durable_result_storage_write_confirmed: bool,
    no_completion_proof_confirmed: bool,
    no_completion_notification_confirmed: bool,
    owner_approval_capture_allowed: bool,
    owner_reply_capture_allowed: bool,
    owner_approval_persistence_allowed: bool,
    migration_apply_allowed: bool,
    runtime_adapter_switch_allowed: bool,
    feature_flag_enabled: bool,
    adapter_enabled: bool,
    durable_result_storage_write_allowed: bool,
    database_touched: bool,
    database_read_allowed: bool,
    database_write_allowed: bool,
    raw_contact_storage_allowed: bool,
    raw_execution_payload_storage_allowed: bool,
    verified_completion_proof_allowed: bool,
    completion_notification_sent: bool,
    telegram_send_allowed: bool,
    email_send_allowed: bool,
    live_service_execution_allowed: bool,
    production_touched: bool,
    network_execution_allowed: bool,
    google_contacts_read_allowed: bool,
    google_contacts_write_allowed: bool,
    n8n_execution_allowed: bool,
    contacts_agent_execution_allowed: bool,
    credential_access_allowed: bool,
    token_access_allowed: bool,
    hosting_change_allowed: bool,
    dns_change_allowed: bool,
}
