//! `doctor`: its report of the sandbox, and that its proof can fail.

use serde_json::Value;

use crate::support::World;
use crate::support::outside::{own_mounts, tracer};

#[test]
fn the_sandbox_works_or_it_is_said_why_not() {
    let world = World::new();
    let told = world.run(&["doctor", "--format", "json"]);
    let document: Value = serde_json::from_str(&told.out).unwrap();
    let layers = document["layers"].as_array().unwrap();
    assert_eq!((told.exit, layers.len()), (0, 2));
    for layer in layers {
        assert_ne!(layer["by"].is_string(), layer["missing"].is_string(), "{layer}");
    }
    let standing: Vec<&str> = layers.iter().filter_map(|layer| layer["by"].as_str()).collect();
    let record = if standing.is_empty() { "none".to_owned() } else { standing.join(" + ") };
    assert_eq!(document["confinement"], record);
    let words = world.run(&["doctor"]).out;
    assert!(standing.iter().all(|by| words.contains(by)) && words.contains("--prove"), "{words}");
}

#[test]
fn every_forbidden_thing_is_possible_without_the_sandbox_and_refused_inside_it() {
    let world = World::new();
    let told = world.run(&["doctor", "--prove", "--format", "json"]);
    let document: Value = serde_json::from_str(&told.out).unwrap();
    let attempts = document["proof"]["attempts"].as_array().unwrap();
    assert!(attempts.len() >= 21);
    for attempt in attempts {
        assert_eq!(attempt["withoutSandbox"], "done", "{attempt}");
    }
    let layers = document["layers"].as_array().unwrap();
    let complete = layers.iter().all(|layer| layer["by"].is_string() && layer["gaps"].is_null());
    assert_eq!(document["proof"]["holds"], complete, "{}", told.out);
    assert_eq!(told.exit, if complete { 0 } else { 5 });
}

#[test]
fn the_proof_needs_no_short_folder_for_temporary_files() {
    let world = World::new();
    let long = world.path().join("l".repeat(120));
    std::fs::create_dir(&long).unwrap();
    let mut command = world.command(&["doctor", "--prove", "--sandbox", "off"]);
    command.env("TMPDIR", &long);
    let told = crate::support::Ended::of(command);
    assert!(told.out.contains("Not proven: "), "{told:?}");
}

#[test]
fn without_a_sandbox_the_proof_fails_and_says_how_often() {
    let told = World::new().run(&["doctor", "--prove", "--sandbox", "off"]);
    assert_eq!(told.exit, 5);
    assert!(told.out.starts_with("strict-review") && told.out.contains("not sandboxed"), "{}", told.out);
    let (proven, not_proven) = (told.out.matches('✓').count(), told.out.matches('✗').count());
    assert_eq!(proven, 3, "what must stay possible: {}", told.out);
    assert!(not_proven >= 18 && told.out.contains(&format!("Not proven: {not_proven} of ")), "{}", told.out);
}

#[test]
fn an_attempt_that_nobody_knows_or_in_a_folder_that_was_not_made_for_it_is_wrong_usage() {
    for name in ["nothing", "remove-file"] {
        let told = World::new().run(&["doctor", "--attempt", name, "--within", "."]);
        assert_eq!((told.exit, told.out.as_str()), (2, ""), "{name}");
    }
}

#[test]
fn it_is_said_where_things_lie_what_the_terminal_is_and_what_is_wrong_with_the_configuration() {
    let run = |world: &World, arguments: &[&str]| {
        let mut command = world.command(arguments);
        command.env("TERM", "xterm\u{1b}[31m").env("NO_COLOR", "1");
        crate::support::Ended::of(command)
    };
    let world = World::new();
    let home = world.path().to_str().unwrap().to_owned();
    let document: Value = serde_json::from_str(&run(&world, &["doctor", "--format", "json"]).out).unwrap();
    let around = &document["environment"];
    assert_eq!(around["config"]["path"], format!("{home}/.config/strict-review/config.toml"));
    assert_eq!((&around["config"]["read"], &around["configFault"]), (&Value::Bool(false), &Value::Null));
    assert_eq!(around["sessions"], format!("{home}/.local/state/strict-review/sessions"));
    let terminal =
        serde_json::json!({ "term": "xterm‹U+001B›[31m", "input": false, "output": false, "colours": false });
    assert_eq!(around["terminal"], terminal);
    let words = run(&world, &["doctor"]).out;
    let told = "standard input is not a terminal, standard output is not a terminal; colours in the console: off, NO_COLOR is set\n";
    assert!(words.contains("config.toml (does not exist)\n") && words.contains(told), "{words}");

    std::fs::create_dir_all(world.path().join(".config/strict-review")).unwrap();
    let world = world.with(".config/strict-review/config.toml", "nothing = 1\n");
    let told = run(&world, &["doctor"]);
    let fault = format!("not usable: {home}/.config/strict-review/config.toml:1:1: unknown key `nothing`\n");
    assert!(told.exit == 0 && told.out.contains(&fault), "{told:?}");
    let document: Value = serde_json::from_str(&run(&world, &["doctor", "--format", "json"]).out).unwrap();
    assert_eq!(document["environment"]["configFault"]["message"], "unknown key `nothing`");
}

