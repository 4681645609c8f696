//! Arguments as typed: clap types, whose doc comments are the help.
//!
//! A flattened group of arguments has no doc comment: it would stand before the words on the command.

mod fail_on;
mod settings;
mod upstream;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::exit;

pub use fail_on::FailOn;
pub use settings::{Completions, Config, Glyphs, Settings, Shell, Theme};
pub use upstream::{UpstreamFile, UpstreamFiles};

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "strict-review",
    version,
    about = "Review a risky database change by keyboard and export a review-only packet.",
    long_about = "Review a risky database change by keyboard and export a review-only packet.\n\n\
        strict-review loads an owner handoff, walks a reviewer through it item by item, and writes a packet that \
        says what was seen. It never approves, writes to a database, migrates, runs or notifies: every write action \
        stays on screen, blocked, with the reason.",
    after_help = exit::TABLE,
    after_long_help = concat_help(),
    override_usage = "strict-review [OPTIONS] [HANDOFF]\n       strict-review [--confine <WHEN>] <COMMAND>"
)]
pub struct Cli {
    /// The command; without one, the console opens.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// What the console takes.
    #[command(flatten)]
    pub review: Review,
    /// Whether the process denies itself network, programs and other files before it reads anything
    #[arg(long, value_enum, default_value_t = Confine::Auto, global = true, value_name = "WHEN")]
    pub confine: Confine,
}

/// Whether the process confines itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Confine {
    /// Behind the walls that the system has.
    Auto,
    /// Behind every wall; where one is missing, exit code 5.
    Require,
    /// Without walls.
    Off,
}

fn concat_help() -> String {
    format!(
        "Examples:\n  \
         strict-review                                    practise on the embedded sample\n  \
         strict-review handoff.json --out packets         review a handoff, export to packets/\n  \
         strict-review check handoff.json                 every finding at once, for the operator\n  \
         strict-review plan request.json > plan.json      what a request earns, as a document\n  \
         strict-review diff old.json new.json             what differs, item by item\n  \
         strict-review explain target-refused             what a code means and what to do next\n  \
         strict-review page > runbook.html                the runbook as a page to read or print\n\n{}",
        exit::TABLE
    )
}

/// The commands. What one takes is put together only where it was typed: all of them together cost more than reading a
/// handoff.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Command {
    /// Open the console on a handoff, or on the embedded practice sample
    #[command(after_help = exit::TABLE)]
    Review(Review),
    /// Judge handoffs: every finding and the status of each
    #[command(after_help = exit::TABLE)]
    Check(Check),
    /// Print the plan document of a request
    #[command(after_help = exit::TABLE)]
    Plan(Plan),
    /// Verify a plan document: its bytes, its flags, and whether it is what its own content earns
    #[command(after_help = exit::TABLE)]
    Verify(Verify),
    /// Rebuild the export of a closed review from its journal, byte for byte
    #[command(after_help = exit::TABLE)]
    Replay(Replay),
    /// Say what differs between two handoffs or two exports, item by item
    #[command(after_help = exit::TABLE)]
    Diff(Diff),
    /// Print the policy: what the runbook requires and keeps blocked
    Policy(Policy),
    /// Print the runbook as a web page: what the page's local endpoint serves
    Page(Page),
    /// Say what a status, rule, decision or flag means
    Explain(Explain),
    /// Print the JSON Schema of what this program reads and writes
    Schema(Schema),
    /// List, show or remove review sessions
    Sessions(Sessions),
    /// Serve policy, plan and page on loopback, and nowhere else
    #[command(after_help = exit::TABLE)]
    Serve(Serve),
    /// Show the settings in force and where each comes from, or print a configuration file to begin with
    #[command(after_help = exit::TABLE)]
    Config(Config),
    /// Print what a shell completes
    Completions(Completions),
    /// Print the manual page
    Man,
    /// Say how the process is confined here, and prove it; where things lie and what the terminal is
    #[command(after_help = exit::TABLE)]
    Doctor(Doctor),
}

