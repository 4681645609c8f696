//! Unusable folders, names that are in use, no terminal: reported plainly, and nothing is lost.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use super::driver::{close, confirm};
use super::world::{READY, WIDE, World, sample};

const CONTINUE: usize = 1;

#[test]
fn a_packet_folder_that_cannot_be_made_is_told_before_the_work_and_not_after_it() {
    let world = World::new();
    fs::write(world.path("in/file"), "not a folder").unwrap();
    let out = world.path("in/file/out");
    let terminal =
        world.run(WIDE, &[&sample(READY), "--session", "../sessions", "--out", out.to_str().unwrap()]);
    let after = terminal.wait_end().expect(5);
    assert!(after.text.contains(out.to_str().unwrap()) && after.text.contains("--out"), "{}", after.text);
    assert!(!after.output.contains("\x1b[?1049h"), "the screen was never taken over");
    assert!(world.sessions().is_empty());
}

#[test]
fn a_packet_folder_that_went_away_is_told_and_the_packet_is_written_by_the_next_sitting() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    confirm(&mut terminal);
    close(&mut terminal, CONTINUE, "the rest");
    let (before, out) = (world.journal(), world.path("out"));
    fs::remove_dir(&out).unwrap();
    terminal.keys("e");
    let flat = terminal.wait_for("✗ Not written:");
    assert!(flat.contains(out.to_str().unwrap()) && flat.contains("The session is intact."), "{flat}");
    terminal.keys("esc");
    terminal.wait_for("This review is closed. It can be read and exported, not changed.");
    terminal.keys("q");
    let after = terminal.wait_end().expect(5);
    let said = after.text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("the packet was not written: ") && said.contains("with --out DIR"), "{said}");
    assert_eq!(world.journal(), before);

    let mut terminal = world.review(READY);
    terminal.wait_for("This review is closed");
    terminal.keys("e e");
    terminal.wait_for("Written:");
    terminal.keys("q");
    terminal.wait_end().expect(1);
    world.packet();
    assert_eq!(world.journal(), before);
}

#[test]
fn a_name_that_other_bytes_took_is_never_overwritten_and_leaves_no_half_packet() {
    for suffix in [".json", ".json.sha256", ".md"] {
        let world = World::new();
        let mut terminal = world.review(READY);
        terminal.wait_for("REVIEW ONLY");
        close(&mut terminal, CONTINUE, "everything");
        let flat = terminal.flat();
        let (before, _) = flat.split_once(".json · ").unwrap();
        let stem = before.rsplit(' ').next().unwrap();
        let taken = world.path("out").join(format!("{stem}{suffix}"));
        fs::write(&taken, "other bytes").unwrap();
        let journal = world.journal();
        terminal.keys("e");
        let flat = terminal.wait_for("✗ Not written:");
        assert!(flat.contains("The session is intact."), "{flat}");
        assert_eq!(world.written(), [format!("{stem}{suffix}")]);
        assert_eq!(fs::read_to_string(&taken).unwrap(), "other bytes");
        assert_eq!(world.journal(), journal);

        fs::remove_file(&taken).unwrap();
        terminal.keys("e");
        terminal.wait_for("Written:");
        terminal.keys("q");
        terminal.wait_end().expect(1);
        world.packet();
    }
}

#[test]
fn a_session_folder_that_cannot_be_used_ends_with_five_and_names_the_option() {
    let world = World::new();
    fs::write(world.path("in/file"), "").unwrap();
    let session = world.path("in/file/sessions");
    let terminal = world.run(WIDE, &[&sample(READY), "--session", session.to_str().unwrap()]);
    let after = terminal.wait_end().expect(5);
    assert!(after.text.contains("--session"), "{}", after.text);
    assert!(!after.output.contains("\x1b[?1049h"), "the screen was never taken over");
}

#[test]
fn without_a_terminal_the_console_does_not_open_and_names_what_works() {
    let world = World::new();
    let session = world.path("sessions");
    let ended = world.without_terminal(&[&sample(READY), "--session", session.to_str().unwrap()]);
    assert_eq!(ended.status.code(), Some(2));
    assert!(ended.stdout.is_empty());
    let told = String::from_utf8(ended.stderr).unwrap();
    for named in ["needs a terminal", "strict-review plan", "--plain"] {
        assert!(told.contains(named), "{told}");
    }
    assert!(!session.exists());
}

#[test]
fn a_handoff_that_cannot_be_used_ends_with_two_before_the_screen_is_taken_over() {
    let world = World::new();
    let broken = world.path("in/broken.json");
    fs::write(&broken, "{\"ownerHandoffStatus\": ").unwrap();
    for path in [broken.clone(), world.path("in"), world.path("in/missing.json")] {
        let terminal = world.console(&[path.to_str().unwrap()]);
        let after = terminal.wait_end().expect(2);
        assert!(after.text.contains("next:"), "{}", after.text);
        assert!(!after.output.contains("\x1b[?1049h"), "the screen was never taken over");
        assert!(world.sessions().is_empty());
    }
}

#[test]
fn without_named_folders_files_are_in_the_state_folder_and_in_the_folder_one_is_in_and_private() {
    let world = World::new();
    let mut terminal = world.run(WIDE, &[&sample(READY)]);
    terminal.wait_for("REVIEW ONLY");
    confirm(&mut terminal);
    close(&mut terminal, CONTINUE, "the rest");
    assert_eq!(world.strays().len(), 2, "{:?}", world.strays());
    terminal.keys("e");
    terminal.wait_for("Written:");
    terminal.keys("q");
    terminal.wait_end().expect(1);
    let (sessions, others): (Vec<PathBuf>, Vec<PathBuf>) = world
        .strays()
        .into_iter()
        .partition(|path| path.starts_with(world.path("home/state/strict-review/sessions")));
    let names = |paths: &[PathBuf]| -> Vec<String> {
        paths.iter().map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&sessions), ["journal.jsonl", "writer.lock"]);
    for path in &sessions {
        let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(path), mode(path.parent().unwrap())), (0o600, 0o700), "{path:?}");
    }
    assert_eq!(others.len(), 3, "{others:?}");
    assert!(others.iter().all(|path| path.parent() == Some(&world.path("cwd"))), "{others:?}");
    fs::remove_dir_all(world.path("cwd")).unwrap();
}
