//! Token formats of messengers, payment, mail, models and other services a program calls.
//!
//! Above each row stands its source: the provider's own page. A longer prefix stands above its own beginning.

use super::formats::Alphabet::{Alphanumeric, Base64, Base64Url, Dotted, Letters, LowerHex, Path};
use super::formats::Care::{Anywhere, Word, WordInBothCases, WordWithDigits};
use super::formats::Length::{AtLeast, Exactly};
use super::formats::{Format, row};

/// The table. Rows may be added anywhere.
pub(super) static FORMATS: &[Format] = &[
    // api.slack.com/concepts/token-types
    row(
        "slack-token",
        "A Slack bot, user, app or configuration token.",
        &["xoxa-", "xoxb-", "xoxe-", "xoxe.", "xoxp-", "xoxr-", "xoxs-", "xoxc-", "xoxd-", "xapp-"],
        (Dotted, AtLeast(10)),
        Anywhere,
    ),
    // api.slack.com/messaging/webhooks
    row(
        "slack-webhook",
        "A Slack incoming webhook address, which is itself the credential.",
        &["hooks.slack.com/services/", "hooks.slack.com/workflows/"],
        (Path, AtLeast(20)),
        Anywhere,
    ),
    // discord.com/developers/docs/resources/webhook
    row(
        "discord-webhook",
        "A Discord webhook address, which is itself the credential.",
        &["discord.com/api/webhooks/", "discordapp.com/api/webhooks/"],
        (Path, AtLeast(60)),
        Anywhere,
    ),
    // docs.stripe.com/keys
    row(
        "stripe-key",
        "A Stripe secret or restricted key, or a webhook signing secret.",
        &["sk_live_", "rk_live_", "sk_test_", "rk_test_", "whsec_"],
        (Base64, AtLeast(16)),
        Anywhere,
    ),
    // platform.claude.com/docs/en/api/overview
    row("anthropic-key", "An Anthropic API key.", &["sk-ant-"], (Base64Url, AtLeast(20)), Anywhere),
    // openrouter.ai/docs/api-reference/authentication
    row("openrouter-key", "An OpenRouter API key.", &["sk-or-v1-"], (LowerHex, Exactly(64)), Anywhere),
    // platform.openai.com/docs/api-reference/authentication
    row(
        "openai-key",
        "An OpenAI API key, or one of the same form.",
        &["sk-"],
        (Base64Url, AtLeast(20)),
        WordWithDigits,
    ),
    // www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys
    row("sendgrid-key", "A SendGrid API key.", &["SG."], (Dotted, AtLeast(60)), Word),
    // www.twilio.com/docs/iam/api-keys
    row("twilio-key", "A Twilio API key id.", &["SK"], (LowerHex, Exactly(32)), Word),
    // documentation.mailgun.com/docs/mailgun/api-reference/mg-auth
    row("mailgun-key", "A Mailgun API key.", &["key-"], (LowerHex, Exactly(32)), Word),
    // developers.brevo.com/docs/getting-started
    row(
        "brevo-key",
        "A Brevo API or SMTP key.",
        &["xkeysib-", "xsmtpsib-"],
        (Base64Url, AtLeast(64)),
        Anywhere,
    ),
    // huggingface.co/docs/hub/security-tokens
    row(
        "hugging-face-token",
        "A Hugging Face access token.",
        &["hf_", "api_org_"],
        (Letters, AtLeast(34)),
        WordInBothCases,
    ),
    // replicate.com/docs/topics/security/api-tokens
    row("replicate-token", "A Replicate API token.", &["r8_"], (Alphanumeric, AtLeast(37)), WordWithDigits),
    // console.groq.com/docs/quickstart
    row("groq-key", "A Groq API key.", &["gsk_"], (Alphanumeric, AtLeast(48)), WordWithDigits),
    // docs.x.ai/docs/tutorial
    row("xai-key", "An xAI API key.", &["xai-"], (Alphanumeric, AtLeast(70)), WordWithDigits),
    // docs.perplexity.ai/guides/getting-started
    row("perplexity-key", "A Perplexity API key.", &["pplx-"], (Alphanumeric, AtLeast(48)), Word),
    // shopify.dev/docs/apps/build/authentication-authorization/access-tokens
    row(
        "shopify-token",
        "A Shopify access token or shared secret.",
        &["shpat_", "shpca_", "shppa_", "shpss_"],
        (Alphanumeric, AtLeast(32)),
        Anywhere,
    ),
    // developer.squareup.com/docs/build-basics/access-tokens
    row(
        "square-token",
        "A Square access token or application secret.",
        &["sq0atp-", "sq0csp-", "EAAAE"],
        (Base64Url, AtLeast(22)),
        WordWithDigits,
    ),
    // support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account
    row(
        "atlassian-token",
        "An Atlassian or Bitbucket API token.",
        &["ATATT3", "ATCTT3", "ATBB"],
        (Base64, AtLeast(28)),
        WordWithDigits,
    ),
    // linear.app/developers/graphql
    row(
        "linear-key",
        "A Linear API key.",
        &["lin_api_", "lin_oauth_"],
        (Alphanumeric, AtLeast(32)),
        Anywhere,
    ),
    // developers.notion.com/reference/authentication
    row(
        "notion-token",
        "A Notion integration token.",
        &["ntn_", "secret_"],
        (Alphanumeric, AtLeast(40)),
        WordWithDigits,
    ),
    // www.figma.com/developers/api#access-tokens
    row("figma-token", "A Figma access token.", &["figd_"], (Base64Url, AtLeast(40)), Anywhere),
    // learning.postman.com/docs/developer/postman-api/authentication
    row("postman-key", "A Postman API key.", &["PMAK-"], (Base64Url, Exactly(59)), Anywhere),
];
