//! Token formats of code hosts, package registries, clouds, and what runs and watches programs.
//!
//! Above each row stands its source: the provider's own page. A longer prefix stands above its own beginning.

use super::formats::Alphabet::{Alphanumeric, Base64, Base64Url, Capitals, Dotted, LowerHex};
use super::formats::Care::{Anywhere, Word, WordWithDigits};
use super::formats::Length::{AtLeast, Exactly};
use super::formats::{Format, row};

/// The table. Rows may be added anywhere.
pub(super) static FORMATS: &[Format] = &[
    // docs.github.com/authentication/keeping-your-account-and-data-secure/about-authentication-to-github
    row(
        "github-token",
        "A GitHub access token.",
        &["ghp_", "gho_", "ghu_", "ghs_", "ghr_"],
        (Alphanumeric, AtLeast(36)),
        Anywhere,
    ),
    // the same page: fine-grained personal access tokens
    row(
        "github-fine-grained-token",
        "A GitHub fine-grained access token.",
        &["github_pat_"],
        (Base64Url, AtLeast(22)),
        Anywhere,
    ),
    // docs.gitlab.com/security/tokens/#token-prefixes
    row(
        "gitlab-token",
        "A GitLab access, deploy, runner, trigger, job, feed or agent token.",
        &["glpat-", "gldt-", "glrt-", "glptt-", "glcbt-", "glsoat-", "glft-", "glagent-", "gloas-", "glimt-"],
        (Dotted, AtLeast(20)),
        Anywhere,
    ),
    // docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
    row(
        "aws-access-key-id",
        "An AWS access key id, long-term or temporary.",
        &["AKIA", "ASIA"],
        (Capitals, Exactly(16)),
        Word,
    ),
    // docs.cloud.google.com/docs/authentication/api-keys
    row("google-api-key", "A Google API key.", &["AIza"], (Base64Url, Exactly(35)), Word),
    // developers.google.com/identity/protocols/oauth2
    row(
        "google-oauth-secret",
        "A Google OAuth client secret or access token.",
        &["GOCSPX-", "ya29."],
        (Base64Url, AtLeast(20)),
        Word,
    ),
    // docs.npmjs.com/about-access-tokens
    row("npm-token", "An npm access token.", &["npm_"], (Alphanumeric, Exactly(36)), Word),
    // pypi.org/help/#apitoken
    row("pypi-token", "A PyPI upload token.", &["pypi-AgE"], (Base64Url, AtLeast(16)), Anywhere),
    // guides.rubygems.org/api-key-scopes
    row("rubygems-token", "A RubyGems API key.", &["rubygems_"], (LowerHex, Exactly(48)), Anywhere),
    // crates.io/settings/tokens
    row(
        "crates-io-token",
        "A crates.io publishing token.",
        &["cio"],
        (Alphanumeric, Exactly(32)),
        WordWithDigits,
    ),
    // docs.docker.com/security/access-tokens
    row(
        "docker-token",
        "A Docker Hub personal or organisation access token.",
        &["dckr_pat_", "dckr_oat_"],
        (Base64Url, AtLeast(27)),
        Anywhere,
    ),
    // docs.digitalocean.com/reference/api/create-personal-access-token
    row(
        "digitalocean-token",
        "A DigitalOcean personal, OAuth or refresh token.",
        &["dop_v1_", "doo_v1_", "dor_v1_"],
        (LowerHex, Exactly(64)),
        Anywhere,
    ),
    // devcenter.heroku.com/articles/authentication
    row("heroku-key", "A Heroku API key.", &["HRKU-"], (Base64Url, AtLeast(36)), Anywhere),
    // fly.io/docs/security/tokens
    row(
        "fly-token",
        "A Fly.io access token.",
        &["fm1_", "fm1r_", "fm2_", "fo1_"],
        (Base64, AtLeast(40)),
        Word,
    ),
    // developer.hashicorp.com/vault/docs/concepts/tokens#token-prefixes
    row(
        "vault-token",
        "A HashiCorp Vault service, batch or recovery token.",
        &["hvs.", "hvb.", "hvr."],
        (Base64Url, AtLeast(24)),
        Word,
    ),
    // docs.doppler.com/reference/auth-token-formats
    row(
        "doppler-token",
        "A Doppler token.",
        &["dp.pt.", "dp.st.", "dp.sa.", "dp.ct.", "dp.scim.", "dp.audit."],
        (Dotted, AtLeast(40)),
        Word,
    ),
    // developer.1password.com/docs/service-accounts
    row(
        "one-password-token",
        "A 1Password service account token.",
        &["ops_eyJ"],
        (Base64, AtLeast(60)),
        Anywhere,
    ),
    // docs.databricks.com/dev-tools/auth/pat.html
    row("databricks-token", "A Databricks personal access token.", &["dapi"], (LowerHex, Exactly(32)), Word),
    // grafana.com/docs/grafana/latest/administration/service-accounts
    row(
        "grafana-token",
        "A Grafana service account or cloud access token.",
        &["glsa_", "glc_"],
        (Base64, AtLeast(32)),
        Word,
    ),
    // docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys
    row(
        "new-relic-key",
        "A New Relic user or browser key.",
        &["NRAK-", "NRJS-"],
        (Alphanumeric, AtLeast(19)),
        Word,
    ),
    // docs.sentry.io/account/auth-tokens
    row(
        "sentry-token",
        "A Sentry organisation or user token.",
        &["sntrys_", "sntryu_"],
        (Base64, AtLeast(40)),
        Anywhere,
    ),
    // www.pulumi.com/docs/administration/access-identity/access-tokens
    row("pulumi-token", "A Pulumi access token.", &["pul-"], (LowerHex, Exactly(40)), Word),
    // supabase.com/docs/guides/api/api-keys
    row(
        "supabase-key",
        "A Supabase access token or secret key.",
        &["sbp_", "sb_secret_"],
        (Base64Url, AtLeast(31)),
        WordWithDigits,
    ),
    // planetscale.com/docs/security/password-roles
    row(
        "planetscale-password",
        "A PlanetScale password or service token.",
        &["pscale_pw_", "pscale_tkn_", "pscale_oauth_"],
        (Dotted, AtLeast(32)),
        Anywhere,
    ),
    // tailscale.com/kb/1277/key-prefixes
    row(
        "tailscale-key",
        "A Tailscale authentication or API key.",
        &["tskey-"],
        (Base64Url, AtLeast(16)),
        WordWithDigits,
    ),
    // buildkite.com/docs/apis/managing-api-tokens
    row("buildkite-token", "A Buildkite access token.", &["bkua_"], (LowerHex, Exactly(40)), Word),
    // circleci.com/docs/managing-api-tokens
    row(
        "circleci-token",
        "A CircleCI personal or project token.",
        &["CCIPAT_", "CCIPRJ_"],
        (Base64Url, AtLeast(40)),
        Anywhere,
    ),
    // github.com/C2SP/C2SP/blob/main/age.md: Bech32 in capitals
    row("age-secret-key", "An age secret key.", &["AGE-SECRET-KEY-1"], (Capitals, Exactly(58)), Anywhere),
    // the.earth.li/~sgtatham/putty/latest/htmldoc/AppendixC.html: the first line of a .ppk file
    row(
        "putty-key",
        "A PuTTY private key file.",
        &["PuTTY-User-Key-File-"],
        (Alphanumeric, AtLeast(1)),
        Anywhere,
    ),
];
