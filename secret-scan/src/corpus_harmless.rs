//! Texts that are common in reviews, none of which may count as a credential.

use super::secret_rule;
use super::sieve_tests::assert_same_as_plainly;

fn assert_harmless(texts: &[&str]) {
    for text in texts {
        assert_eq!(secret_rule(text), None, "{text}");
        assert_same_as_plainly(text);
    }
}

#[test]
fn the_literals_of_the_stage_are_harmless() {
    assert_harmless(&[
        "mobile-assistant-gesture-capture-ocr-downstream-target-route-durable-result-storage-live-window-runbook",
        "mobile-assistant-gesture-capture-ocr-downstream-target-route-durable-result-storage-live-window-runbook-plan",
        "/mobile-assistant-gesture-capture-ocr-downstream-target-route-durable-result-storage-live-window-runbook-policy",
        "/mobile-assistant-gesture-capture-ocr-downstream-target-route-durable-result-storage-strict-control-owner-handoff-plan",
        "npm run verify:mobile-assistant-gesture-capture-ocr-downstream-target-route-durable-result-storage-live-window-runbook-browser",
        "manual-local-durable-result-storage-live-window-runbook-packet",
        "durable-result-storage-live-window-runbook-owner-review-only",
        "manual-local-durable-result-storage-strict-control-owner-handoff-packet",
        "durable-result-storage-strict-control-owner-handoff-only",
        "ownerHandoffStatus=ready-for-durable-result-storage-strict-control-owner-handoff",
        "ready-for-durable-result-storage-live-window-owner-review",
        "ready-for-more-durable-result-storage-owner-handoff-review",
        "blocked-owner-approval-capture",
        "blocked-owner-approval-persistence",
        "blocked-database-migration",
        "blocked-runtime-adapter-switch",
        "blocked-durable-result-storage-write",
        "blocked-completion-proof",
        "blocked-completion-notification",
        "blocked-live-service-execution",
        "blocked-durable-result-storage-live-window-runbook",
        "prepare-durable-result-storage-live-window-runbook",
        "continue-durable-result-storage-owner-handoff-review",
        "request-owner-approval-capture",
        "request-owner-approval-persistence",
        "request-database-migration",
        "request-runtime-adapter-switch",
        "request-durable-result-storage-write",
        "request-completion-proof",
        "request-completion-notification",
        "request-live-service-execution",
        "fresh-owner-approval",
        "backup-restore-rollback-review",
        "migration-and-schema-review",
        "adapter-and-feature-flag-boundary-review",
        "single-durable-result-write-window",
        "post-write-verification-and-completion-proof",
        "completion-notification-gate-review",
        "disable-or-keep-blocked",
        "local-dev",
        "staging",
        "production",
        "postgres-control-plane",
        "sqlite-local-dev",
        "memory-simulator-bridge",
        "T-292",
    ]);
}

#[test]
fn the_names_of_fields_and_flags_are_harmless_alone_and_with_a_value() {
    let names = "ownerHandoffStatus ownerHandoffReference ownerHandoffFingerprint ownerHandoffPacketType \
        ownerHandoffPacketMode ownerHandoffPacketEffect targetEnvironment targetAdapter migrationPlanReference \
        schemaReviewReference backupReference restoreTestReference rollbackReference testPlanReference \
        redactedResultRecordContractReference resultRepositoryReference auditReference caseStateReference \
        completionNotificationGateReference runbookOnlyConfirmed ownerHandoffReviewedConfirmed \
        freshOwnerApprovalRequiredConfirmed separateOwnerApprovalForDurableWriteConfirmed noOwnerApprovalCaptureConfirmed \
        noDatabaseWriteConfirmed noMigrationApplyConfirmed noRuntimeAdapterSwitchConfirmed \
        noDurableResultStorageWriteConfirmed noCompletionProofConfirmed noCompletionNotificationConfirmed decision \
        durableResultStorageLiveWindowRunbookAllowed durableResultStorageWriteAllowed verifiedCompletionProofAllowed \
        ownerApprovalCaptureAllowed ownerReplyCaptureAllowed ownerApprovalPersistenceAllowed migrationApplyAllowed \
        runtimeAdapterSwitchAllowed featureFlagEnabled adapterEnabled databaseTouched databaseReadAllowed \
        databaseWriteAllowed rawContactStorageAllowed rawExecutionPayloadStorageAllowed completionNotificationSent \
        telegramSendAllowed emailSendAllowed liveServiceExecutionAllowed productionTouched networkExecutionAllowed \
        googleContactsReadAllowed googleContactsWriteAllowed n8nExecutionAllowed contactsAgentExecutionAllowed \
        credentialAccessAllowed tokenAccessAllowed hostingChangeAllowed dnsChangeAllowed runbookMode runbookOnly \
        requiredOwnerHandoffStatus requiredTargetEnvironment acceptedTargetAdapters endpoints requiredPhaseOrder \
        requiredReferences requiredConfirmations runbookRequires blockedActions stopConditions nextStep runbookFingerprint";
    for name in names.split_whitespace() {
        assert_harmless(&[
            name,
            &format!("/{name}/0"),
            &format!("\"{name}\": false"),
            &format!("{name}=docs/plan-17.md#step-2"),
        ]);
    }
    assert_harmless(&[names]);
}

