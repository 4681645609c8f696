//! Cost of the viewer in texts of 16 MiB: opening, a key at the top, in the middle and at the end, a search.
//! Budget: a key at the end costs at most 1.2 times a key at the top.

use std::hint::black_box;
use std::io::{self, Write};
use std::sync::LazyLock;
use std::time::Instant;

use divan::Bencher;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use strict_review::pager::{Direction, Found, Kind, Page, Reading};
use strict_review::tui::model::message::Move;
use strict_review::tui::theme::Theme;
use strict_review::tui::view::pager as view;

const BYTES: usize = 16 << 20;
const AREA: Rect = Rect { x: 0, y: 0, width: 120, height: 40 };

/// Occurs only at the end of each text.
const NEEDLE: &str = "the last words";

#[derive(Clone, Copy, Debug)]
enum Text {
    /// Markdown: headings, lists, code, ordinary lines.
    Log,
    /// One endless line of words.
    OneLine,
    /// One endless line of JSON.
    Minified,
    /// A log outside ASCII.
    Wide,
}

const TEXTS: [Text; 4] = [Text::Log, Text::OneLine, Text::Minified, Text::Wide];

#[derive(Clone, Copy, Debug)]
enum At {
    Top,
    Middle,
    End,
}

static MADE: LazyLock<[Vec<u8>; 4]> = LazyLock::new(|| TEXTS.map(Text::make));

impl Text {
    fn make(self) -> Vec<u8> {
        let (between, entry): (&str, fn(usize) -> String) = match self {
            Self::Log => ("\n", |n| match n % 9 {
                0 => format!("## Window {n}\n"),
                3 => format!("- [x] step {n}: compared `rows={}` with the source", n * 31),
                5 => format!("```\n{n} restored\t{} rows\n```", n * 17),
                7 => {
                    format!("> {n} {}", "a longer remark that a screen has to wrap, word by word; ".repeat(4))
                }
                _ => {
                    format!("2026-03-05T09:30:00Z INFO restore: part {n} of the backup was read and compared")
                }
            }),
            Self::OneLine => (" ", |n| format!("part {n} of the backup was read and compared")),
            Self::Minified => (",", |n| {
                format!("{{\"part\":{n},\"state\":\"read and compared\",\"rows\":[1,2,3],\"ok\":true}}")
            }),
            Self::Wide => ("\n", |n| format!("{n} 数据库的第 {n} 部分已经读取 – e\u{301} – \u{202E}比较过")),
        };
        let mut text = String::with_capacity(BYTES);
        for n in 0.. {
            if text.len() + 300 > BYTES {
                break;
            }
            text.push_str(&entry(n));
            text.push_str(between);
        }
        match self {
            Self::Minified => format!("[{text}\"{NEEDLE}\"]"),
            Self::Log | Self::OneLine | Self::Wide => format!("{text}{NEEDLE}"),
        }
        .into_bytes()
    }

    fn bytes(self) -> Vec<u8> {
        MADE.get(self as usize).cloned().unwrap_or_default()
    }

    fn kind(self) -> Kind {
        match self {
            Self::Log => Kind::Markdown,
            Self::Minified => Kind::Json,
            Self::OneLine | Self::Wide => Kind::Plain,
        }
    }

    fn open(self) -> Reading {
        opened(self.bytes(), self.kind())
    }
}

fn opened(bytes: Vec<u8>, kind: Kind) -> Reading {
    match Reading::new(bytes, kind) {
        Ok(reading) => reading,
        Err(why) => unreachable!("{why}"),
    }
}

fn main() -> io::Result<()> {
    LazyLock::force(&MADE);
    divan::main();
    ratios()
}

/// Medians of keys at the top and at the end in turn, so that other load on the machine affects both.
fn ratios() -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "key at the end ÷ key at the top, medians of {KEYS} in turn (budget 1.2)")?;
    for (text, wraps) in [
        (Text::Log, true),
        (Text::OneLine, true),
        (Text::OneLine, false),
        (Text::Minified, true),
        (Text::Wide, true),
    ] {
        let mut readers = [At::Top, At::End].map(|at| Reader::new(text, wraps, at));
        let mut times = [Vec::new(), Vec::new()];
        for _ in 0..KEYS {
            for (reader, times) in readers.iter_mut().zip(&mut times) {
                let begin = Instant::now();
                black_box(reader.press());
                times.push(begin.elapsed().as_secs_f64());
            }
        }
        let [top, end] = times.map(|mut times| {
            times.sort_by(f64::total_cmp);
            times.get(KEYS / 2).copied().unwrap_or_default()
        });
        let wrap = if wraps { "wrapped" } else { "not wrapped" };
        let [top_us, end_us] = [top, end].map(|seconds| seconds * 1e6);
        writeln!(out, "{:.2}  {text:?}, {wrap}: {end_us:.0} µs ÷ {top_us:.0} µs", end / top)?;
    }
    Ok(())
}

