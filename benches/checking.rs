//! Cost of checking an archive with the real program: 20,000 handoffs a line on one core and on all, 2,000 files, one
//! plan.
//! Each is measured in turn with its floor: the same bytes parsed and hashed by one thread; an empty program. Ten
//! times the lines may cost ten times the time.

mod floor;

use std::fs::{self, File};
use std::hint::black_box;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::{Map, Value};

const REQUEST: &[u8] = include_bytes!("../assets/samples/ready-request.json");

/// Handoffs in the archive; a tenth of it is measured too.
const LINES: usize = 20_000;

const FILES: usize = 2_000;

/// Rounds, each of which measures everything once. Reported are medians, and the range of eight in ten rounds.
const ROUNDS: usize = 41;

/// Random numbers, the same in every run (`SplitMix64`).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let number = usize::try_from(self.next() % words.len() as u64).unwrap_or_default();
        words.get(number).copied().unwrap_or_default()
    }
}

const WORDS: [&str; 20] = [
    "backup", "restore", "schema", "window", "plan", "review", "audit", "count", "compare", "rollback",
    "trail", "case", "state", "gate", "table", "index", "row", "sample", "copy", "owner",
];

/// One in twenty lacks a reference, one in thirty names another environment, one in fifty lacks a confirmation.
fn request(number: usize, draw: &mut Draw) -> Map<String, Value> {
    let mut request: Map<String, Value> = serde_json::from_slice(REQUEST).unwrap_or_default();
    let references: Vec<String> = request
        .keys()
        .filter(|key| key.ends_with("Reference") && !key.starts_with("owner"))
        .cloned()
        .collect();
    for field in &references {
        let (first, second, third) = (draw.of(&WORDS), draw.of(&WORDS), draw.of(&WORDS));
        let text = format!("{first}-{second}-{}.md#{third}", draw.next() % 1000);
        request.insert(field.clone(), text.into());
    }
    let [first, second] = [draw.next(), draw.next()];
    let digest = format!("sha256:{first:016x}{second:016x}{second:016x}{first:016x}");
    request.insert("ownerHandoffFingerprint".to_owned(), digest.into());
    request.insert("ownerHandoffReference".to_owned(), format!("owner-handoff-{number:06}.md#t-292").into());
    if number.is_multiple_of(20) {
        request.insert("backupReference".to_owned(), "".into());
    } else if number % 30 == 7 {
        request.insert("targetEnvironment".to_owned(), "staging".into());
    } else if number % 50 == 13 {
        request.remove("runbookOnlyConfirmed");
    }
    request
}

struct Archive {
    _folder: tempfile::TempDir,
    all: PathBuf,
    tenth: PathBuf,
    files: Vec<PathBuf>,
    bytes: u64,
    empty: PathBuf,
}

impl Archive {
    fn make() -> io::Result<Self> {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
        let [all, tenth, empty] =
            ["all.ndjson", "tenth.ndjson", "empty"].map(|name| folder.path().join(name));
        let (mut draw, mut lines) = (Draw(7), Vec::new());
        for number in 0..LINES {
            serde_json::to_writer(&mut lines, &request(number, &mut draw))?;
            lines.push(b'\n');
            if number + 1 == LINES / 10 {
                fs::write(&tenth, &lines)?;
            }
        }
        fs::write(&all, &lines)?;
        let mut files = Vec::new();
        for number in 0..FILES {
            let path = folder.path().join(format!("{number:04}.json"));
            fs::write(&path, serde_json::to_vec_pretty(&request(number, &mut draw))?)?;
            files.push(path);
        }
        let source = folder.path().join("empty.rs");
        fs::write(&source, "fn main() {}\n")?;
        let compiled = Command::new("rustc").args(["-O", "-o"]).arg(&empty).arg(&source).status()?;
        assert!(compiled.success(), "rustc makes an empty program");
        Ok(Self { _folder: folder, all, tenth, files, bytes: lines.len() as u64, empty })
    }

    fn floor_of_lines(&self) -> io::Result<()> {
        let mut archive = BufReader::with_capacity(1 << 17, File::open(&self.all)?);
        let mut line = Vec::new();
        while archive.read_until(b'\n', &mut line)? > 0 {
            floor::parse_and_hash(&line);
            line.clear();
        }
        Ok(())
    }

    fn floor_of_files(&self) -> io::Result<()> {
        self.files.iter().try_for_each(|path| {
            floor::parse_and_hash(&fs::read(path)?);
            Ok(())
        })
    }
}