#[derive(Debug, Args)]
pub struct Review {
    /// The owner handoff, a JSON file; without it, the embedded sample as practice
    pub handoff: Option<PathBuf>,
    /// The upstream documents.
    #[command(flatten)]
    pub upstream: UpstreamFiles,
    /// Start afresh, also where an unfinished session of this handoff could be resumed
    #[arg(long)]
    pub new: bool,
    /// The same session as numbered prompts, line by line: for screen readers, scripts and piped input. A terminal with
    /// TERM=dumb gets it by itself. Three refused lines in a row of a pipe or file end it with exit code 2
    #[arg(long)]
    pub plain: bool,
    /// What is set for good.
    #[command(flatten)]
    pub settings: Settings,
    /// The runbook.
    #[command(flatten)]
    pub runbook: RunbookFile,
}

#[derive(Debug, Args)]
pub struct RunbookFile {
    /// Another runbook definition instead of the embedded one
    #[arg(long = "runbook", value_name = "FILE")]
    pub path: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Check {
    /// Handoffs or requests; `-` is standard input. One without a decision is judged for fitness to be reviewed
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Each file holds one handoff or request a line: results come one a line too, as they are found. A line that
    /// cannot be used is a result like any other
    #[arg(long)]
    pub ndjson: bool,
    /// The results that make the exit code a failure. A file that cannot be read is one in any case
    #[arg(long, value_enum, default_value_t = FailOn::NotReady, value_name = "RESULT")]
    pub fail_on: FailOn,
    /// Folder of evidence: whether each reference names a file in it, or nearly does. That changes no status
    #[arg(long, value_name = "DIR")]
    pub evidence: Option<PathBuf>,
    /// The upstream documents.
    #[command(flatten)]
    pub upstream: UpstreamFiles,
    /// Words for a person, JSON for a program or JUnit XML for a build server
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
    /// The runbook.
    #[command(flatten)]
    pub runbook: RunbookFile,
}

#[derive(Debug, Args)]
pub struct Plan {
    /// The request: a handoff with confirmations and a decision; `-` is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The upstream documents.
    #[command(flatten)]
    pub upstream: UpstreamFiles,
    /// The document (the default), or the same in words; `json` given outright reports errors as JSON too
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// The runbook.
    #[command(flatten)]
    pub runbook: RunbookFile,
}

#[derive(Debug, Args)]
pub struct Replay {
    /// The journal of a session, such as `sessions/ID/journal.jsonl`; `-` is standard input
    #[arg(value_name = "JOURNAL")]
    pub journal: PathBuf,
    /// The document (the default), or the same in words; `json` given outright reports errors as JSON too
    #[arg(long, value_enum)]
    pub format: Option<Format>,
}

#[derive(Debug, Args)]
pub struct Verify {
    /// The plan of a request or the export of a console; `-` is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The handoff that was reviewed, or the request: whether the document is what it earns
    #[arg(long, value_name = "FILE")]
    pub handoff: Option<PathBuf>,
    /// The upstream documents.
    #[command(flatten)]
    pub upstream: UpstreamFiles,
    /// Folder of evidence: whether each file still holds the bytes that were read
    #[arg(long, value_name = "DIR")]
    pub evidence: Option<PathBuf>,
    /// The journal of the session: whether it gives this very export
    #[arg(long, value_name = "FILE")]
    pub journal: Option<PathBuf>,
    /// The fingerprint that you noted, `sha256:` and 64 hex digits: a packet with another one is tampered
    #[arg(long, value_name = "DIGEST")]
    pub fingerprint: Option<String>,
    /// The fingerprint of the runbook that you noted: a packet made with another one is stale
    #[arg(long, value_name = "DIGEST")]
    pub runbook_fingerprint: Option<String>,
    /// Not ready without the record of a review in it
    #[arg(long)]
    pub require_review: bool,
    /// Not ready unless held against its journal
    #[arg(long)]
    pub require_journal: bool,
    /// Not ready unless the file of every reference was held against the folder of evidence
    #[arg(long)]
    pub require_evidence: bool,
    /// Words for a person, JSON for a program or JUnit XML for a build server
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
    /// The runbook.
    #[command(flatten)]
    pub runbook: RunbookFile,
}

#[derive(Debug, Args)]
pub struct Policy {
    /// The document (the default), or the same in words
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// The runbook.
    #[command(flatten)]
    pub runbook: RunbookFile,
}

#[derive(Debug, Args)]
pub struct Page {
    /// The runbook.
    #[command(flatten)]
    pub runbook: RunbookFile,
}

#[derive(Debug, Args)]
pub struct Diff {
    /// A handoff, or an export (a plan document); `-` is standard input
    pub old: PathBuf,
    /// Another of the same kind; `-` is standard input
    pub new: PathBuf,
    /// Words for a person or JSON for a program
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// The runbook.
    #[command(flatten)]
    pub runbook: RunbookFile,
}

#[derive(Debug, Args)]
pub struct Explain {
    /// A status, finding rule, decision, flag or secret rule; without it, all codes are listed
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
    /// Words for a person or JSON for a program
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// The runbook.
    #[command(flatten)]
    pub runbook: RunbookFile,
}

#[derive(Debug, Args)]
pub struct Schema {
    /// What to describe; without it, the schemas are listed
    #[arg(value_name = "NAME", value_enum)]
    pub name: Option<SchemaName>,
    /// The runbook.
    #[command(flatten)]
    pub runbook: RunbookFile,
}

/// What there is a schema of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaName {
    /// A runbook definition, as --runbook takes it
    Runbook,
    /// An owner handoff or plan request, with the members that the runbook names
    Handoff,
    /// A plan document or console export, with the members that the runbook names
    Plan,
    /// One line of a session's journal
    Journal,
    /// The local endpoints, as an `OpenAPI` 3.1 document
    Openapi,
}

