//! Unusable input: one clear sentence with its position, exit 2, nothing printed and nothing written.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::json;

use crate::support::{Ended, World, assert_shown, ready_request};

const MEBIBYTE: usize = 1 << 20;

/// Inputs for one file name, each under its fault.
fn inputs() -> Vec<(&'static str, Vec<u8>)> {
    let padded = format!("{{\"a\": \"{}\"}}", "x".repeat(2 * MEBIBYTE));
    vec![
        ("two mebibytes of JSON", padded.into_bytes()),
        ("ten thousand levels", "[".repeat(10_000).into_bytes()),
        (
            "ten thousand closed levels",
            format!("{{\"a\":{}{}}}", "[".repeat(9_999), "]".repeat(9_999)).into_bytes(),
        ),
        ("a key twice", b"{\"a\":1,\"a\":2}".to_vec()),
        ("a key twice, deep down", b"{\"b\": [{\n  \"a\": 1,\n  \"\\u0061\": 2}]}".to_vec()),
        ("an array", b"[]".to_vec()),
        ("a text", b"\n  \"handoff\"\n".to_vec()),
        ("nothing", Vec::new()),
        ("white space", b" \n\t \n".to_vec()),
        ("binary", vec![0x7f, b'E', b'L', b'F', 0, 1, 2, 0xff]),
        ("zeros", vec![0; 64]),
        ("a byte order mark", b"\xEF\xBB\xBF{}".to_vec()),
        ("UTF-16", b"\xFF\xFE{\0}\0".to_vec()),
        ("half a surrogate pair", b"{\"a\":\n \"\\ud800\"}".to_vec()),
        ("an integer beyond 2^53", b"{\"a\": 9007199254740993}".to_vec()),
        ("not UTF-8", b"{\n\"gr\xC3\xB6\xDFe\": 1}".to_vec()),
        ("cut off", b"{\"a\": [1,".to_vec()),
        ("text behind the end", b"{}\n{}".to_vec()),
        ("a comment", b"{\n  // no\n}".to_vec()),
        ("a trailing comma", b"{\"a\": 1,}".to_vec()),
        ("a long text", format!("{{\"a\": \"{}\"}}", "x".repeat(8 * 1024 + 1)).into_bytes()),
        ("too many members", format!("{{\"a\": [{}0]}}", "0,".repeat(4_096)).into_bytes()),
    ]
}

/// Checks everything that all unusable inputs have in common.
fn refused(world: &World, command: &str, name: &str) -> Ended {
    let before = world.names();
    let ended = world.run(&[command, name]);
    assert_eq!((ended.exit, ended.out.as_str()), (2, ""), "{command} {name}: {}", ended.err);
    assert!(ended.err.starts_with(&format!("strict-review: {name}:")), "{}", ended.err);
    let lines: Vec<&str> = ended.err.lines().collect();
    assert!(matches!(lines.as_slice(), [_, next] if next.starts_with("  next: ")), "{}", ended.err);
    assert_eq!(world.names(), before, "nothing is written");
    ended
}

#[test]
fn every_unusable_input_is_refused_with_its_place_and_reason() {
    let mut told = String::new();
    for (what, bytes) in inputs() {
        let world = World::new().with("in.json", bytes);
        let (planned, checked) = (refused(&world, "plan", "in.json"), refused(&world, "check", "in.json"));
        assert_eq!(planned, checked, "both doors say the same");
        told.extend([what, "\n  ", &planned.err]);
    }
    assert_shown("unusable-input", &told);
}

#[test]
fn an_error_object_goes_to_standard_output_where_a_program_reads() {
    for (what, bytes) in inputs() {
        let world = World::new().with("in.json", bytes);
        let words = world.run(&["plan", "in.json"]).err;
        let planned = world.run(&["plan", "--format", "json", "in.json"]);
        let error = planned.json();
        assert_eq!((planned.exit, &error["exit"]), (2, &json!(2)), "{what}");
        assert_eq!(planned.err, words, "{what}");
        assert_eq!(error["format"], json!("strict-review/error@1"), "{what}");
        let said = |member: &str| error[member].as_str().unwrap().to_owned();
        assert_eq!(
            words,
            format!("strict-review: {}: {}\n  next: {}\n", said("place"), said("message"), said("next"))
        );
        let checked = world.run(&["check", "--format", "json", "in.json"]);
        assert_eq!((checked.exit, &checked.json()["results"][0]["error"]), (2, &error), "{what}");
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let ended = refused(&World::new(), "plan", "gone.json");
    assert!(ended.err.starts_with("strict-review: gone.json: no such file\n"), "{}", ended.err);
    refused(&World::new(), "check", "gone/too.json");
}

#[test]
fn a_file_that_may_not_be_read_is_named_with_the_reason() {
    let world = World::new().with("in.json", json!(ready_request()).to_string());
    let path = world.path().join("in.json");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&path).is_ok() {
        // The superuser reads it whatever its mode is, and so does the program.
        assert_eq!(world.run(&["plan", "in.json"]).exit, 0);
    } else {
        let ended = refused(&world, "plan", "in.json");
        assert!(ended.err.contains("in.json: not readable: permission denied\n"), "{}", ended.err);
    }
}

