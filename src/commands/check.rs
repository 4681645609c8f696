//! `check`: every finding and the status of each handoff, of files or of lines, on every core.

mod contradictions;
mod cores;
mod lines;
mod progress;
mod report;

use std::io::Write;
use std::path::{Path, PathBuf};

use self::cores::{Crew, in_order};
use self::lines::{Lines, Reader};
use self::progress::Progress;
use self::report::{Counts, Judge, Place, Told};
use super::junit::{self, Case};
use super::{evidence_folder, one_input, unreadable, upstream, write_warnings};
use crate::cli::args;
use crate::cli::args::{FailOn, ReportFormat};
use crate::cli::exit::{Exit, Failure, Stop};
use crate::files::source::Source;
use crate::files::{Unreadable, shown};
use crate::review::limits;
use crate::review::runbook::{Runbook, Warning};

/// A file that was opened, or why it could not be.
pub type Opened = Result<Source, Unreadable>;

/// How a check is done, beside what was typed.
#[derive(Debug, Default)]
pub struct Manner {
    /// On how many cores at once.
    pub cores: usize,
    /// Whether a person watches standard error and sees nothing else.
    pub watched: bool,
    /// The first of the files, where they are open already.
    pub open: Vec<Opened>,
}

/// Checks every document; one that cannot be used does not stop the rest. What is told stands in the order of the
/// input, whichever core found it.
///
/// # Errors
/// What writing to `out` said, and a format that cannot be told as it is found.
pub fn run(
    runbook: &Runbook,
    args: &args::Check,
    manner: Manner,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit, Failure> {
    let mut report = Report::begin(args, runbook.warnings(), Progress::of(manner.watched), (out, err))?;
    // Of all that can be named only standard input may come slowly.
    let caller = !args.files.iter().any(|path| path == Path::new("-"));
    let upstream = args.upstream.files.iter().map(|given| given.path.as_path());
    // Of the handoffs, standard input may be named more than once: the second time it is empty.
    let input = args.files.iter().map(PathBuf::as_path).find(|path| *path == Path::new("-"));
    one_input(input.into_iter().chain(upstream))?;
    let documents = upstream::read(&args.upstream.files, runbook)?;
    let crew = Crew { cores: manner.cores, caller };
    let mut open = manner.open.into_iter();
    let files = args.files.iter().map(|path| Given { path, open: open.next() });
    let folder = args.evidence.as_deref().map(evidence_folder).transpose()?;
    let judge = Judge { runbook, documents: &documents, folder: folder.as_ref(), format: args.format };
    if args.ndjson {
        of_lines(judge, files, crew, &mut report)?;
    } else {
        of_files(judge, files, crew, &mut report)?;
    }
    report.end()
}

/// One of the files that a check is given.
struct Given<'a> {
    path: &'a Path,
    open: Option<Opened>,
}

impl Given<'_> {
    /// Opens it, unless it is open already.
    fn open(self) -> Opened {
        self.open.unwrap_or_else(|| Source::open(self.path))
    }
}

/// Files that are handed to a core at once.
const FILES_A_PIECE: usize = 8;

/// Some of the files, and what was found in them.
#[derive(Default)]
struct Files<'a> {
    given: Vec<Given<'a>>,
    told: Told,
}

fn of_files<'a>(
    judge: Judge,
    mut files: impl Iterator<Item = Given<'a>> + Send,
    crew: Crew,
    report: &mut Report,
) -> Result<(), Failure> {
    let fill = |piece: &mut Files<'a>| {
        piece.given.extend(files.by_ref().take(FILES_A_PIECE));
        Ok(!piece.given.is_empty())
    };
    let work = |Files { given, told }: &mut Files| {
        for file in given.drain(..) {
            let path = file.path;
            let shown = shown(path);
            let place = Place { path: &shown, line: None };
            match file.open().and_then(|source| source.read_at_most(limits::HANDOFF.bytes)) {
                Ok(bytes) => told.judge(place, &bytes, judge),
                Err(why @ Unreadable::TooLarge { .. }) => {
                    told.stopped(place, &unreadable(path, &why), judge.format);
                }
                Err(why) => told.unread(place, &unreadable(path, &why), judge.format),
            }
        }
    };
    in_order(crew, fill, work, |piece| report.tell(&mut piece.told))
}

/// Some of the lines of a file, and what was found in them.
#[derive(Default)]
struct LinesOfFile {
    path: String,
    lines: Lines,
    /// Why the file is not read on.
    stop: Option<Stop>,
    told: Told,
}

