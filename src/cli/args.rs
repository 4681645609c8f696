//! Arguments as typed: clap types, whose doc comments are the help.
//!
//! A flattened group of arguments has no doc comment: it would stand before the words on the command.

mod fail_on;
mod settings;
mod upstream;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::exit_codes;

pub use fail_on::FailOn;
pub use settings::{Completions, Config, Glyphs, Settings, Shell, Theme};
pub use upstream::{UpstreamFile, UpstreamFiles};

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "strict-review",
    version,
    about = "Review a risky database change by keyboard and export a review-only packet.",
    long_about = "Review a risky database change by keyboard and export a review-only \
         packet.\n\nstrict-review loads an owner handoff, takes a reviewer through it item by item, and \
         writes a packet that records what was reviewed. It never approves, writes to a database, migrates, \
         runs or notifies: every write action stays on screen, blocked, with the reason.",
    after_help = exit_codes::ALL,
    after_long_help = format!("{EXAMPLES}\n\n{}", exit_codes::ALL),
    override_usage = "strict-review [OPTIONS] [HANDOFF]\n       strict-review [--sandbox <WHEN>] <COMMAND>"
)]
pub struct Cli {
    /// The command; without one, the console opens.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// What the console takes.
    #[command(flatten)]
    pub review: Review,
    /// Sandbox: deny this process the network, other programs and other files before it reads anything
    #[arg(long, alias = "confine", value_enum, default_value_t = Sandbox::Auto, global = true, value_name = "WHEN")]
    pub sandbox: Sandbox,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sandbox {
    /// As far as the system supports it
    Auto,
    /// In full; exit code 5 if the system does not support it
    Require,
    /// None
    Off,
}

const EXAMPLES: &str = "\
Examples:
  strict-review                                    practise on the embedded sample
  strict-review handoff.json --out packets         review a handoff, export to packets/
  strict-review check handoff.json                 list every finding at once
  strict-review plan request.json > plan.json      print the plan document of a request
  strict-review diff old.json new.json             compare two handoffs or two exports
  strict-review explain target-refused             what a code means and what to do next
  strict-review page > runbook.html                the runbook as a page to read or print";

/// The arguments of a command are built only when it was typed: building all of them costs more than reading a handoff.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Command {
    /// Open the console on a handoff, or on the embedded practice sample
    #[command(after_help = exit_codes::REVIEW)]
    Review(Review),
    /// Check handoffs: list every finding and the status of each
    #[command(after_help = exit_codes::CHECK)]
    Check(Check),
    /// Print the plan document of a request
    #[command(after_help = exit_codes::PLAN)]
    Plan(Plan),
    /// Verify a plan document: its bytes, its flags and its result
    #[command(after_help = exit_codes::VERIFY)]
    Verify(Verify),
    /// Rebuild the export of a closed review from its journal, byte for byte
    #[command(after_help = exit_codes::REPLAY)]
    Replay(Replay),
    /// Compare two handoffs or two exports, item by item
    #[command(after_help = exit_codes::DIFF)]
    Diff(Diff),
    /// Print the policy: what the runbook requires and keeps blocked
    #[command(after_help = exit_codes::PRINT)]
    Policy(Policy),
    /// Print the runbook as a web page, as `serve` serves it
    #[command(after_help = exit_codes::PRINT)]
    Page(Page),
    /// Explain a status, rule, decision or flag
    #[command(after_help = exit_codes::PRINT)]
    Explain(Explain),
    /// Print the JSON Schema of an input or output format
    #[command(after_help = exit_codes::PRINT)]
    Schema(Schema),
    /// List, show or remove review sessions
    #[command(after_help = exit_codes::SESSIONS)]
    Sessions(Sessions),
    /// Serve policy, plan and page on loopback only
    #[command(after_help = exit_codes::SERVE)]
    Serve(Serve),
    /// Show the settings in use and their sources, or print an example configuration file
    #[command(after_help = exit_codes::PRINT)]
    Config(Config),
    /// Print a completion script for a shell
    #[command(after_help = exit_codes::PRINT)]
    Completions(Completions),
    /// Print the manual page
    #[command(after_help = exit_codes::PRINT)]
    Man,
    /// Show the sandbox, folders and terminal; with `--prove`, test the sandbox
    #[command(after_help = exit_codes::DOCTOR)]
    Doctor(Doctor),
}