/// `doctor` on a system where a call fails: its exit code and its output.
fn where_the_system_says(fault: &str, arguments: &[&str]) -> Option<(i32, String)> {
    let mut command = tracer()?;
    command.args([
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        "-e",
        "trace=landlock_create_ruleset,landlock_restrict_self,seccomp",
    ]);
    command
        .args(["-e", &format!("inject={fault}"), env!("CARGO_BIN_EXE_strict-review"), "doctor"])
        .args(arguments);
    let ended = command.output().unwrap();
    let said = [ended.stdout, ended.stderr].concat();
    Some((ended.status.code().unwrap(), String::from_utf8(said).unwrap()))
}

#[test]
fn a_wall_that_the_system_does_not_have_is_told_and_missed_only_where_it_is_required() {
    for (fault, why) in [
        ("landlock_create_ruleset:error=ENOSYS", "files  not available: this kernel does not support it"),
        (
            "landlock_create_ruleset:error=EPERM",
            "files  not available: a filter around this process refuses it",
        ),
        (
            "landlock_create_ruleset:error=EOPNOTSUPP",
            "files  not available: it is switched off in the kernel",
        ),
        ("seccomp:error=EINVAL", "calls  not available: this kernel does not support it"),
    ] {
        let Some((exit, said)) = where_the_system_says(fault, &[]) else { return };
        assert!(exit == 0 && said.contains(why) && !said.contains(": sandboxed\n"), "{fault}: {exit} {said}");
        let (exit, said) = where_the_system_says(fault, &["--sandbox", "require"]).unwrap();
        assert!(exit == 5 && said.starts_with("strict-review: confinement: "), "{fault}: {exit} {said}");
    }
}

#[test]
fn a_wall_that_should_stand_and_does_not_ends_with_five() {
    for fault in ["landlock_restrict_self:error=EPERM", "seccomp:error=EPERM", "seccomp:error=ENOMEM"] {
        let Some((exit, said)) = where_the_system_says(fault, &[]) else { return };
        assert!(exit == 5 && said.starts_with("strict-review: confinement: "), "{fault}: {exit} {said}");
        assert_eq!(where_the_system_says(fault, &["--sandbox", "off"]).unwrap().0, 0);
    }
}

#[test]
fn fakeroot_is_named_where_it_could_not_answer_and_the_code_is_no_verdict() {
    let world = World::new();
    let [handoff, ready] = ["ready-handoff.json", "ready-request.json"].map(crate::support::sample);
    let (handoff, ready) = (handoff.to_str().unwrap(), ready.to_str().unwrap());
    let run = |arguments: &[&str]| {
        let mut command = world.command(arguments);
        // As fakeroot sets them. The loader ignores a library that is missing.
        command.env("FAKEROOTKEY", "2037502072").env("LD_PRELOAD", "libfakeroot-sysv.so").write_stdin("q\n");
        crate::support::Ended::of(command)
    };
    for arguments in [vec!["plan", ready], vec!["review", "--plain", handoff], vec!["doctor", "--prove"]] {
        let told = run(&arguments);
        assert_eq!((told.exit, told.out.as_str()), (5, ""), "{arguments:?}: {told:?}");
        assert!(told.err.contains("fakeroot is preloaded") && told.err.contains("next: Run it without"));
    }
    assert_eq!(run(&["plan", "--sandbox", "off", ready]).exit, 0);
    assert_eq!(run(&["policy"]).exit, 0, "what opens no file needs no answer");
    assert!(run(&["doctor"]).out.contains("  preload   fakeroot; "));
}

#[cfg(target_os = "linux")]
#[test]
fn a_proof_without_proc_says_that_it_is_missing_and_one_without_dev_needs_none() {
    let (world, program) = (World::new(), env!("CARGO_BIN_EXE_strict-review"));
    let Some(unshared) = own_mounts() else { return };
    let run = |hidden: &str, arguments: &str| {
        let script = format!("mount -t tmpfs none {hidden} && exec {program} {arguments}");
        let mut command = assert_cmd::Command::new("unshare");
        command
            .args(unshared)
            .args(["sh", "-c"])
            .arg(script)
            .current_dir(world.path())
            .env("HOME", world.path());
        crate::support::Ended::of(command)
    };
    let told = run("/proc", "doctor --prove");
    assert_eq!((told.exit, told.out.as_str()), (5, ""), "{told:?}");
    assert!(told.err.contains("its own file") && told.err.contains("next: Mount /proc"), "{}", told.err);
    let told = run("/dev", "doctor --prove");
    assert!(told.exit == 0 || told.out.contains("Not proven: this process"), "{told:?}");
    let ready = crate::support::sample("ready-request.json");
    for hidden in ["/proc", "/dev"] {
        assert_eq!(run(hidden, &format!("plan {}", ready.display())).exit, 0, "{hidden}");
    }
}
