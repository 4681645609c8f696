//! Inside a terminal multiplexer, which answers, resizes and repaints in its own way.

use portable_pty::CommandBuilder;

use super::driver::{close_and_export, confirm, walk_to};
use super::terminal::Terminal;
use super::world::{READY, World, sample};
use crate::support::outside::is_here;

/// Runs the console in a separate tmux, without anybody's configuration.
fn tmux(world: &World, size: (u16, u16)) -> Terminal {
    let (session, out) = (world.path("sessions"), world.path("out"));
    let program = [env!("CARGO_BIN_EXE_strict-review"), &sample(READY)].map(str::to_owned);
    let folders = ["--session", session.to_str().unwrap(), "--out", out.to_str().unwrap()].map(str::to_owned);
    let mut command = CommandBuilder::new("tmux");
    command.args(["-f", "/dev/null", "-S", world.path("tmux").to_str().unwrap(), "-u", "new-session"]);
    command.args(["-x", "120", "-y", "40", "--"]);
    command.args(program.iter().chain(&folders));
    world.start(command, size)
}

#[test]
fn a_review_in_tmux_is_walked_resized_and_exported_like_anywhere_else() {
    if !is_here("tmux", &["-V"]) {
        return;
    }
    let world = World::new();
    let mut terminal = tmux(&world, (120, 40));
    terminal.wait_for("REVIEW ONLY");
    confirm(&mut terminal);
    for (columns, rows) in [(70, 20), (59, 18), (120, 40)] {
        terminal.resize(columns, rows);
        // One row is tmux's own.
        let small = columns < 60;
        terminal.wait_for(if small { "Terminal too small: 60×16 needed" } else { "REVIEW ONLY" });
    }
    terminal.keys("}");
    walk_to(&mut terminal, "Backup log");
    close_and_export(&mut terminal, 1, "what is still open");
    terminal.wait_for("[exited]");
    terminal.wait_end().expect(0);
    let document = world.packet();
    assert_eq!(document["review"]["notLookedAt"], "what is still open");
}