fn program(cores: Cores) -> Command {
    let path = env!("CARGO_BIN_EXE_strict-review");
    match cores {
        Cores::All => Command::new(path),
        Cores::One => {
            let mut command = Command::new("taskset");
            command.args(["-c", "0", path]);
            command
        }
    }
}

#[derive(Clone, Copy)]
enum Cores {
    One,
    All,
}

fn check(cores: Cores, ndjson: bool, files: &[impl AsRef<Path>]) -> Command {
    let mut command = program(cores);
    command.arg("check").args(ndjson.then_some("--ndjson")).args(files.iter().map(AsRef::as_ref));
    command
}

/// Seconds from start to end; the output is dropped.
fn timed(mut command: Command) -> io::Result<f64> {
    let begin = Instant::now();
    black_box(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status()?);
    Ok(begin.elapsed().as_secs_f64())
}

fn seconds(work: impl FnOnce() -> io::Result<()>) -> io::Result<f64> {
    let begin = Instant::now();
    work()?;
    Ok(begin.elapsed().as_secs_f64())
}

fn quantile(figures: &[f64], share: f64) -> f64 {
    let mut figures = figures.to_vec();
    figures.sort_by(f64::total_cmp);
    let all = f64::from(u32::try_from(figures.len()).unwrap_or(u32::MAX));
    let reached = (1..).zip(&figures).find(|(count, _)| f64::from(*count) >= share * all);
    reached.map_or(f64::NAN, |(_, figure)| *figure)
}

fn main() -> io::Result<()> {
    let archive = Archive::make()?;
    let plan = || {
        let mut command = program(Cores::All);
        command.args(["plan", concat!(env!("CARGO_MANIFEST_DIR"), "/assets/samples/ready-request.json")]);
        command
    };
    let mut times: [Vec<f64>; 9] = Default::default();
    for _ in 0..ROUNDS {
        let (all, tenth) = ([&archive.all], [&archive.tenth]);
        let round = [
            seconds(|| archive.floor_of_lines())?,
            timed(check(Cores::One, true, &all))?,
            timed(check(Cores::All, true, &all))?,
            timed(check(Cores::One, true, &tenth))?,
            seconds(|| archive.floor_of_files())?,
            timed(check(Cores::One, false, &archive.files))?,
            timed(check(Cores::All, false, &archive.files))?,
            timed(Command::new(&archive.empty))?,
            timed(plan())?,
        ];
        times.iter_mut().zip(round).for_each(|(times, time)| times.push(time));
    }
    let [floor, one, all, tenth, floor_of_files, files_one, files_all, empty, plan] = &times;
    let mut out = io::stdout().lock();
    for (what, times, floor, budget) in [
        ("floor of the lines: read, parsed into their type, hashed", floor, floor, "1"),
        ("check --ndjson, one core", one, floor, "1.5"),
        ("check --ndjson, all cores", all, floor, "1.0 on two"),
        ("floor of 2,000 files", floor_of_files, floor_of_files, "1"),
        ("check of 2,000 files, one core", files_one, floor_of_files, "1.6"),
        ("check of 2,000 files, all cores", files_all, floor_of_files, "1.6"),
        ("an empty program", empty, empty, "1"),
        ("plan of one request", plan, empty, "2.5"),
    ] {
        let ratios: Vec<f64> = times.iter().zip(floor).map(|(time, floor)| time / floor).collect();
        let [low, ratio, high] = [0.1, 0.5, 0.9].map(|share| quantile(&ratios, share));
        let time = quantile(times, 0.5) * 1e3;
        writeln!(
            out,
            "{time:>8.2} ms, {ratio:>5.2} of its floor [{low:.2}, {high:.2}] (budget {budget})  {what}"
        )?;
    }
    let [one, all, tenth] = [one, all, tenth].map(|times| quantile(times, 0.5));
    let lines = f64::from(u32::try_from(LINES).unwrap_or(u32::MAX));
    let megabytes = f64::from(u32::try_from(archive.bytes).unwrap_or(u32::MAX)) / 1e6;
    for (cores, time) in [("one core", one), ("all cores", all)] {
        writeln!(out, "{:.0} documents/s, {:.0} MB/s  {cores}", lines / time, megabytes / time)?;
    }
    writeln!(out, "ten times the lines: exponent {:.2}", (one / tenth).log10())
}
