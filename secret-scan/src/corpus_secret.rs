//! Made-up credentials of every kind, in pieces, so that no scanner of this repository takes them for real ones.

use super::sieve_tests::assert_same_as_plainly;
use super::{SecretRule, secret_rule};

fn assert_found(id: &str, texts: &[&str]) {
    for text in texts {
        assert_eq!(secret_rule(text).map(SecretRule::id), Some(id), "{text}");
        assert_same_as_plainly(text);
    }
}

const GITHUB: &str = concat!("gh", "p_", "1A2b3C4d5E6f7G8h9I0j1K2l3M4n5O6p7Q8r");
const GITLAB: &str = concat!("gl", "pat-", "1x2Y3z4W5v6U7t8S9r0Q");

#[test]
fn tokens_are_found_wherever_they_stand() {
    assert_found(
        "github-token",
        &[
            GITHUB,
            &format!("clone with {GITHUB}, then rotate"),
            &format!("docs/{GITHUB}/plan.md"),
            &format!("https://{GITHUB}@github.com/org/repo"),
            &format!("https://example.org/?token={GITHUB}"),
            &format!("x{GITHUB}"),
            &format!("„{GITHUB}“"),
        ],
    );
}

#[test]
fn each_kind_of_token_goes_by_its_own_name() {
    assert_found(
        "aws-access-key-id",
        &[concat!("AK", "IA", "Z7Y6X5W4V3U2T1S0"), concat!("key=AS", "IA", "Z7Y6X5W4V3U2T1S0")],
    );
    assert_found("slack-token", &[concat!("xo", "xb-", "123456789012-abcdefGHIJKL")]);
    assert_found(
        "slack-webhook",
        &[concat!("https://hooks.", "slack.com/services/", "T0AB1/B0CD2/x1Y2z3W4v5U6t7")],
    );
    assert_found(
        "stripe-key",
        &[concat!("sk_", "live_", "1A2b3C4d5E6f7G8h9I"), concat!("rk_", "test_", "1A2b3C4d5E6f7G8h9I")],
    );
    assert_found("anthropic-key", &[concat!("sk-", "ant-", "api03-1A2b3C4d5E6f7G8h9I")]);
    assert_found(
        "openai-key",
        &[concat!("sk-", "proj-", "1A2b3C4d5E6f7G8h9I"), concat!("sk-", "1A2b3C4d5E6f7G8h9I0j")],
    );
    assert_found("hugging-face-token", &[concat!("h", "f_", "aBcDeFgHiJkLmNoPqRsTuVwXyZaBcDeFgH")]);
    assert_found(
        "telegram-bot-token",
        &[concat!("12345", "6789", ":", "AAF1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q")],
    );
    assert_found(
        "age-secret-key",
        &[concat!("AGE-SECRET-", "KEY-1", "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE")],
    );
    assert_found("twilio-key", &[concat!("S", "K", "0123456789abcdef0123456789abcdef")]);
    assert_found("putty-key", &[concat!("PuTTY-User-", "Key-File-3: ssh-ed25519")]);
}

#[test]
fn pem_blocks_and_web_tokens_are_found() {
    assert_found(
        "pem-block",
        &[
            concat!("-----BEG", "IN PRIVATE KEY-----"),
            concat!("text -----BEG", "IN RSA PRIVATE KEY-----\nMIIE\n"),
            concat!("-----BEG", "IN OPENSSH PRIVATE KEY-----\\nb3Bl"),
            concat!("-----BEG", "IN PGP PRIVATE KEY BLOCK-----"),
            concat!("---- BEG", "IN SSH2 ENCRYPTED PRIVATE KEY ----"),
            concat!("-----beg", "in ec private key-----"),
        ],
    );
    assert_found(
        "jwt",
        &[
            concat!("ey", "JhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"),
            concat!("cookie: sid_ey", "JhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl; path=/"),
            concat!("v1.ey", "JhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"),
        ],
    );
}

#[test]
fn addresses_with_credentials_are_found() {
    assert_found(
        "url-password",
        &["https://ann:hunter2@example.org", "see ftp://u:p@h/x", "https://a:b@c:d@example.org/"],
    );
    assert_found(
        "url-secret-parameter",
        &[
            "https://example.org/cb?code=4fd2a1",
            "https://example.org/a?x=1&access_token=abc",
            "/files/7?sig=Zm9v&se=2026",
            "https://example.org/#id_token=abc",
            "https://example.org/?API-KEY=abc",
            "wss://example.org?auth=abc",
        ],
    );
    assert_found(
        "database-url-password",
        &[
            "postgres://app:hunter2@db/app",
            "DATABASE_URL=postgresql://app:hunter2@db:5432/app",
            "mysql://root:r@localhost",
            "mongodb+srv://u:p@cluster0.example.net/db",
            "redis://:hunter2@cache",
            "amqps://u:p@mq/%2f",
            "mssql://sa:P4ss@db",
            "Server=db;Database=app;User Id=sa;Password=hunter2;",
            "jdbc:sqlserver://db;user=sa;password=hunter2",
            "jdbc:postgresql://u:p@db/app",
            "postgres://app:hun/ter2@db/app",
        ],
    );
    assert_found(
        "data-url",
        &["data:text/html;base64,PGI+", "src=\"data:image/png;base64,iVBORw0KGgo=\"", "data:,secret"],
    );
}