#[derive(Debug, Args)]
#[expect(clippy::doc_markdown, reason = "the help shows it as it is")]
pub struct Sessions {
    /// What to do; without it, sessions are listed
    #[command(subcommand)]
    pub verb: Option<SessionsVerb>,
    /// Configuration file that may name the folder of sessions [env: STRICT_REVIEW_CONFIG]
    #[arg(long, id = "sessions-config", value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,
    /// Folder that holds the sessions, instead of the platform's state folder [env: STRICT_REVIEW_SESSION]
    #[arg(long, id = "sessions-folder", value_name = "DIR", global = true)]
    pub session: Option<PathBuf>,
    /// Words for a person or JSON for a program
    #[arg(long, value_enum, default_value_t = Format::Text, global = true)]
    pub format: Format,
}

#[derive(Debug, Subcommand)]
pub enum SessionsVerb {
    /// List every session, newest first
    List,
    /// Show the events of one session
    Show {
        /// The session id
        id: String,
    },
    /// Remove a finished session; an unfinished one only with --unfinished
    Remove {
        /// The session id
        id: String,
        /// Remove it although its review is not closed
        #[arg(long)]
        unfinished: bool,
    },
}

#[derive(Debug, Args)]
pub struct Serve {
    /// The port, the same on both loopback addresses; 0 lets the system choose
    #[arg(long, default_value_t = 8293)]
    pub port: u16,
    /// The runbook.
    #[command(flatten)]
    pub runbook: RunbookFile,
}

#[derive(Debug, Args)]
pub struct Doctor {
    /// Try each forbidden thing in a process of its own, once without the walls and once behind them
    #[arg(long)]
    pub prove: bool,
    /// Words for a person or JSON for a program
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// One forbidden thing, for the process that tries it
    #[arg(long, hide = true, requires = "within", conflicts_with = "prove")]
    pub attempt: Option<String>,
    /// The folder in which it is tried
    #[arg(long, hide = true, value_name = "DIR")]
    pub within: Option<PathBuf>,
}

/// For whom output is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A person.
    Text,
    /// A program.
    Json,
}

/// For whom a report on several files is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// A person.
    Text,
    /// A program.
    Json,
    /// A build server.
    Junit,
}