#[test]
fn the_sentences_of_the_seed_are_harmless() {
    assert_harmless(&[
        "T-293 after T-292 prepares the review order for a future Strict Control durable result storage window. It does \
         not capture owner approval, persist approval, read or write a database, apply migrations, switch adapters, write \
         durable results, claim completion, run live services, or send notifications.",
        "1ownerHandoffStatus=ready-for-durable-result-storage-strict-control-owner-handoff.",
        "!Secret-like references are blocked and the owner reply is not captured here.",
        "!durableResultStorageLiveWindowRunbookAllowed=true means review-ready only; durableResultStorageWriteAllowed=false \
         and verifiedCompletionProofAllowed=false.",
        "!Stop before owner approval capture, owner approval persistence, database reads/writes, migrations, adapter \
         switches, durable writes, completion proof, live services, production, hosting, DNS, raw payload storage, \
         Telegram, email, or n8n execution.",
        "!Stop if targetEnvironment is staging or production, or targetAdapter is memory-simulator-bridge.",
        "URLs with user:password@ or a secret query parameter, `data:` URLs, `password=…`-style assignments",
    ]);
}

#[test]
fn references_paths_and_ids_are_harmless() {
    assert_harmless(&[
        "docs/restore-test.md#2026-11-02",
        "CHG-20931",
        "docs/adr/0017-durable-result-storage.md",
        "T-292/T-293/T-294/T-295/T-296",
        "migrations/20261102T093015Z_add_result_records_table.sql",
        "v2.3.1-20261102T093015Z-3f2a9c1",
        "RFC 8785, section 3.2.2",
        "/var/lib/postgresql/16/main/base/16384/pg_internal.init",
        "C:\\Users\\Ann\\Documents\\RestoreTest\\plan.docx",
        "objects/3f/2a9c1b4d5e6f/pack-8091a2b3c.idx",
        "src/review/secret/corpus_harmless.rs:120:14",
        "ticket:JIRA-10442",
        "INC0012345",
        "2026-11-02T09:30:15.123Z",
        "ISBN 978-3-16-148410-0",
        "+49 30 901820",
        "x86_64-unknown-linux-gnu",
        "utf8mb4_0900_ai_ci",
        "com.example.storage.DurableResultRepositoryFactoryImpl",
        "arn:aws:s3:::backup-bucket/2026/11/02/full.dump",
        "registry.example.org/team/app:1.4.2",
        "IMG_20261102_093015_HDR.jpg",
        "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "isOkToDoItNowOrNotAtAllByMeOrYou",
        "DURABLE_RESULT_STORAGE_LIVE_WINDOW_RUNBOOK_V2",
    ]);
}

#[test]
fn digests_commits_and_uuids_are_harmless() {
    assert_harmless(&[
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "commit da39a3ee5e6b4b0d3255bfef95601890afd80709 (HEAD)",
        "3f2a9c1",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
        "app@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "123e4567-e89b-12d3-a456-426614174000",
        "{123E4567-E89B-12D3-A456-426614174000}",
        "reviews/123e4567-e89b-12d3-a456-426614174000/9f8b7c6d-1a2b-4c3d-8e4f-5a6b7c8d9e0f",
        "urn:uuid:9f8b7c6d-1a2b-4c3d-8e4f-5a6b7c8d9e0f",
        "T-293-1a2b3c4d.json.sha256",
        "0000000000000000000000000000000000",
        "3141592653589793238462643383279502884197",
    ]);
}

#[test]
fn addresses_without_credentials_are_harmless() {
    assert_harmless(&[
        "https://example.org/docs/restore?page=2&sort=name#results",
        "http://127.0.0.1:8080/healthz",
        "mailto:ann@example.org",
        "https://github.com/org/repo/commit/da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "ssh://git@example.org:22/org/repo.git",
        "git@example.org:org/repo.git",
        "postgres://localhost:5432/app",
        "postgresql://app@db.internal/app?sslmode=require",
        "postgres://app:***@db/app",
        "redis://cache:6379/0",
        "mysql://app:${DB_PASSWORD}@db/app",
        "https://[::1]:8443/a@b",
        "https://example.org/search?q=password+reset+policy",
        "https://example.org/%E4%BD%A0%E5%A5%BD?x=%20%3D",
        "sqlite:///srv/a.db",
        "https://example.org/a?token=&key=<key>",
        "file:///srv/backups/2026-11-02.dump",
        "jdbc:postgresql://db:5432/app",
    ]);
}

#[test]
fn prose_in_many_languages_is_harmless() {
    assert_harmless(&[
        "The password: see vault. Rotate it before the window.",
        "token: see the vault",
        "No secret was found; keep it so.",
        "Keys, tokens and passwords are never written here: ask the owner.",
        "Authorization: owner only, basic training done",
        "Das Passwort: siehe Tresor. Die Donaudampfschifffahrtsgesellschaftskapitänsmütze bleibt.",
        "Пароль: смотри в хранилище.",
        "Le mot de passe est dans le coffre : voir l’annexe B.",
        "La contraseña está en la bóveda; revisar mañana.",
        "パスワードは金庫を参照してください。",
        "密码：请查看保险库。备份恢复测试已完成。",
        "كلمة المرور: راجع الخزنة.",
        "סיסמה: ראו כספת",
        "비밀번호: 금고를 확인하세요.",
        "Mật khẩu: xem kho lưu trữ.",
        "Hasło: patrz sejf; źdźbło",
        "🦀 family 👨‍👩‍👧 emoji ❤️ fine",
        "data: rows, columns and indexes",
        "metadata:text/plain,utf-8",
        "a ? b : c",
        "R&D=research",
        "I/O, n/a, and/or, w/o",
        "risk-assessment-for-disk-usage-and-task-scheduling-v2-2026",
        "Pneumonoultramicroscopicsilicovolcanoconiosis",
        "Begin -----> end <-----",
        "eyeball.the.result",
        "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
        "Basket of keys: 12 of 12; token count = 40; tokens=4096",
        "the sky-blue-2 mask-2026-01 ask-2-me-3-times-again",
    ]);
}