/// Enough for a median that is the same in every run.
const KEYS: usize = 1000;

fn page() -> Page {
    view::page(AREA)
}

/// Goes a little inside the text, so that each key moves.
fn go(reading: &mut Reading, at: At) {
    match at {
        At::Top => {}
        At::Middle => {
            while reading.screenful(page()).percent < 50 {
                reading.go(Move::PageDown, page());
            }
        }
        At::End => {
            reading.go(Move::Bottom, page());
            (0..30).for_each(|_| reading.go(Move::Up, page()));
        }
    }
}

/// Presses a key down and a key up in turn, and draws each screen.
struct Reader {
    reading: Reading,
    theme: Theme,
    down: bool,
}

impl Reader {
    fn new(text: Text, wraps: bool, at: At) -> Self {
        let mut reading = text.open();
        if !wraps {
            reading.toggle_wrap();
        }
        Self::at(reading, at)
    }

    fn at(mut reading: Reading, at: At) -> Self {
        go(&mut reading, at);
        Self { reading, theme: Theme::colours(), down: false }
    }

    fn press(&mut self) -> Buffer {
        self.down = !self.down;
        self.reading.go(if self.down { Move::Down } else { Move::Up }, page());
        let mut buffer = Buffer::empty(AREA);
        view::draw(&self.reading.screenful(page()), &self.theme, AREA, &mut buffer);
        buffer
    }
}

fn keys(bencher: Bencher, mut reader: Reader) {
    bencher.bench_local(|| reader.press());
}

#[divan::bench(args = TEXTS, sample_count = 10)]
fn open(bencher: Bencher, text: Text) {
    bencher.with_inputs(|| text.bytes()).bench_local_values(|bytes| opened(bytes, text.kind()));
}

#[divan::bench(args = [At::Top, At::Middle, At::End], max_time = 1)]
fn key_in_a_log(bencher: Bencher, at: At) {
    keys(bencher, Reader::new(Text::Log, true, at));
}

#[divan::bench(args = [At::Top, At::Middle, At::End], max_time = 1)]
fn key_in_one_line(bencher: Bencher, at: At) {
    keys(bencher, Reader::new(Text::OneLine, true, at));
}

#[divan::bench(args = [At::Top, At::Middle, At::End], max_time = 1)]
fn key_in_one_line_not_wrapped(bencher: Bencher, at: At) {
    keys(bencher, Reader::new(Text::OneLine, false, at));
}

#[divan::bench(args = [At::Top, At::Middle, At::End], max_time = 1)]
fn key_in_minified_json(bencher: Bencher, at: At) {
    keys(bencher, Reader::new(Text::Minified, true, at));
}

#[divan::bench(args = [At::Top, At::Middle, At::End], max_time = 1)]
fn key_in_indented_json(bencher: Bencher, at: At) {
    let mut reading = Text::Minified.open();
    reading.toggle_indented();
    keys(bencher, Reader::at(reading, at));
}

#[divan::bench(args = [At::Top, At::Middle, At::End], max_time = 1)]
fn key_in_wide_characters(bencher: Bencher, at: At) {
    keys(bencher, Reader::new(Text::Wide, true, at));
}

#[divan::bench(sample_count = 10)]
fn indent(bencher: Bencher) {
    bencher.with_inputs(|| Text::Minified.open()).bench_local_values(|mut reading| {
        reading.toggle_indented();
        reading
    });
}

#[divan::bench(args = TEXTS, sample_count = 10)]
fn search_to_the_end(bencher: Bencher, text: Text) {
    let reading = text.open();
    bencher.with_inputs(|| reading.clone()).bench_local_values(|mut reading| {
        let found = reading.find(NEEDLE, Direction::Forward, page());
        assert!(matches!(found, Found::At { wrapped: false, .. }));
        reading
    });
}
