//! The end of `cargo test`: each test that could not run here, with its requirement.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test ends where it is surprised, and tells")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::UNIX_EPOCH;
use std::{env, fs};

fn main() -> ExitCode {
    // A test runner asks for a list of tests; this target has none.
    if env::args().any(|argument| argument == "--list") {
        return ExitCode::SUCCESS;
    }
    notes_of_this_build_are_told_and_older_ones_are_not();
    let untried = untried(&folder("untried"));
    if untried.is_empty() {
        println!("every test could be tried here");
        return ExitCode::SUCCESS;
    }
    println!("{} tests could not be tried here:", untried.len());
    for line in untried {
        println!("  {line}");
    }
    println!("Install what they need and run the tests again.");
    let wanted = env::var_os("STRICT_REVIEW_TRACED").is_some();
    if wanted { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn folder(name: &str) -> PathBuf {
    [env!("CARGO_TARGET_TMPDIR"), name].iter().collect()
}

/// Notes in a folder that the latest build of the tests wrote.
fn untried(notes: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(notes) else { return Vec::new() };
    let mut told: Vec<String> = entries
        .filter_map(|entry| {
            let entry = entry.unwrap();
            let note = fs::read_to_string(entry.path()).unwrap();
            let [needs, built, program] = note.lines().collect::<Vec<_>>()[..] else { return None };
            let name = entry.file_name().to_string_lossy().replace('.', "::");
            (built_at(program).as_deref() == Some(built)).then(|| format!("{name}: needs {needs}"))
        })
        .collect();
    told.sort();
    told
}

fn built_at(program: &str) -> Option<String> {
    let built = fs::metadata(program).ok()?.modified().ok()?;
    Some(built.duration_since(UNIX_EPOCH).ok()?.as_nanos().to_string())
}

fn notes_of_this_build_are_told_and_older_ones_are_not() {
    let notes = folder("untried-of-a-test");
    fs::create_dir_all(&notes).unwrap();
    let own = env::current_exe().unwrap().display().to_string();
    let built = built_at(&own).unwrap();
    fs::write(notes.join("pty.in_a_terminal"), format!("tmux\n{built}\n{own}\n")).unwrap();
    fs::write(notes.join("pty.of_an_older_build"), format!("tmux\n1\n{own}\n")).unwrap();
    fs::write(notes.join("pty.of_no_program"), "tmux\n1\nnowhere\n").unwrap();
    assert_eq!(untried(&notes), ["pty::in_a_terminal: needs tmux"]);
    fs::remove_dir_all(notes).unwrap();
}
