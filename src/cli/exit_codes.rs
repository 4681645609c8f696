//! Exit codes in words: of the whole program, and of each command those it can end with.

macro_rules! codes {
    ($($line:expr),* $(,)?) => { concat!("Exit codes:" $(, "\n  ", $line)*) };
}

macro_rules! invalid {
    () => {
        "2      wrong usage, or input that cannot be used"
    };
}

macro_rules! fault {
    () => {
        "5      could not write or set up the sandbox; or an internal error"
    };
}

macro_rules! locked {
    () => {
        "5      could not write, lock or set up the sandbox; or an internal error"
    };
}

macro_rules! signal {
    () => {
        "128+n  ended by signal n"
    };
}

macro_rules! tampered {
    () => {
        "4      tampered with: fingerprint, chain, flags, status, schema or canonical form are wrong"
    };
}

/// Of the program, for the general help, the man page and the documentation.
pub const ALL: &str = codes!(
    "0      success: ready; fit for review (check); no difference (diff); done (other commands)",
    "1      valid, but not ready: blocked, more review, practice, left unfinished; or different",
    "2      wrong usage, or input that cannot be used; review --plain: three piped lines in a row refused",
    "3      stale: what was reviewed has changed since",
    tampered!(),
    "5      could not write, lock, listen or set up the sandbox; or an internal error",
    signal!(),
    "141    the output was closed by its reader: check --ndjson and review --plain end, others finish",
);

pub const REVIEW: &str = codes!(
    "0      the closed review is ready",
    "1      not ready: left unfinished, closed with another result, or practice",
    "2      wrong usage, or input that cannot be used; --plain: three piped lines in a row refused",
    "3      stale: something changed since the review was closed",
    "4      tampered with: the journal of the session is broken",
    locked!(),
    signal!(),
    "141    --plain: the output was closed by its reader",
);

pub const CHECK: &str = codes!(
    "0      every document is ready or fit for review, or --fail-on allows it",
    "1      a document is not ready",
    invalid!(),
    fault!(),
    "141    --ndjson: the output was closed by its reader",
);

pub const PLAN: &str =
    codes!("0      the plan is ready", "1      the plan is not ready", invalid!(), fault!());

pub const VERIFY: &str = codes!(
    "0      intact and ready",
    "1      intact, but not ready",
    invalid!(),
    "3      stale: what was reviewed has changed since",
    tampered!(),
    fault!(),
);

pub const REPLAY: &str = codes!(
    "0      the export is ready",
    "1      the export is not ready, or the review is not closed",
    invalid!(),
    "4      tampered with: the journal is broken",
    fault!(),
);

pub const DIFF: &str = codes!("0      no difference", "1      different", invalid!(), fault!());

pub const SESSIONS: &str = codes!(
    "0      done",
    "1      not removed: the review is not closed",
    invalid!(),
    "4      tampered with: the journal of the session is broken",
    locked!(),
);

pub const SERVE: &str =
    codes!(invalid!(), "5      could not listen or set up the sandbox; or an internal error", signal!(),);

/// Of the commands that print something.
pub const PRINT: &str = codes!("0      done", invalid!(), fault!());

pub const DOCTOR: &str = codes!(
    "0      done; --prove: the sandbox works",
    invalid!(),
    "5      --prove: the sandbox does not work; or could not write, or an internal error",
);