#[test]
fn a_directory_is_refused_by_what_it_is() {
    let world = World::new();
    fs::create_dir(world.path().join("in.json")).unwrap();
    for command in ["plan", "check"] {
        let ended = refused(&world, command, "in.json");
        assert!(ended.err.contains("in.json: is a directory; expected a regular file"), "{}", ended.err);
    }
}

#[test]
fn a_fifo_that_nobody_writes_to_is_refused_without_waiting() {
    let world = World::new();
    let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
    let path = world.path().join("in.json");
    rustix::fs::mknodat(rustix::fs::CWD, &path, rustix::fs::FileType::Fifo, mode, 0).unwrap();
    std::os::unix::fs::symlink(&path, world.path().join("link.json")).unwrap();
    for name in ["in.json", "link.json"] {
        for command in ["plan", "check"] {
            let ended = refused(&world, command, name);
            assert!(ended.err.contains("is a FIFO; expected a regular file"), "{}", ended.err);
        }
    }
}

#[test]
fn devices_and_endless_files_are_refused_without_waiting() {
    for name in ["/dev/zero", "/dev/null", "/dev/tty", "/proc/self/mem", "/proc/self/fd"] {
        refused(&World::new(), "plan", name);
    }
}

#[test]
fn a_link_that_leads_nowhere_or_round_in_a_circle_is_refused() {
    let world = World::new();
    std::os::unix::fs::symlink("gone.json", world.path().join("dangling.json")).unwrap();
    std::os::unix::fs::symlink("circle.json", world.path().join("circle.json")).unwrap();
    refused(&world, "plan", "dangling.json");
    refused(&world, "plan", "circle.json");
}

#[test]
fn a_file_name_reaches_no_terminal_raw() {
    let world = World::new();
    let ended = world.run(&["plan", "gone\u{1b}[31m\u{202e}.json"]);
    assert_eq!((ended.exit, ended.out.as_str()), (2, ""));
    assert!(!ended.err.contains(['\u{1b}', '\u{202e}']), "{:?}", ended.err);
}

#[test]
fn unusable_input_is_never_quoted() {
    let canary = crate::mutations::SECRET;
    for bytes in [
        format!("{{\"a\": {canary}}}"),
        format!("{{\"a\": \"{canary}"),
        format!("{{\"{canary}\": 1, \"{canary}\": 2}}"),
        format!("{{{canary}: 1}}"),
        format!("{{\"a\": 1}} {canary}"),
        format!("[\"{canary}\"]"),
        format!("\"{canary}\""),
    ] {
        let world = World::new().with("in.json", &bytes);
        for arguments in
            [["plan", "--format", "json"], ["plan", "--format", "text"], ["check", "--format", "json"]]
        {
            let ended = world.run(&[arguments.as_slice(), &["in.json"]].concat());
            assert_eq!(ended.exit, 2, "{bytes}");
            assert!(!format!("{}{}", ended.out, ended.err).contains(&canary[4..12]), "{ended:?}");
        }
    }
}

#[test]
fn only_what_every_command_takes_may_stand_before_a_command() {
    let world = World::new();
    for arguments in [
        vec!["--sandbox", "off", "policy"],
        vec!["--sandbox=off", "sessions", "list", "--session", "s"],
        vec!["policy", "--sandbox", "off"],
    ] {
        assert_eq!(world.run(&arguments).exit, 0, "{arguments:?}");
    }
    for (arguments, stray) in [
        (vec!["handoff.json", "check", "x"], "handoff"),
        (vec!["--out", "d", "sessions"], "--out"),
        (vec!["--session", "s", "sessions", "--session", "t"], "--session"),
        (vec!["--sandbox", "off", "--new", "policy"], "--new"),
    ] {
        let told = world.run(&arguments);
        assert_eq!((told.exit, told.out.as_str()), (2, ""), "{arguments:?}");
        let expected =
            format!("error: `{stray}` belongs to the console and cannot stand before the command ");
        assert!(told.err.starts_with(&expected), "{}", told.err);
    }
    let required = world.run(&["--sandbox", "require", "doctor"]);
    assert_eq!(required, world.run(&["doctor", "--sandbox", "require"]));
}
