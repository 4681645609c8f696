//! `completions` and `man`: the programs they are for accept the generated text.

use std::process::{Command, Stdio};

use crate::support::outside::is_here;
use crate::support::{World, package};

const MACHINE_PATHS: [&str; 3] = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/tm", "p/")];

fn printed(arguments: &[&str]) -> String {
    let ended = World::new().run(arguments);
    assert_eq!((ended.exit, ended.err.as_str()), (0, ""), "{arguments:?}");
    for path in MACHINE_PATHS {
        assert!(!ended.out.contains(path), "{arguments:?} tells {path}");
    }
    ended.out
}

/// Output of a program for a script, both streams together; `None` if the program is missing.
fn said(program: &str, arguments: &[&str], script: &str) -> Option<String> {
    if !is_here(program, &["--version"]) {
        return None;
    }
    let world = World::new().with("script", script);
    let mut command = Command::new(program);
    command.args(arguments).arg("script").current_dir(world.path()).env("HOME", world.path());
    command.env("MANWIDTH", "100").env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
    let output = command.output().unwrap();
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(output.status.success(), "{program}: {said}");
    Some(said)
}

fn offered_by_bash(line: &[&str]) -> Vec<String> {
    let quoted: Vec<String> = line.iter().map(|word| format!("'{word}'")).collect();
    let (last, before) = (line.len() - 1, line.len() - 2);
    let script = format!(
        "{}\ncomplete -p strict-review >/dev/null || exit 1\nCOMP_WORDS=({})\nCOMP_CWORD={last}\n\
         $(complete -p strict-review | sed 's/.*-F \\([^ ]*\\) .*/\\1/') strict-review '{}' '{}'\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n",
        printed(&["completions", "bash"]),
        quoted.join(" "),
        line[last],
        line[before],
    );
    let offered = said("bash", &["--norc"], &script).unwrap();
    offered.lines().map(str::to_owned).collect()
}

#[test]
fn bash_completes_commands_flags_and_values() {
    assert_eq!(offered_by_bash(&["strict-review", "che"]), ["check"]);
    assert_eq!(offered_by_bash(&["strict-review", "sessions", "rem"]), ["remove"]);
    assert_eq!(offered_by_bash(&["strict-review", "config", "--ex"]), ["--example"]);
    assert_eq!(offered_by_bash(&["strict-review", "check", "--format", "ju"]), ["junit"]);
    assert_eq!(offered_by_bash(&["strict-review", "policy", "--sandbox", ""]), ["auto", "require", "off"]);
}

#[test]
fn nothing_hidden_is_completed_or_described() {
    for arguments in
        [vec!["completions", "bash"], vec!["completions", "zsh"], vec!["completions", "fish"], vec!["man"]]
    {
        let printed = printed(&arguments);
        assert!(!printed.contains("attempt"), "{arguments:?}");
        for command in ["check", "verify", "config", "completions"] {
            assert!(printed.contains(command), "{arguments:?}: {command}");
        }
    }
}

#[test]
fn zsh_and_fish_read_their_scripts() {
    if let Some(told) = said("zsh", &["-n"], &printed(&["completions", "zsh"])) {
        assert_eq!(told, "");
    }
    let fish = format!("{}\ncomplete -C 'strict-review che'\n", printed(&["completions", "fish"]));
    if let Some(told) = said("fish", &[], &fish) {
        assert!(told.starts_with("check\t"), "{told}");
    }
}

#[test]
fn another_shell_is_wrong_usage() {
    let told = World::new().run(&["completions", "tcsh"]);
    assert_eq!((told.exit, told.out.as_str()), (2, ""));
    assert!(told.err.contains("bash, zsh, fish"), "{}", told.err);
}

#[test]
fn the_man_page_tells_commands_flags_exit_codes_environment_and_files() {
    let page = printed(&["man"]);
    assert!(page.starts_with(".ie") || page.starts_with(".TH"), "{}", &page[..80]);
    assert_eq!(page.matches(".TH ").count(), 1, "one page");
    for section in
        ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "COMMANDS", "\"EXIT STATUS\"", "ENVIRONMENT", "FILES"]
    {
        assert!(page.contains(&format!("\n.SH {section}\n")), "{section}");
    }
    for setting in strict_review::config::table::SETTINGS {
        assert!(page.contains(setting.variable), "{}", setting.variable);
    }
    let help = World::new().run(&["--help"]).out;
    let commands = help.split("Commands:\n").nth(1).unwrap().lines().take_while(|line| !line.is_empty());
    let commands: Vec<&str> = commands.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.len() >= 15, "{commands:?}");
    for command in commands.iter().filter(|command| **command != "help") {
        let told = page.contains(&format!("\n.SS \"strict\\-review {command}\"\n"));
        assert!(told || page.contains(&format!("\n.SS \"strict-review {command}\"\n")), "{command}");
    }
    for (code, _) in
        strict_review::cli::exit_codes::ALL.lines().skip(1).filter_map(|line| line.trim().split_once(' '))
    {
        assert!(page.contains(&format!("\\fB{code}\\fR")), "{code}");
    }
}

#[test]
fn the_man_page_is_set_without_a_warning() {
    let page = printed(&["man"]);
    if let Some(set) = said("groff", &["-man", "-Tutf8", "-ww", "-rLL=100n", "-P-c", "-P-b", "-P-u"], &page) {
        assert!(!set.contains("warning") && !set.contains("error:"), "{set}");
        for told in
            ["EXIT STATUS", "STRICT_REVIEW_OUT", "strict-review check", "strict-review sessions remove"]
        {
            assert!(set.contains(told), "{told}: {set}");
        }
    }
}

#[test]
fn the_packaged_man_page_and_completions_are_what_the_program_prints() {
    for (file, arguments) in [
        ("man/strict-review.1", ["man"].as_slice()),
        ("completions/strict-review.bash", &["completions", "bash"]),
        ("completions/_strict-review", &["completions", "zsh"]),
        ("completions/strict-review.fish", &["completions", "fish"]),
    ] {
        let packaged = std::fs::read_to_string(package().join("assets").join(file)).unwrap();
        let command = arguments.join(" ");
        assert!(packaged == printed(arguments), "strict-review {command} > assets/{file}");
    }
}
