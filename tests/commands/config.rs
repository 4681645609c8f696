//! `config`: flags over environment over file over defaults, and every fault of a file at once.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Ended, World};

const FILE: &str = ".config/strict-review/config.toml";

fn configured(text: &str) -> World {
    let world = World::new();
    fs::create_dir_all(world.path().join(FILE).parent().unwrap()).unwrap();
    world.with(FILE, text)
}

fn shown(world: &World, arguments: &[&str], environment: &[(&str, &str)]) -> Value {
    let ended = run(world, &[&["config", "--format", "json"], arguments].concat(), environment);
    assert_eq!((ended.exit, ended.err.as_str()), (0, ""));
    ended.json()
}

fn run(world: &World, arguments: &[&str], environment: &[(&str, &str)]) -> Ended {
    let mut command = world.command(arguments);
    command.envs(environment.iter().copied());
    Ended::of(command)
}

#[test]
fn without_a_file_every_setting_is_the_default() {
    let world = World::new();
    let document = shown(&world, &[], &[]);
    assert_eq!(document["format"], "strict-review/config@1");
    let path = world.path().join(FILE).to_str().unwrap().to_owned();
    assert_eq!(document["file"], json!({ "path": path, "named": "default", "read": false }));
    for (name, setting) in document["settings"].as_object().unwrap() {
        assert_eq!(setting["source"], "default", "{name}");
    }
    assert_eq!(document["settings"]["out"]["value"], ".");
    let sessions = world.path().join(".local/state/strict-review/sessions");
    assert_eq!(document["settings"]["session"]["value"], sessions.to_str().unwrap());
    for (action, keys) in document["keys"].as_object().unwrap() {
        assert_eq!(keys["source"], "default", "{action}");
        assert!(!keys["keys"].as_array().unwrap().is_empty(), "{action}");
    }
    let words = world.run(&["config"]);
    assert_eq!((words.exit, words.err.as_str()), (0, ""));
    assert!(words.out.contains("out       .  (default)\n"), "{}", words.out);
    assert_eq!(world.run(&["config", "--show"]), words);
}

#[test]
fn a_flag_goes_before_the_environment_and_that_before_the_file() {
    let world = configured(
        "out = 'a'\nevidence = '~/b'\nreviewer = 'c'\nsession = '/d'\n[keys]\nconfirm = ['x', 'F5']\n",
    );
    let document = shown(
        &world,
        &["--out", "flag"],
        &[
            ("STRICT_REVIEW_OUT", "variable"),
            ("STRICT_REVIEW_REVIEWER", "variable"),
            ("STRICT_REVIEW_SESSION", ""),
        ],
    );
    let held = |name: &str| {
        let setting = &document["settings"][name];
        (setting["value"].as_str().unwrap().to_owned(), setting["source"].as_str().unwrap().to_owned())
    };
    let told = |value: &str, source: &str| (value.to_owned(), source.to_owned());
    assert_eq!(held("out"), told("flag", "flag"));
    assert_eq!(held("reviewer"), told("variable", "environment"));
    assert_eq!(held("evidence"), told(world.path().join("b").to_str().unwrap(), "file"));
    assert_eq!(held("session"), told("/d", "file"), "an empty variable sets nothing");
    assert_eq!(document["keys"]["confirm"], json!({ "keys": ["x", "F5"], "source": "file" }));
    let words = run(&world, &["config"], &[]).out;
    let folder = world.path().join(FILE).parent().unwrap().join("a");
    assert!(words.contains(&format!("out       {}  (file)\n", folder.display())), "{words}");
    assert!(words.contains("\n  confirm: x F5  (file)\n"), "{words}");
}

