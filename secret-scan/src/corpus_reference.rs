//! Names that people write for things, none of which may be refused as a reference, and credentials inside links, all
//! of which must be.
//! Everything is made up. Middle dots inside the credentials, which the test removes, keep them from being found here.
#![allow(clippy::print_stdout, reason = "a measurement is read")]

use super::sieve_tests::assert_same_as_plainly;
use super::{SecretRule, reference_rule, secret_in_reference};

const DOCUMENTS: &str = "\
https://drive.google.com/file/d/1uV9kQm3ZsX7wLpR2tYb8NcJ4HdFgA6eT/view?usp=sharing&resourcekey=0-Kd8sQw2mZx9LpR4tYb7Nc
https://docs.google.com/document/d/1uV9kQm3ZsX7wLpR2tYb8NcJ4HdFgA6eTq0Xy5Ko1WvM/edit#heading=h.3k9x2m7q1abc
https://docs.google.com/spreadsheets/u/1/d/e/2PACX-1vRkQm3ZsX7wLpR2tYb8NcJ4HdFgA6eTq0Xy5Ko1WvMb3HnL9zCs/pubhtml?gid=0
https://calendar.google.com/calendar/event?eid=N2x0aTRrc2Q5bXEzdjhwYTJ6cjFjNnlmZ29fMjAyNjExMDJUMDkwMDAwWiBhY21l
https://meet.google.com/abc-defg-hij?authuser=0&hs=122
https://mail.google.com/mail/u/0/#inbox/FMfcgzQbfVKmXhLrTpWdNsJzBgQcYvRt
https://acme-my.sharepoint.com/:w:/g/personal/ann_acme_com/EfQ9rT2yU7iO4pA1sD6fG3hJ8kL5zX0cV2bN7mQ4wE9rTw?e=Ab3dEf
https://acme.sharepoint.com/sites/db/_layouts/15/Doc.aspx?sourcedoc=%7B1F2E3D4C-5B6A-4978-8695-A4B3C2D1E0F9%7D&file=restore.docx&action=default&mobileredirect=true
https://acme.sharepoint.com/:f:/r/sites/ops/Shared%20Documents/Runs?csf=1&web=1&e=9xKq2P
https://1drv.ms/x/s!AqZ4kQm3ZsX7wLpR2tYb8NcJ4HdF?e=k9XmQ2
https://onedrive.live.com/edit?id=9F3C2B1A0D4E5F67!10342&resid=9F3C2B1A0D4E5F67!10342&cid=9f3c2b1a0d4e5f67&ithint=file%2cxlsx
https://www.dropbox.com/scl/fi/q7w2e9r4t1y6u3i8o5p0a/restore-run.pdf?rlkey=z8x3c6v1b9n4m2q7w5e0r8t3y&st=k2j4h6g8&dl=0
https://acme.app.box.com/s/k3j9d7s1a5f8g2h4l6q0w9e7r5t3y1u8
https://wetransfer.com/downloads/4f3e2d1c0b9a88776655443322110fedcba9876020261102093015/1a2b3c
https://acme.zoom.us/rec/play/Qw8eRt5yUi2oPa7sDf4gHj1kLz9xCv6bNm3.QwErTy12uIoP9aSd?startTime=1793612345000
https://acme.zoom.us/rec/share/x7Kp-Q2m_Zs9wLpR4tYb8NcJ3HdFgA6eTq0Xy5Ko1WvMb.7HnL9zCsQm3X
https://acme.zoom.us/j/98765432101
https://teams.microsoft.com/l/meetup-join/19%3ameeting_NjAxYmQyZTMtNGY1Ni00Nzg5LWE4YjktMGMxZDJlM2Y0YTVi%40thread.v2/0?context=%7b%22Tid%22%3a%221f2e3d4c-5b6a-4978-8695-a4b3c2d1e0f9%22%2c%22Oid%22%3a%229f8b7c6d-1a2b-4c3d-8e4f-5a6b7c8d9e0f%22%7d
https://teams.microsoft.com/l/message/19:4f3e2d1c0b9a4887a665544332211fed@thread.tacv2/1793612345000?tenantId=1f2e3d4c-5b6a-4978-8695-a4b3c2d1e0f9&parentMessageId=1793612345000
https://acme.webex.com/recordingservice/sites/acme/recording/4f3e2d1c0b9a10398776655443322110/playback
https://www.loom.com/share/4f3e2d1c0b9a48878776655443322110?sid=9f8b7c6d-1a2b-4c3d-8e4f-5a6b7c8d9e0f
https://www.notion.so/acme/Restore-test-4f3e2d1c0b9a48878776655443322110?pvs=4#1a2b3c4d5e6f40718293a4b5c6d7e8f9
https://acme.notion.site/4f3e2d1c0b9a48878776655443322110?v=1a2b3c4d5e6f40718293a4b5c6d7e8f9
https://acme.atlassian.net/wiki/spaces/DB/pages/3141592653/Restore+test?atlOrigin=eyJpIjoiNGYzZTJkMWMwYjlhNDg4Nzg3NzY2NTU0NDMzMjIxMTAiLCJwIjoiYyJ9
https://acme.atlassian.net/wiki/x/BwCPuw
https://acme.atlassian.net/browse/DB-1042?focusedCommentId=31415&page=com.atlassian.jira.plugin.system.issuetabpanels%3Acomment-tabpanel#comment-31415
https://linear.app/acme/issue/DB-1042/restore-test#comment-4f3e2d1c
https://acme.slack.com/archives/C04K7QM2ZX9/p1793612345678901?thread_ts=1793612300.123456&cid=C04K7QM2ZX9
https://acme.slack.com/files/U04K7QM2ZX9/F04K7QM2ZXA/restore.log
https://www.figma.com/design/k3J9d7S1a5F8g2H4l6Q0w9/Window?node-id=12-3456&t=Zx9Qm3Kp7LwR2tYb-1
https://miro.com/app/board/uXjVKq3Zs9w=/?share_link_id=314159265358
https://app.asana.com/1/1201234567890123/project/1209876543210987/task/1205432109876543
https://app.clickup.com/t/86cx9k2mq
https://trello.com/c/Zx9Qm3Kp/42-restore-test
https://airtable.com/appZx9Qm3Kp7LwR2/tblk3J9d7S1a5F8g/viwQ0w9E7r5T3y1U/recY8n4B6v2C0x1Z
https://outlook.office.com/mail/id/AAQkADRmM2UyZDFjLTBiOWEtNDg4Ny04Nzc2LTY1NTQ0MzMyMjExMAAQAKm9xQ2wR7tYbN4cJ3HdFgA%3D
https://acme.service-now.com/nav_to.do?uri=change_request.do%3Fsys_id%3D4f3e2d1c0b9a48878776655443322110%26sysparm_view%3Dess
https://acme.lightning.force.com/lightning/r/Case/5005g00000XkQm3AAB/view
https://lucid.app/lucidchart/9f8b7c6d-1a2b-4c3d-8e4f-5a6b7c8d9e0f/edit?invitationId=inv_1f2e3d4c-5b6a-4978-8695-a4b3c2d1e0f9
[restore run](https://drive.google.com/drive/folders/1uV9kQm3ZsX7wLpR2tYb8NcJ4HdFgA6eT)
Restore run of 2026-11-02: https://acme.box.com/s/k3j9d7s1a5f8g2h4l6q0w9e7r5t3y1u8, see page 3";

/// Links into code, builds, logs and dashboards.
const MACHINES: &str = "\
https://github.com/acme/db/pull/42/files#diff-9f3c2b1a0d4e5f67788990a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5L10-R12
https://github.com/acme/auth/blob/9f3c2b1a0d4e5f67788990a1b2c3d4e5f6071829/src/login.rs#L10-L20
https://github.com/acme/token-service/commit/9f3c2b1a0d4e5f67788990a1b2c3d4e5f6071829#r123456789
https://github.com/acme/db/compare/9f3c2b1a0d4e5f67788990a1b2c3d4e5f6071829...1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d
https://github.com/acme/db/actions/runs/9876543210/job/28765432109#step:7:42
https://gist.github.com/ann/4f3e2d1c0b9a48878776655443322110
https://gitlab.example.com/acme/secrets-rotation/-/merge_requests/42/diffs?diff_id=98765&start_sha=9f3c2b1a0d4e5f67788990a1b2c3d4e5f6071829#1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d_12_14
https://gitlab.example.com/-/project/42/uploads/4f3e2d1c0b9a48878776655443322110/restore.png
https://bitbucket.org/acme/db/src/9f3c2b1a0d4e5f67788990a1b2c3d4e5f6071829/migrations/0042.sql#lines-10:20
https://gerrit.example.org/q/I9f3c2b1a0d4e5f67788990a1b2c3d4e5f6071829
https://dev.azure.com/acme/db/_git/db/commit/9f3c2b1a0d4e5f67788990a1b2c3d4e5f6071829?refName=refs%2Fheads%2Fmain
https://buildkite.com/acme/db/builds/42#0193a4b5-c6d7-4e8f-9a0b-1c2d3e4f5a6b
https://app.circleci.com/pipelines/circleci/Zx9Qm3Kp7LwR2tYbN4cJ3H/Hd8Fg6Ae4Tq0Xy2Ko1WvMb/42/workflows/9f8b7c6d-1a2b-4c3d-8e4f-5a6b7c8d9e0f
https://jenkins.example.com/job/auth/job/restore/42/testReport/junit/
https://app.terraform.io/app/acme/workspaces/db/runs/run-Zx9Qm3Kp7LwR2tYb
https://splunk.example.com/en-US/app/search/search?q=search%20index%3Dauth&sid=1793612345.98765_1F2E3D4C-5B6A-4978-8695-A4B3C2D1E0F9
https://splunk.example.com/en-US/app/search/search?sid=scheduler__admin__search__RMD5f3e2d1c0b9a48878_at_1793612345_98765
https://kibana.example.com/app/discover#/?_g=(filters:!(),refreshInterval:(pause:!t,value:0),time:(from:now-15m,to:now))&_a=(columns:!(message),index:'9f8b7c6d-1a2b-4c3d-8e4f-5a6b7c8d9e0f')
https://kibana.example.com/goto/4f3e2d1c0b9a48878776655443322110
https://grafana.example.com/d/k3J9d7S1a/writes?orgId=1&from=1793612345000&to=1793615945000&var-key=restore&viewPanel=7
https://grafana.example.com/explore?schemaVersion=1&panes=%7B%22a1b%22%3A%7B%22datasource%22%3A%22k3J9d7S1a5F8g2H4%22%2C%22queries%22%3A%5B%7B%22refId%22%3A%22A%22%2C%22expr%22%3A%22up%22%7D%5D%7D%7D
https://grafana.example.com/dashboard/snapshot/k3J9d7S1a5F8g2H4l6Q0w9E7r5T3y1U8
https://grafana.example.com/goto/Zx9Qm3Kp7LwR2?orgId=1
https://metabase.example.com/question#eyJkYXRhc2V0X3F1ZXJ5Ijp7ImRhdGFiYXNlIjoyLCJ0eXBlIjoicXVlcnkiLCJxdWVyeSI6eyJzb3VyY2UtdGFibGUiOjQyfX0sImRpc3BsYXkiOiJ0YWJsZSIsInZpc3VhbGl6YXRpb25fc2V0dGluZ3MiOnt9fQ==
https://metabase.example.com/public/dashboard/9f8b7c6d-1a2b-4c3d-8e4f-5a6b7c8d9e0f
https://superset.example.com/explore/?form_data_key=Zx9Qm3Kp7LwR2tYbN4cJ3HdFgA6eTq0Xy5Ko1WvMb3HnL9zCsQm7X2kP4wR6tYu8&slice_id=42
https://app.powerbi.com/view?r=eyJrIjoiOWY4YjdjNmQtMWEyYi00YzNkLThlNGYtNWE2YjdjOGQ5ZTBmIiwidCI6IjFmMmUzZDRjLTViNmEtNDk3OC04Njk1LWE0YjNjMmQxZTBmOSJ9
https://app.datadoghq.eu/logs?query=service%3Aauth&event=AQAAAZPKm9xQ2wR7tgAAAABBWlBLbTl4UTJ3UjdBQUFB&index=main&from_ts=1793612345000&live=false
https://app.datadoghq.com/apm/trace/4f3e2d1c0b9a48878776655443322110?spanID=9876543210987654321
https://acme.sentry.io/issues/4123456789/events/4f3e2d1c0b9a48878776655443322110/?project=42
https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/$252Faws$252Flambda$252Fauth/log-events/2026$252F11$252F02$252F$255B$2524LATEST$255D4f3e2d1c0b9a48878776655443322110
https://eu-west-1.console.aws.amazon.com/secretsmanager/secret?name=prod%2Fdb&region=eu-west-1
https://console.cloud.google.com/logs/query;query=resource.type%3D%22cloudsql_database%22;cursorTimestamp=2026-11-02T09:30:15.123456Z?project=acme-prod
https://portal.azure.com/#@acme.onmicrosoft.com/resource/subscriptions/1f2e3d4c-5b6a-4978-8695-a4b3c2d1e0f9/resourceGroups/db/providers/Microsoft.KeyVault/vaults/acme/secrets
https://acme.vault.azure.net/secrets/db-restore/4f3e2d1c0b9a48878776655443322110
https://airflow.example.com/dags/restore/grid?dag_run_id=manual__2026-11-02T09%3A30%3A15.123456%2B00%3A00&task_id=check
https://argocd.example.com/applications/argocd/auth?resource=&node=apps%2FDeployment%2Fauth%2Fauth%2F0
https://acme.pagerduty.com/incidents/Q0Z9X2M7K3JW4T
https://rekor.sigstore.dev/api/v1/log/entries/24296fb24b8ad77a4f3e2d1c0b9a88776655443322110fedcba98769f3c2b1a0d4e5f67788990a1b
https://search.sigstore.dev/?logIndex=98765432
https://lore.kernel.org/r/CA+Zx9Qm3Kp7LwR2tYbN4cJ3HdFgA6eTq0Xy5Ko1WvMb3HnL9zCs@mail.gmail.com
https://acme-backups.s3.eu-west-1.amazonaws.com/2026/11/02/full.dump?versionId=3sL4kqtJlcpXroDTDmJrmSpXd3dIbrHY
s3://acme-backups/base/4f3e2d1c0b9a48878776655443322110.zst?versionId=Zx9.Qm3Kp7_LwR2tYbN4cJ3HdFgA6eTq
gs://acme-backups/2026/full.dump#1793612345678901
https://ipfs.io/ipfs/QmZx9Qm3Kp7LwR2tYbN4cJ3HdFgA6eTq8Xy5Ko1WvMb3Hn
ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi
https://archive.org/details/restore-2026_202611
https://web.archive.org/web/20261102093015/https://example.org/plan
https://perma.cc/4Q2K-Z9XM
https://docs.example.org/restore#:~:text=every%20row%20is%20read%20back
https://hub.docker.com/layers/acme/db/16/images/sha256-9f3c2b1a0d4e5f67788990a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5
magnet:?xt=urn:btih:9F3C2B1A0D4E5F67788990A1B2C3D4E5F6071829&dn=dump&tr=udp%3A%2F%2Ftracker.example.org%3A6969
magnet:?xt=urn:btih:T4OCWG4P2QXV6YT3RGIKDMWD2TSPMBYY
https://matrix.to/#/!Zx9Qm3Kp7LwR2tYbN4:example.org/$Hd8Fg6Ae4Tq0Xy2Ko1WvMb3HnL9zCsQm7X2kP4wR6tY?via=example.org
https://acme.zulipchat.com/#narrow/stream/42-db/topic/restore/near/987654321";

const IDS: &str = "\
7Yb3kQm9ZsX2wLpR8tYc4NdJ6HfFgA1eTqXy5Ko3WvMb
3HnL9zCsQm7X2kP4wR6tYu8BvN5cJdFgAeTqXyKoWvMb
12D3KooWZx9Qm3Kp7LwR2tYbN4cJ3HdFgA6eTq8Xy5Ko1WvMb3Hn
QmZx9Qm3Kp7LwR2tYbN4cJ3HdFgA6eTq8Xy5Ko1WvMb3Hn
bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku
<CA+Zx9Qm3Kp7LwR2tYbN4cJ3HdFgA6eTq0Xy5Ko1WvMb3HnL9zCs@mail.gmail.com>
<DM6PR11MB4321F3E2D1C0B9A488787766554433@DM6PR11MB4321.namprd11.prod.outlook.com>
<20261102093015.GA31415@example.org>
Message-ID: <0102019f3c2b1a0d-4e5f6778-8990-4a1b-82c3-d4e5f6071829-000000@eu-west-1.amazonses.com>
I9f3c2b1a0d4e5f67788990a1b2c3d4e5f6071829
Change-Id: I9f3c2b1a0d4e5f67788990a1b2c3d4e5f6071829
9f3c2b1a0d4e5f67788990a1b2c3d4e5f6071829..1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d
v2.3.1-42-g9f3c2b1a0d4e
acme/db@9f3c2b1a0d4e5f67788990a1b2c3d4e5f6071829
1793612345.98765_1F2E3D4C-5B6A-4978-8695-A4B3C2D1E0F9
ocid1.instance.oc1.eu-frankfurt-1.antheljtk3j9d7s1a5f8g2h4l6q0w9e7r5t3y1u8o2p4i6u7y5t3r1e9w8q
ocid1.vaultsecret.oc1.iad.amaaaaaak3j9d7s1a5f8g2h4l6q0w9e7r5t3y1u8o2p4i6u7y5t3r1e9w8qa
arn:aws:kms:eu-west-1:123456789012:key/mrk-4f3e2d1c0b9a48878776655443322110
arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db42-restore-Zx9Qm3
arn:aws:sns:eu-west-1:123456789012:restore-window-7-notification-topic
arn:aws:backup:eu-west-1:123456789012:recovery-point:1F2E3D4C-5B6A-4978-8695-A4B3C2D1E0F9
arn:aws:iam::123456789012:role/restore-auth-9f3c2b1a
arn:aws-cn:rds:cn-north-1:123456789012:snapshot:rds:db-2026-11-02-09-30
projects/acme-prod/secrets/db-password/versions/42
projects/acme-prod/locations/europe-west1/keyRings/db/cryptoKeys/restore/cryptoKeyVersions/7
/subscriptions/1f2e3d4c-5b6a-4978-8695-a4b3c2d1e0f9/resourceGroups/db/providers/Microsoft.Sql/servers/acme
vault:secret/data/prod/db42
crn:v1:bluemix:public:cloud-object-storage:global:a/4f3e2d1c0b9a48878776655443322110:9f8b7c6d-1a2b-4c3d-8e4f-5a6b7c8d9e0f::
i-0f3e2d1c0b9a48878
snap-0f3e2d1c0b9a48878
sha256:9f3c2b1a0d4e5f67788990a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5
SHA256:Zx9Qm3Kp7LwR2tYbN4cJ3HdFgA6eTq0Xy5Ko1WvMb3H
registry.example.org/acme/db@sha256:9f3c2b1a0d4e5f67788990a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5
9F3C2B1A0D4E5F67788990A1B2C3D4E5F60718293A4B5C6D7E8F90A1B2C3D4E5
0x9f3c2b1a0d4e5f67788990a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5
\\x9f3c2b1a0d4e5f67788990a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5
X'9F3C2B1A0D4E5F67788990A1B2C3D4E5F6071829'
9F:3C:2B:1A:0D:4E:5F:67:78:89:90:A1:B2:C3:D4:E5:F6:07:18:29
9f3c2b1a0d4e5f67788990a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e59f3c2b1a0d4e5f67788990a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5
sha384-Zx9Qm3Kp7LwR2tYbN4cJ3HdFgA6eTq0Xy5Ko1WvMb3HnL9zCsQm7X2kP4wR6tYu8
sha512-Zx9Qm3Kp7LwR2tYbN4cJ+HdFgA6eTq0Xy5Ko1WvMb3HnL9zCsQm7X2kP4wR6tYu8BvN/cJdFgAeTqXyKoWvMb1==
h1:Zx9Qm3Kp7LwR2tYbN4cJ3HdFgA6eTq0Xy5Ko1WvMb3E=
47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
/nix/store/4m3kq9zsx7wlpr2ybncj8hdfga6iv0vy-postgresql-16.4
/nix/store/4m3kq9zsx7wlpr2ybncj8hdfga6iv0vy-postgresql-16.4.drv
3/Zx9kqtJlcpXroDTDmJ+rmSpXd3dIbrHY+MTRcxf3vjVBH40Nr8X8gdRQBpUMLUo
Zx9.Qm3Kp7_LwR2tYbN4cJ3HdFgA6eTq
2aZx9Qm3Kp7LwR2tYbN4cJ3HdFg
01JBZX9QM3KP7WR2TYBN4CJ3HD
V1StGXR8Z5jdHi6BmyTwQ
9F8B7C6D-1A2B-4C3D-8E4F-5A6B7C8D9E0F
{9F8B7C6D-1a2b-4c3d-8e4f-5A6B7C8D9E0F}
urn:uuid:9f8b7c6d-1a2b-4c3d-8e4f-5a6b7c8d9e0f
9f8b7c6d1a2b4c3d8e4f5a6b7c8d9e0f
clx9qm3kp7wr2tybn4cj3hdfg
507f1f77bcf86cd799439011
DB-1042
CHG0031415
run-Zx9Qm3Kp7LwR2tYb
pi_3Zx9Qm3Kp7LwR2tYbN4cJ3Hd
evt_1Zx9Qm3Kp7LwR2tYbN4cJ3Hd
doi:10.5281/zenodo.4123456
https://doi.org/10.1145/3132747.3132757
swh:1:rev:9f3c2b1a0d4e5f67788990a1b2c3d4e5f6071829;origin=https://example.org/acme/db
pkg:cargo/serde@1.0.203?checksum=sha256:9f3c2b1a0d4e5f67788990a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5
did:key:z6MkZx9Qm3Kp7LwR2tYbN4cJ3HdFgA6eTq8Xy5Ko1WvMb3Hn
ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIZx9Qm3Kp7LwR2tYbN4cJ3HdFgA6eTq0Xy5Ko1WvMb ann@example.org
AAMkADRmM2UyZDFjLTBiOWEtNDg4Ny04Nzc2LTY1NTQ0MzMyMjExMABGAAAAAAAkm9xQ2wR7tYbN4cJ3HdFgBwAkm9xQ2wR7tYbN4cJ3HdFgAAAAAAEMAAAkm9xQ2wR7tYbN4cJ3HdFgAAAYbuKm9xQ=
Drive 1uV9kQm3ZsX7wLpR2tYb8NcJ4HdFgA6eT, commit 9f3c2b1a0d4e5f67788990a1b2c3d4e5f6071829, log at 1793612345.98765
backup-2026-11-02T09-30-15Z-9f3c2b1a0d4e5f67788990a1b2c3d4e5f60718293a4b5c6d.dump.zst
borg::acme-db-2026-11-02T09:30:15 9f3c2b1a0d4e5f67788990a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5
restic:4f3e2d1c";

const CREDENTIALS: &str = "\
https://ann:hun·ter2@git.example.org/acme/db.git
https://ci:${TO·KEN}x9Qm@git.example.org/acme/db.git
https://x-token-auth:Zx9Qm3·Kp7LwR2tYbN4cJ3Hd@bitbucket.org/acme/db.git
https://Zx9Qm3Kp7LwR2tYb·N4cJ3HdFgA6eTq0Xy5Ko1W@git.example.org/acme/db.git
https://ann.Zx9Qm3Kp7LwR2tYb·N4cJ3HdFgA6eTq0Xy5Ko1W@git.example.org/acme/db.git
postgres://app:hun·ter2@db.example.org/app
postgresql+psycopg://app:p/w·#1@db/app
mysql://root:r·oot1@127.0.0.1:3306/app
redis://:hun·ter2@cache:6379/0
mongodb+srv://app:Zx9·Qm3Kp7@cluster0.example.net/app
amqps://ann:hun·ter2@mq.example.org/vhost
jdbc:postgresql://db/app?user=app&pass·word=hunter2
ldap://cn=admin:hun·ter2@ldap.example.org
sftp://backup:hun·ter2@files.example.org/2026
ssh://root:to·or42@host.example.org
https://api.example.org/export?token=Zx9·Qm3Kp7LwR2
https://api.example.org/export?access_token=Zx9·Qm3Kp7LwR2
https://api.example.org/export?id=7&auth_token=Zx9·Qm3Kp7LwR2
https://api.example.org/export#access_token=Zx9·Qm3Kp7LwR2&state=1
https://api.example.org/export?refreshToken=Zx9·Qm3Kp7LwR2
https://api.example.org/export?api_key=Zx9·Qm3Kp7LwR2
https://api.example.org/export?apikey=Zx9·Qm3Kp7LwR2
https://api.example.org/export?X-API-Key=Zx9·Qm3Kp7LwR2
https://api.example.org/export?client_secret=Zx9·Qm3Kp7LwR2
https://api.example.org/export?password=hun·ter2
https://api.example.org/export?pwd=hun·ter2
https://acme.zoom.us/j/98765432101?pwd=Zx9Qm3Kp7Lw·R2tYbN4cJ3HdFgA6eTq.1
https://api.example.org/export?passphrase=correct·horse
https://api.example.org/export?private_token=Zx9·Qm3Kp7LwR2
https://api.example.org/callback?code=4fd2·Zx9Qm3Kp7&state=1
https://api.example.org/?key=Zx9Qm3·Kp7LwR2tYbN4cJ3H
https://api.example.org/?session=Zx9Qm3·Kp7LwR2tYbN4cJ3H
https://forum.example.org/index.php?sid=4f3e2d1c0b9a·48878776655443322110
https://api.example.org/?jwt=eyJh·bGciOiJub25lIn0
https://acme.blob.core.windows.net/dump/full.bak?sv=2024-11-04&se=2026-11-03&sp=r&sig=Zx9Qm3Kp7LwR2tYb·N4cJ3HdFgA6eTq0Xy5Ko1WvMb3E%3D
https://acme-backups.s3.amazonaws.com/full.dump?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=3600&X-Amz-Signature=9f3c2b1a0d4e5f67·788990a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5
https://acme-backups.s3.amazonaws.com/full.dump?AWSAccessKeyId=AKI·AZX9QM3KP7LWR2TYB&Expires=1793612345&Signature=Zx9Qm3·Kp7LwR2tYbN4cJ3Hd%3D
https://storage.googleapis.com/acme/full.dump?X-Goog-Credential=sa%40acme&X-Goog-Signature=9f3c2b1a0d4e5f67·788990a1b2c3d4e5f60718293a4b5c6d
https://d1.cloudfront.net/full.dump?Expires=1793612345&Signature=Zx9Qm3·Kp7LwR2tYbN4cJ3Hd__&Key-Pair-Id=KZX9QM3KP7LWR2
https://acme-backups.s3.amazonaws.com/full.dump?X-Amz-Security-Token=IQoJ·b3JpZ2luX2VjEZx9Qm3Kp7LwR2
https://raw.githubusercontent.com/acme/db/main/plan.md?token=GHSAT0·AAAAAACZX9QM3KP7LWR2TYB
https://jupyter.example.org/lab?token=9f3c2b1a0d4e5f67·788990a1b2c3d4e5f6071829
https://files.slack.com/files-pri/T04-F04/download/restore.log?pub_secret=4f3e2d·1c0b
https://hooks.slack.com/services/T04K7QM2Z/B04K7QM2Z/Zx9Qm3Kp7L·wR2tYbN4cJ3HdF
https://discord.com/api/webhooks/987654321098765432/Zx9Qm3Kp7LwR2tYb·N4cJ3HdFgA6eTq0Xy5Ko1WvMb3HnL9zCsQm7X2kP4wR6tYu8BvN5cJdFgAeTq
https://acme.webhook.office.com/webhookb2/9f8b7c6d-1a2b-4c3d-8e4f-5a6b7c8d9e0f@1f2e3d4c-5b6a-4978-8695-a4b3c2d1e0f9/IncomingWebhook/4f3e2d1c·0b9a48878776655443322110/9f8b7c6d
https://hooks.zapier.com/hooks/catch/1234567/b3x·9qm2
https://maker.ifttt.com/use/Zx9Qm3Kp7L·wR2tYbN4cJ3HdF
https://api.telegram.org/bot1234567890:AAZx9Qm3Kp7LwR2tYb·N4cJ3HdFgA6eTq0Xy/getMe
https://example.org/#id_token=eyJh·bGciOiJSUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.Zx9Qm3Kp7LwR2
https://example.org/x/eyJh·bGciOiJSUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.Zx9Qm3Kp7LwR2tYbN4cJ3HdFgA6eTq
https://example.org/#eyJh·bGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..Zx9Qm3Kp7LwR2tYb.N4cJ3HdFgA6eTq0.Xy5Ko1WvMb3HnL9zCsQm7X
https://example.org/x/gh·p_Zx9Qm3Kp7LwR2tYbN4cJ3HdFgA6eTq0Xy5Ko
https://oauth2:gl·pat-Zx9Qm3Kp7LwR2tYbN4cJ@gitlab.example.com/acme/db.git
https://git.example.org/?x=gl·pat-Zx9Qm3Kp7LwR2tYbN4cJ
https://example.org/?q=xo·xb-1234567890-Zx9Qm3Kp7L
https://maps.example.org/?k=AI·zaZx9Qm3Kp7LwR2tYbN4cJ3HdFgA6eTq0Xy5K
https://example.org/pay?k=sk·_live_Zx9Qm3Kp7LwR2tYb
https://example.org/?v=hv·s.Zx9Qm3Kp7LwR2tYbN4cJ3HdF
https://example.org/?p=v4·.local.Zx9Qm3Kp7LwR2tYbN4cJ3HdFgA6eTq0Xy5Ko1WvMb3HnL9zCs
https://example.org/?f=gA·AAAABnZx9Qm3Kp7LwR2tYbN4cJ3HdFgA6eTq0Xy5Ko1WvMb3HnL9zCsQm7X2kP4wR6tYu8BvN5cJdFgAeTqXyKoWvMb3HnL9zCs==
https://api.openweathermap.org/data/2.5/weather?q=Bern&appid=4f3e2d1c·0b9a48878776655443322110
https://example.org/redirect?to=https%3A%2F%2Fann%3Ahun·ter2%40db.example.org
https://example.org/redirect?to=%2Fcb%3Faccess_token%3DZx9·Qm3Kp7LwR2
https://example.org/#cGFzc3dvcmQ9a·HVudGVyMg==
https://metabase.example.com/question#eyJwYXNz·d29yZCI6Imh1bnRlcjIifQ==
https://onedrive.live.com/redir?resid=9F3C2B1A0D4E5F67!10342&authkey=!AKzx9·Qm3Kp7LwR2
data:text/plain;base64,·SGVsbG8=
https://example.org/plan (password: hun·ter2)
https://example.org/plan, API key: Zx9Qm3·Kp7LwR2tYb
AWS secret key Zx9Qm3Kp7LwR2tYb·N4cJ3HdFgA6eTq0Xy5Ko1WvM for https://example.org/plan
-----BEG·IN PRIVATE KEY-----
Authorization: Bearer Zx9Qm3·Kp7LwR2tYb
eyJh·bGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.Zx9Qm3Kp7LwR2tYbN4cJ3HdFgA6eTq0";

fn refused(text: &str) -> Option<SecretRule> {
    assert_same_as_plainly(text);
    reference_rule(text).or_else(|| secret_in_reference("backupReference", text))
}

#[test]
fn no_link_digest_or_id_that_people_write_is_refused() {
    let all = [DOCUMENTS, MACHINES, IDS].into_iter().flat_map(str::lines);
    let refused: Vec<_> = all.clone().filter_map(|text| Some((refused(text)?, text))).collect();
    println!("references refused: {} of {}", refused.len(), all.clone().count());
    assert!(all.count() >= 150);
    assert_eq!(refused, []);
}

#[test]
fn a_credential_in_a_link_or_beside_one_is_refused() {
    let all = CREDENTIALS.lines().map(|line| line.replace('·', ""));
    let missed: Vec<_> = all.clone().filter(|text| refused(text).is_none()).collect();
    println!(
        "credentials in references refused: {} of {}",
        all.clone().count() - missed.len(),
        all.clone().count()
    );
    assert!(all.count() >= 70);
    assert_eq!(missed, [""; 0]);
}

#[test]
fn every_known_token_is_refused_inside_a_link_too() {
    for token in super::tokens::tests::samples() {
        for text in [format!("https://example.org/x/{token}"), format!("https://example.org/?x={token}")] {
            assert!(reference_rule(&text).is_some(), "{text}");
        }
    }
}

#[test]
fn what_is_longer_than_an_id_and_no_link_is_still_judged_by_how_it_looks() {
    let body = concat!("Zx9Qm3Kp7LwR2tYbN4cJ", "3HdFgA6eTq0Xy5Ko1WvM").repeat(8);
    assert_eq!(reference_rule(&body).map(SecretRule::id), Some("high-entropy"));
    assert_eq!(reference_rule(&format!("https://example.org/#{body}")), None);
}

#[test]
fn ids_drawn_at_random_are_refused_less_than_once_in_ten_thousand() {
    const BASE58: &str = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    const BASE64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const BASE64_URL: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let kinds = [
        ("#", BASE58, 44),
        ("ipfs://Qm#", BASE58, 44),
        ("bafybei#", "abcdefghijklmnopqrstuvwxyz234567", 52),
        ("https://acme.zoom.us/rec/share/#.3fZfmPZHuXM9l-SP", BASE64_URL, 64),
        ("https://acme-my.sharepoint.com/:v:/g/personal/ann_acme_com/#", BASE64_URL, 46),
        ("https://drive.google.com/file/d/#/view", BASE64_URL, 33),
        ("https://example.org/x?state=#", BASE64_URL, 128),
        ("<CA+#@mail.gmail.com>", BASE64_URL, 42),
        ("sha512-#==", BASE64, 86),
        ("#", BASE64, 64),
        ("#", "0123456789abcdef", 80),
        ("#", "0123456789ABCDEF", 64),
        ("ocid1.instance.oc1.iad.#", "abcdefghijklmnopqrstuvwxyz234567", 60),
        ("/nix/store/#-postgresql-16.4", "0123456789abcdfghijklmnpqrsvwxyz", 32),
        ("#", "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 26),
        ("#", BASE64_URL, 21),
    ];
    let mut number = 293_u64;
    let mut draw = |digits: &str, length: usize| -> String {
        let digit = |_| {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = usize::try_from(number >> 33).unwrap() % digits.len();
            char::from(digits.as_bytes()[at])
        };
        (0..length).map(digit).collect()
    };
    let mut refused = Vec::new();
    for (kind, digits, length) in kinds {
        for _ in 0..2000 {
            let text = kind.replace('#', &draw(digits, length));
            refused.extend(secret_in_reference("backupReference", &text).map(|rule| (rule.id(), text)));
        }
    }
    let drawn = kinds.len() * 2000;
    println!("references drawn at random and refused: {} of {drawn} {refused:?}", refused.len());
    assert!(refused.len() * 10_000 < drawn, "{refused:?}");
}
