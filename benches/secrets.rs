//! Cost of searching for secrets: harmless texts, costly ones, and growth with the text.
//! Budgets: about a nanosecond a byte in handoff members, 200 MB/s in prose, at most three times slower in the worst
//! text, linear growth.

use std::hint::black_box;
use std::io::{self, Write};
use std::time::Instant;

use divan::Bencher;
use divan::counter::BytesCount;
use strict_review::review::secret::{secret_in_member, secret_rule};

/// Read in so short a time that a busy machine rarely interrupts it.
const BYTES: usize = 1 << 17;

const HARMLESS: [(&str, &str); 6] = [
    (
        "prose",
        "The backup was read back on a separate copy and compared with the source by counts; step 17 took 12 minutes \
         (see docs/restore-test.md#2026-11-02). ",
    ),
    (
        "log",
        "2026-03-05T09:30:00Z INFO restore: part 17 of backup da39a3ee5e6b4b0d3255bfef95601890afd80709 was read and \
         compared, rows=31 of 400\n",
    ),
    ("code", "    let length = after.iter().take_while(|byte| is_of_part(byte)).count(); // see shapes.rs\n"),
    ("json", "{\"part\":17,\"state\":\"read and compared\",\"rows\":[1,2,3],\"ok\":true},"),
    ("cyrillic", "Резервная копия прочитана, строки сверены с источником; шаг занял двенадцать минут. "),
    ("chinese", "备份已经读取并与来源比较，第十七步用了十二分钟。"),
];

/// Pieces that begin a match of some rule and never finish it, so that every offset of the text is a candidate.
const HOSTILE: [&str; 40] = [
    "eyJ7InsieyJ7",
    "a:b@",
    "?key=&",
    "--token ",
    "sk-",
    "SK",
    "a1B",
    "6162",
    "%25",
    "secret=none&",
    "é",
    "-----BEGIN ",
    "eyJ",
    "a.",
    "://",
    "data:a/b;",
    "password=*** ",
    "AKIA",
    "12345678:",
    "%41%",
    "cGFz/",
    "ABC\n",
    "\u{200b}",
    "postgres://u:",
    "ghp_",
    "a",
    "/",
    "=",
    "<",
    "🦀",
    "::",
    "authorization:",
    "token",
    "a=",
    "%",
    "key a1b2c3d4e5f6g7h8 ",
    "\\u0061",
    "password 'x' ",
    "<password>",
    "ABCDEFGHIJKLMNOP234567",
];

/// Its keys and texts represent the members of handoffs.
const HANDOFF: &str = include_str!("../assets/samples/ready-request.json");

const SHORT: [&str; 4] = [
    "docs/restore-test.md#2026-11-02",
    "approved-for-live-window-review",
    "2026-11-02T09:30:00Z",
    "the backup was read back on a separate copy",
];

fn members() -> Vec<(String, String)> {
    let members: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(HANDOFF).unwrap_or_default();
    members.into_iter().map(|(key, value)| (key, value.as_str().unwrap_or_default().to_owned())).collect()
}

fn repeated(piece: &str, bytes: usize) -> String {
    piece.repeat(bytes / piece.len())
}

fn main() -> io::Result<()> {
    divan::main();
    budgets()
}

fn seconds(text: &str) -> f64 {
    fastest(|| _ = black_box(secret_rule(black_box(text))))
}

fn budgets() -> io::Result<()> {
    let mut out = io::stdout().lock();
    short_texts(&mut out)?;
    let speed = |text: &str| megabytes(text.len()) / seconds(text);
    let mut harmless = f64::INFINITY;
    for (name, piece) in HARMLESS {
        let text = repeated(piece, BYTES);
        assert_eq!(secret_rule(&text), None, "{name}");
        let speed = speed(&text);
        if name == "prose" {
            harmless = speed;
        }
        writeln!(out, "{speed:>6.0} MB/s  {name} (budget for prose: 200)")?;
    }
    for piece in HOSTILE {
        let text = repeated(piece, BYTES);
        let (small, large) = (seconds(&text[..floor(&text, BYTES / 10)]), seconds(&text));
        let speed = megabytes(text.len()) / large;
        let exponent = (large / small).log10();
        let (ratio, name) = (harmless / speed, piece.escape_default());
        writeln!(
            out,
            "{speed:>6.0} MB/s  {ratio:>5.1} times slower than prose, grows as n^{exponent:.2}  {name}"
        )?;
    }
    Ok(())
}

/// Every text of the handoff, then all of it as it is judged: each key, and each text with its key.
fn short_texts(out: &mut impl Write) -> io::Result<()> {
    const TIMES: u32 = 100;
    let members = members();
    let texts = members.iter().flat_map(|(key, text)| [key.as_str(), text]).chain(SHORT);
    for text in texts.filter(|text| !text.is_empty()) {
        assert_eq!(secret_rule(text), None, "{text}");
        let many = || (0..TIMES).for_each(|_| _ = black_box(secret_rule(black_box(text))));
        let nanoseconds = fastest(many) * 1e9 / f64::from(TIMES);
        let a_byte = nanoseconds / f64::from(u32::try_from(text.len()).unwrap_or(u32::MAX));
        writeln!(out, "{nanoseconds:>6.0} ns, {a_byte:>4.1} a byte  {text}")?;
    }
    let judged = || {
        for (key, text) in &members {
            black_box(secret_rule(black_box(key)));
            if !text.is_empty() {
                black_box(secret_in_member(black_box(key), black_box(text)));
            }
        }
    };
    writeln!(out, "{:>6.1} µs  all {} members, keys and texts", fastest(judged) * 1e6, members.len())
}

/// The best of several runs, in seconds: other load on the machine only makes a run slower.
fn fastest(run: impl Fn()) -> f64 {
    let timed = |_| {
        let begin = Instant::now();
        run();
        begin.elapsed().as_secs_f64()
    };
    (0..60).map(timed).fold(f64::INFINITY, f64::min)
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

fn megabytes(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / 1e6
}

#[divan::bench(args = HARMLESS.map(|(name, _)| name), max_time = 1)]
fn harmless(bencher: Bencher, name: &str) {
    let piece = HARMLESS.iter().find(|(known, _)| *known == name).map_or("", |(_, piece)| piece);
    let text = repeated(piece, BYTES);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| secret_rule(black_box(&text)));
}

#[divan::bench(args = SHORT, max_time = 1)]
fn one_field(bencher: Bencher, text: &str) {
    bencher.bench_local(|| secret_rule(black_box(text)));
}