#[test]
fn a_named_file_goes_before_the_one_in_the_platforms_folder_and_must_be_there() {
    let world =
        configured("reviewer = 'platform'").with("own.toml", "reviewer = 'own'").with("other.toml", "");
    for (arguments, environment, reviewer) in [
        (vec!["--config", "own.toml"], vec![], json!("own")),
        (vec![], vec![("STRICT_REVIEW_CONFIG", "own.toml")], json!("own")),
        (vec!["--config", "other.toml"], vec![("STRICT_REVIEW_CONFIG", "own.toml")], Value::Null),
        (vec![], vec![("STRICT_REVIEW_CONFIG", "")], json!("platform")),
    ] {
        let document = shown(&world, &arguments, &environment);
        assert_eq!(document["settings"]["reviewer"]["value"], reviewer, "{arguments:?} {environment:?}");
    }
    for command in [vec!["config"], vec!["sessions"], vec!["config", "--format", "json"]] {
        let gone = run(&world, &[&command[..], &["--config", "gone.toml"]].concat(), &[]);
        assert_eq!(gone.exit, 2, "{gone:?}");
        assert!(
            gone.err.starts_with("strict-review: gone.toml: configuration: no such file\n"),
            "{}",
            gone.err
        );
        assert_eq!(run(&world, &command, &[("STRICT_REVIEW_CONFIG", "gone.toml")]).exit, 2);
    }
    assert_eq!(run(&world, &["config", "--config", "-"], &[]).exit, 2);
    assert_eq!(run(&world, &["config", "--config", "."], &[]).exit, 2);
    let large = World::new().with("large.toml", "#".repeat(64 * 1024 + 1));
    assert!(
        run(&large, &["config", "--config", "large.toml"], &[]).err.contains("is larger than 65536 bytes")
    );
}

#[test]
fn a_command_that_takes_no_setting_reads_no_file() {
    let world = configured("no = toml");
    assert_eq!(world.run(&["policy"]).exit, 0);
    assert_eq!(world.run(&["config", "--example"]).exit, 0);
    assert_eq!(world.run(&["config"]).exit, 2);
}

#[test]
fn every_fault_of_a_file_is_told_with_its_place_and_no_value_is_quoted() {
    let token = concat!("gh", "p_", "1A2b3C4d5E6f7G8h9I0j1K2l3M4n5O6p7Q8r");
    let one = configured(&format!("reviwer = '{token}'\n"));
    let told = one.run(&["sessions"]);
    assert_eq!((told.exit, told.out.as_str()), (2, ""));
    let place = one.path().join(FILE);
    let expected =
        format!("strict-review: {}:1:1: unknown key `reviwer`; did you mean `reviewer`?\n", place.display());
    assert!(told.err.starts_with(&expected), "{}", told.err);
    let several =
        configured(&format!("out = 1\n{token} = 1\n[keys]\nconfirm = 'n'\nnote = 'Hyper-x'\ncancel = 'q'\n"));
    let told = several.run(&["config"]);
    assert_eq!((told.exit, told.err.contains(&token[4..])), (2, false), "{}", told.err);
    for line in
        ["2 faults:\n", "\n  line 1, column 7: `out`: expected a folder in quotes, found an integer\n"]
    {
        assert!(told.err.contains(line), "{line}: {}", told.err);
    }
    let keys = configured("[keys]\nconfirm = 'n'\nnote = 'Hyper-x'\ncancel = 'q'\n").run(&["config"]);
    assert_eq!(keys.exit, 2);
    for line in [
        "line 3, column 1: `note`: `Hyper-x` is not a key",
        "line 4, column 1: the keys of `cancel` are fixed",
    ] {
        assert!(keys.err.contains(line), "{line}: {}", keys.err);
    }
    let secret = configured(&format!("[keys]\nnote = '{token}'\n")).run(&["config"]);
    assert!(secret.exit == 2 && !secret.err.contains(&token[4..]), "{}", secret.err);
    let conflict = configured("[keys]\nconfirm = 'n'\n").run(&["config"]);
    assert!(conflict.err.contains(":2:1: `n` would mean both `confirm` and `note` "), "{}", conflict.err);
}

