//! `check`: the findings and the status of each handoff, one document a file or a line, on every core.

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
use super::write_warnings;
use crate::cli::args;
use crate::cli::args::{FailOn, ReportFormat};
use crate::cli::exit::{CliError, Exit, Failure};
use crate::files::source::Source;
use crate::files::{ReadError, shown};
use crate::load::{evidence_folder, one_input, unreadable, upstream};
use crate::review::limits;
use crate::review::runbook::{Runbook, Warning};

pub type Opened = Result<Source, ReadError>;

/// Options of a check that no argument gives.
#[derive(Debug, Default)]
pub struct Options {
    pub cores: usize,
    /// True if a person watches standard error while standard output goes elsewhere.
    pub watched: bool,
    /// The first of the files, opened before the sandbox exists: a rule for each would take longer than opening it.
    pub open: Vec<Opened>,
}

/// Checks every document, in input order; an unusable one does not stop the rest. Fails with 2 for JUnit line by
/// line.
pub fn run(
    runbook: &Runbook,
    args: &args::Check,
    manner: Options,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit, Failure> {
    let progress = if manner.watched { Progress::watched() } else { Progress::default() };
    let mut report = Report::begin(args, runbook.warnings(), progress, out, err)?;
    // Only standard input may be slow to arrive, and while the calling thread waits for it, no result is written.
    let caller = !args.files.iter().any(|path| path == Path::new("-"));
    let upstream = args.upstream.files.iter().map(|given| given.path.as_path());
    // Standard input may be named twice among the handoffs (it is empty the second time), so it counts once here.
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

struct Given<'a> {
    path: &'a Path,
    open: Option<Opened>,
}

impl Given<'_> {
    fn open(self) -> Opened {
        self.open.unwrap_or_else(|| Source::open(self.path))
    }
}

const FILES_A_PIECE: usize = 8;

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
                // A file over the limit can be read, but not used. `unread` would fail the run whatever `--fail-on` is.
                Err(why @ ReadError::TooLarge { .. }) => {
                    told.stopped(place, &unreadable(path, &why), judge.format);
                }
                Err(why) => told.unread(place, &unreadable(path, &why), judge.format),
            }
        }
    };
    in_order(crew, fill, work, |piece| report.tell(&mut piece.told))
}

#[derive(Default)]
struct LinesOfFile {
    path: String,
    lines: Lines,
    stop: Option<CliError>,
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

struct Archive {
    path: String,
    state: State,
}

enum State {
    Unopened(CliError),
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

    /// Returns `false` at the end of the file.
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

struct Report<'a> {
    format: ReportFormat,
    fail_on: FailOn,
    /// True if each result is a document of its own, one a line (`--ndjson`).
    alone: bool,
    counts: Counts,
    cases: Vec<Case>,
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
        out: &'a mut dyn Write,
        err: &'a mut dyn Write,
    ) -> Result<Self, Failure> {
        match (format, alone) {
            (ReportFormat::Junit, true) => {
                let message = "JUnit XML puts its totals first, so it cannot be written line by line";
                let next = "Use --format json, or name files without --ndjson.";
                return Err(CliError::new(Exit::Unusable, "--format junit", message, next).into());
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
            // With standard error closed, the exit code still reports the failure.
            let _ = self.err.write_all(&told.err);
        }
        if self.format == ReportFormat::Json && !self.alone {
            self.tell_in_document(&told.out)?;
        } else {
            self.out.write_all(&told.out)?;
        }
        // A sender of single lines may wait for each result.
        self.out.flush()?;
        self.cases.append(&mut told.cases);
        self.counts.add(told.counts);
        told.clear();
        self.progress.tell(self.counts, self.err);
        Ok(())
    }

    fn tell_in_document(&mut self, results: &[u8]) -> Result<(), Failure> {
        // `counts` is updated after the results are written, so it is empty for the first piece only.
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