fn of_lines<'a>(
    judge: Judge,
    files: impl Iterator<Item = Given<'a>> + Send,
    crew: Crew,
    report: &mut Report,
) -> Result<(), Failure> {
    let mut archives = files.map(Archive::of);
    let mut archive = None;
    let fill = |piece: &mut LinesOfFile| {
        loop {
            let Some(open) = archive.as_mut() else {
                archive = archives.next();
                if archive.is_none() {
                    return Ok(false);
                }
                continue;
            };
            if open.next(piece) {
                return Ok(true);
            }
            archive = None;
        }
    };
    let work = |LinesOfFile { path, lines, stop, told }: &mut LinesOfFile| {
        for (line, bytes) in lines.numbered() {
            told.judge(Place { path, line: Some(line) }, bytes, judge);
        }
        if let Some(stop) = stop {
            told.unread(Place { path, line: None }, stop, judge.format);
        }
    };
    in_order(crew, fill, work, |piece| report.tell(&mut piece.told))
}

/// A file of lines under reading.
struct Archive {
    path: String,
    state: State,
}

enum State {
    Unopened(Stop),
    Open(Reader<Source>),
    Ended,
}

impl Archive {
    fn of(file: Given) -> Self {
        let path = file.path;
        let state = match file.open() {
            Ok(source) => State::Open(Reader::of(source, limits::HANDOFF.bytes)),
            Err(why) => State::Unopened(unreadable(path, &why)),
        };
        Self { path: shown(path), state }
    }

    /// The next lines, or why there are none; `false` at the end.
    fn next(&mut self, piece: &mut LinesOfFile) -> bool {
        piece.path.clone_from(&self.path);
        piece.stop = None;
        piece.lines.clear();
        let mut reader = match std::mem::replace(&mut self.state, State::Ended) {
            State::Open(reader) => reader,
            State::Unopened(stop) => {
                piece.stop = Some(stop);
                return true;
            }
            State::Ended => return false,
        };
        match reader.next(&mut piece.lines) {
            Ok(true) => self.state = State::Open(reader),
            Ok(false) => return false,
            Err(error) => piece.stop = Some(unreadable(Path::new(&self.path), &error.into())),
        }
        true
    }
}

/// What is told, as it is found.
struct Report<'a> {
    format: ReportFormat,
    fail_on: FailOn,
    /// Whether results stand alone, a line each, or in one document.
    alone: bool,
    counts: Counts,
    cases: Vec<Case>,
    /// Those about the runbook.
    warnings: &'a [Warning],
    progress: Progress,
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
}

impl<'a> Report<'a> {
    fn begin(
        &args::Check { format, ndjson: alone, fail_on, .. }: &args::Check,
        warnings: &'a [Warning],
        progress: Progress,
        (out, err): (&'a mut dyn Write, &'a mut dyn Write),
    ) -> Result<Self, Failure> {
        match (format, alone) {
            (ReportFormat::Junit, true) => {
                let message = "JUnit XML has its sums in front, so it cannot be told line by line";
                let next = "Take --format json, or name files without --ndjson.";
                return Err(Stop::new(Exit::Unusable, "--format junit", message, next).into());
            }
            (ReportFormat::Json, false) => {
                out.write_all(b"{\"format\":\"strict-review/check@1\",\"results\":[")?;
            }
            (ReportFormat::Text, _) => write_warnings(warnings, out)?,
            (ReportFormat::Json, true) | (ReportFormat::Junit, false) => {}
        }
        Ok(Self {
            format,
            fail_on,
            alone,
            counts: Counts::default(),
            cases: Vec::new(),
            warnings,
            progress,
            out,
            err,
        })
    }

    fn tell(&mut self, told: &mut Told) -> Result<(), Failure> {
        if !told.err.is_empty() {
            self.progress.clear(self.err);
            // A closed standard error is nobody to tell; the code still says it.
            let _ = self.err.write_all(&told.err);
        }
        if self.format == ReportFormat::Json && !self.alone {
            self.tell_in_document(&told.out)?;
        } else {
            self.out.write_all(&told.out)?;
        }
        // Whoever sends line by line waits for each.
        self.out.flush()?;
        self.cases.append(&mut told.cases);
        self.counts.add(told.counts);
        told.clear();
        self.progress.tell(self.counts, self.err);
        Ok(())
    }

    /// Results one a line, with commas between them.
    fn tell_in_document(&mut self, results: &[u8]) -> Result<(), Failure> {
        let mut first = self.counts == Counts::default();
        for result in results.split_inclusive(|byte| *byte == b'\n') {
            let between: &[u8] = if first { b"\n" } else { b",\n" };
            first = false;
            self.out.write_all(between)?;
            self.out.write_all(result.strip_suffix(b"\n").unwrap_or(result))?;
        }
        Ok(())
    }

    fn end(mut self) -> Result<Exit, Failure> {
        self.progress.clear(self.err);
        match self.format {
            ReportFormat::Json if !self.alone => self.out.write_all(b"\n]}\n")?,
            ReportFormat::Text | ReportFormat::Json => {}
            ReportFormat::Junit => {
                let warnings: Vec<String> =
                    self.warnings.iter().map(|warning| format!("runbook warning {warning}")).collect();
                junit::write(self.out, "strict-review check", &self.cases, &warnings)?;
            }
        }
        Ok(self.counts.exit(self.fail_on))
    }
}