#[derive(Debug, Args)]
pub struct Review {
    /// The owner handoff, a JSON file; without it, the embedded sample as practice
    pub handoff: Option<PathBuf>,
    /// The upstream documents.
    #[command(flatten)]
    pub upstream: UpstreamFiles,
    /// Start a new review even if an unfinished session of this handoff exists
    #[arg(long)]
    pub new: bool,
    /// Review line by line with numbered prompts: for screen readers, scripts and piped input; the default if TERM=dumb.
    /// With piped input, three refused lines in a row end the review with exit code 2
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
    /// A runbook to use instead of the embedded one
    #[arg(long = "runbook", value_name = "FILE")]
    pub path: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Check {
    /// Handoffs or requests; `-` is standard input. One without a decision is checked for its fitness for review
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Each file holds one handoff or request per line; results are printed one per line, as they are found. An invalid
    /// line is a result like any other
    #[arg(long)]
    pub ndjson: bool,
    /// Which results make the exit code a failure. An unreadable file always does
    #[arg(long, value_enum, default_value_t = FailOn::NotReady, value_name = "RESULT")]
    pub fail_on: FailOn,
    /// Folder of evidence files: report whether each reference names a file in it, or nearly does. Changes no status
    #[arg(long, value_name = "DIR")]
    pub evidence: Option<PathBuf>,
    /// The upstream documents.
    #[command(flatten)]
    pub upstream: UpstreamFiles,
    /// Output format: text, JSON, or JUnit XML for a build server
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
    /// The runbook.
    #[command(flatten)]
    pub runbook: RunbookFile,
}

#[derive(Debug, Args)]
pub struct Plan {
    /// A request: a handoff with confirmations and a decision; `-` is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The upstream documents.
    #[command(flatten)]
    pub upstream: UpstreamFiles,
    /// Output format: JSON (the default) or text; an explicit `json` prints errors as JSON too
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
    /// Output format: JSON (the default) or text; an explicit `json` prints errors as JSON too
    #[arg(long, value_enum)]
    pub format: Option<Format>,
}

#[derive(Debug, Args)]
pub struct Verify {
    /// The plan of a request or the export of a console; `-` is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The reviewed handoff, or the request: check that the document follows from it
    #[arg(long, value_name = "FILE")]
    pub handoff: Option<PathBuf>,
    /// The upstream documents.
    #[command(flatten)]
    pub upstream: UpstreamFiles,
    /// Folder of evidence files: check that each still has the bytes that were opened
    #[arg(long, value_name = "DIR")]
    pub evidence: Option<PathBuf>,
    /// The journal of the session: check that it gives this export
    #[arg(long, value_name = "FILE")]
    pub journal: Option<PathBuf>,
    /// The fingerprint you noted, `sha256:` and 64 hex digits; a packet with another one is tampered with
    #[arg(long, value_name = "DIGEST")]
    pub fingerprint: Option<String>,
    /// The runbook fingerprint you noted; a packet made with another runbook is stale
    #[arg(long, value_name = "DIGEST")]
    pub runbook_fingerprint: Option<String>,
    /// Not ready unless it records a review
    #[arg(long)]
    pub require_review: bool,
    /// Not ready unless its journal was checked
    #[arg(long)]
    pub require_journal: bool,
    /// Not ready unless the evidence file of every reference was checked
    #[arg(long)]
    pub require_evidence: bool,
    /// Output format: text, JSON, or JUnit XML for a build server
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
    /// The runbook.
    #[command(flatten)]
    pub runbook: RunbookFile,
}

#[derive(Debug, Args)]
pub struct Policy {
    /// Output format: JSON (the default) or text
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
    /// Output format: text or JSON
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// The runbook.
    #[command(flatten)]
    pub runbook: RunbookFile,
}

#[derive(Debug, Args)]
pub struct Explain {
    /// A status, finding rule, decision, flag or secret rule; `secrets` lists the secret rules, no code lists the others
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
    /// Output format: text or JSON
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// The runbook.
    #[command(flatten)]
    pub runbook: RunbookFile,
}

#[derive(Debug, Args)]
pub struct Schema {
    /// The format to describe; without it, list the schemas
    #[arg(value_name = "NAME", value_enum)]
    pub name: Option<SchemaName>,
    /// The runbook.
    #[command(flatten)]
    pub runbook: RunbookFile,
}

/// Formats with a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaName {
    /// A runbook, as for --runbook
    Runbook,
    /// An owner handoff or plan request, with the members the runbook names
    Handoff,
    /// A plan document or export, with the members the runbook names
    Plan,
    /// One line of a session's journal
    Journal,
    /// The local endpoints, as an `OpenAPI` 3.1 document
    Openapi,
}

#[derive(Debug, Args)]
#[expect(clippy::doc_markdown, reason = "the help shows it as it is")]
pub struct Sessions {
    /// The action; without it, list the sessions
    #[command(subcommand)]
    pub verb: Option<SessionsVerb>,
    /// Configuration file that may set the session folder [env: STRICT_REVIEW_CONFIG]
    #[arg(long, id = "sessions-config", value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,
    /// Folder that holds the sessions [env: STRICT_REVIEW_SESSION] [default: the platform's state folder]
    #[arg(long, id = "sessions-folder", value_name = "DIR", global = true)]
    pub session: Option<PathBuf>,
    /// Output format: text or JSON
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
        /// Remove it even if its review is not closed
        #[arg(long)]
        unfinished: bool,
    },
}

#[derive(Debug, Args)]
pub struct Serve {
    /// Port on both loopback addresses; 0 lets the system choose
    #[arg(long, default_value_t = 8293)]
    pub port: u16,
    /// The runbook.
    #[command(flatten)]
    pub runbook: RunbookFile,
}

#[derive(Debug, Args)]
pub struct Doctor {
    /// Try each forbidden action in a separate process, once without the sandbox and once inside it
    #[arg(long)]
    pub prove: bool,
    /// Output format: text or JSON
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// One forbidden action, for the process that tries it
    #[arg(long, hide = true, requires = "within", conflicts_with = "prove")]
    pub attempt: Option<String>,
    /// The folder in which it is tried
    #[arg(long, hide = true, value_name = "DIR")]
    pub within: Option<PathBuf>,
}

/// Reader of an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A person.
    Text,
    /// A program.
    Json,
}

/// Reader of a report on several files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// A person.
    Text,
    /// A program.
    Json,
    /// A build server.
    Junit,
}