#[test]
fn assignments_are_found() {
    assert_found(
        "assignment",
        &[
            "password=hunter2",
            "export DB_PASSWORD='correct horse'",
            "api_key: \"abcd1234\"",
            "\"password\": \"letmein\"",
            "secret => letmein",
            "client_secret=letmein",
            "PRIVATE_KEY=letmein",
            "token:abc123def",
            "passwd = changeme",
            "aws_secret_access_key = letmein-please",
            "host=db user=app password=hunter2",
            "psql --password hunter2",
        ],
    );
    assert_found(
        "authorization-header",
        &["Authorization: Bearer abc123def456", "-H 'authorization: Basic YW5uOmFubg=='"],
    );
}

#[test]
fn random_text_is_found() {
    assert_found(
        "high-entropy",
        &[
            concat!("wJalrXUtnFEMI", "/K7MDENG/bPxRfiCYzzQQ91KEY"),
            concat!("d41d8cd98f00b204", "e9800998ecf8427e", "d41d8cd98f00b204"),
            concat!("Zq8vT1mLx4Rk0Wc", "Yd7Nf2Hs9Jb5Pg3Ea6Uo"),
            concat!("DA39A3EE5E6B4B0D3255", "BFEF95601890AFD80709"),
        ],
    );
}

#[test]
fn a_token_split_by_invisible_characters_is_found() {
    for hidden in
        ['\u{ad}', '\u{200b}', '\u{200d}', '\u{2060}', '\u{feff}', '\u{fe0f}', '\u{e0020}', '\0', '\u{202e}']
    {
        let spread: String = GITHUB.chars().flat_map(|c| [c, hidden]).collect();
        assert_found("github-token", &[&spread, &format!("é{spread}")]);
    }
}

#[test]
fn secrets_under_one_encoding_are_found() {
    let bytes_of = |text: &str, before: &str| {
        text.bytes().fold(String::new(), |encoded, byte| encoded + before + &format!("{byte:02x}"))
    };
    let percent = |text: &str| bytes_of(text, "%");
    let hex = |text: &str| bytes_of(text, "");
    for (id, text) in [
        ("github-token", GITHUB),
        ("gitlab-token", GITLAB),
        ("assignment", "pwd=abcd"),
        ("assignment", "{\"password\":\"letmein\"}"),
        ("url-password", "https://ann:hunter2@example.org"),
        ("database-url-password", "postgres://app:hunter2@db/app"),
        ("pem-block", concat!("-----BEG", "IN PRIVATE KEY-----")),
        ("data-url", "data:text/plain,hi"),
    ] {
        let base64 = base64(text, *b"+/");
        let unpadded = base64.trim_end_matches('=').to_owned();
        let wrapped = format!("{}\r\n{}", &base64[..8], &base64[8..]);
        for encoded in [
            percent(text),
            hex(text),
            hex(text).to_uppercase(),
            base64,
            unpadded,
            wrapped,
            self::base64(text, *b"-_"),
        ] {
            let places = [
                encoded.clone(),
                format!("see: {encoded}."),
                format!("x={encoded}"),
                format!("docs/{encoded}"),
            ];
            // A wrapped line after a word that itself consists of base64 digits cannot be decoded in one reading.
            let places = if encoded.contains('\n') { &places[..3] } else { &places[..] };
            for place in places {
                assert_eq!(secret_rule(place).map(SecretRule::id), Some(id), "{place}");
            }
        }
    }
    assert_found("url-password", &["/go?to=https%3A%2F%2Fann%3Ahunter2%40example.org"]);
    assert_found("assignment", &["pass%77ord=hunter2", "password%3Dhunter2"]);
}

#[test]
fn the_shape_of_the_encoder_in_these_tests_is_right() {
    assert_eq!(base64("morning coffee", *b"+/"), "bW9ybmluZyBjb2ZmZWU=");
}

/// RFC 4648 with the given last two digits, written here because the crate itself never encodes.
fn base64(text: &str, last: [u8; 2]) -> String {
    let digits: Vec<u8> = (b'A'..=b'Z').chain(b'a'..=b'z').chain(b'0'..=b'9').chain(last).collect();
    let of_chunk = |chunk: &[u8]| {
        let bits = (0..3).fold(0_usize, |bits, at| bits << 8 | chunk.get(at).map_or(0, |b| usize::from(*b)));
        let digit = |at: usize| {
            if at <= chunk.len() { char::from(digits[bits >> (18 - 6 * at) & 63]) } else { '=' }
        };
        (0..4).map(digit).collect::<String>()
    };
    text.as_bytes().chunks(3).map(of_chunk).collect()
}