#[test]
fn a_label_that_cannot_stand_is_refused_where_it_was_set() {
    let token = concat!("gh", "p_", "1A2b3C4d5E6f7G8h9I0j1K2l3M4n5O6p7Q8r");
    let world = configured(&format!("\nreviewer = '{token}'\n"));
    for (environment, place) in [
        (vec![], format!("{}:2:12", world.path().join(FILE).display())),
        (vec![("STRICT_REVIEW_REVIEWER", token)], "STRICT_REVIEW_REVIEWER".to_owned()),
    ] {
        let told = run(&world, &["config"], &environment);
        assert_eq!((told.exit, told.out.as_str()), (2, ""));
        assert!(
            told.err.starts_with(&format!("strict-review: {place}: the label looks like")),
            "{}",
            told.err
        );
        assert!(!told.err.contains(&token[4..]), "{}", told.err);
    }
}

#[test]
fn the_example_is_a_whole_file_that_sets_what_holds_without_it() {
    let world = World::new();
    let example = world.run(&["config", "--example"]);
    assert_eq!((example.exit, example.err.as_str()), (0, ""));
    let without = shown(&world, &[], &[]);
    let world = world.with("example.toml", &example.out);
    let with = shown(&world, &["--config", "example.toml"], &[]);
    assert_eq!(with["settings"], without["settings"]);
    let keys = |document: &Value| -> Vec<(String, Value)> {
        document["keys"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, keys)| (name.clone(), keys["keys"].clone()))
            .collect()
    };
    assert_eq!(keys(&with), keys(&without));
    for action in without["keys"].as_object().unwrap().keys() {
        assert!(example.out.contains(&format!("{action} = ")), "{action}");
    }
}

#[test]
fn sessions_are_kept_and_found_where_the_file_says() {
    let world = configured("session = '~/kept'\n");
    let told = world.run(&["sessions"]);
    assert_eq!(told.out, format!("No session in {}.\n", world.path().join("kept").display()));
    let told = run(&world, &["sessions"], &[("STRICT_REVIEW_SESSION", "variable")]);
    assert_eq!(told.out, "No session in variable.\n");
    let told = run(&world, &["sessions", "--session", "flag"], &[("STRICT_REVIEW_SESSION", "variable")]);
    assert_eq!(told.out, "No session in flag.\n");
}

#[test]
fn the_help_of_each_flag_names_the_variable_that_does_the_same() {
    let help = World::new().run(&["review", "--help"]).out;
    for setting in strict_review::config::table::SETTINGS {
        assert!(help.contains(setting.flag.split(' ').next().unwrap()), "{}", setting.flag);
        assert!(help.contains(&format!("[env: {}]", setting.variable)), "{}", setting.variable);
    }
    assert!(help.contains(strict_review::config::FILE_VARIABLE));
}

#[test]
fn a_default_file_that_cannot_be_read_is_told_with_a_next_step_that_works() {
    let world = World::new();
    fs::create_dir_all(world.path().join(FILE)).unwrap();
    let told = world.run(&["config"]);
    assert_eq!((told.exit, told.out.as_str()), (2, ""));
    assert!(told.err.contains("config.toml: configuration: is a directory"), "{}", told.err);
    assert!(told.err.ends_with("or use none: --config /dev/null.\n"), "{}", told.err);
    for none in [["config", "--config", "/dev/null"], ["sessions", "--config", "/dev/null"]] {
        assert_eq!(world.run(&none).exit, 0, "{none:?}");
    }
    let document = shown(&world, &["--config", "/dev/null"], &[]);
    assert_eq!(document["file"], json!({ "path": null, "named": "flag", "read": false }));
    let document = shown(&world, &[], &[("STRICT_REVIEW_CONFIG", "/dev/null")]);
    assert_eq!(document["file"], json!({ "path": null, "named": "environment", "read": false }));
    let words = world.run(&["config", "--config", "/dev/null"]).out;
    assert!(words.contains("none, as requested"), "{words}");
    let told = world.run(&["config", "--config", "/dev/zero"]);
    assert!(told.exit == 2 && told.err.contains("--config /dev/null means none."), "{told:?}");
}
