//! A session whose folder other machines may reach: the header reports the consoles that its lock keeps out.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use strict_review::journal::memory::Memory;
use strict_review::journal::{AppendError, Journal};
use strict_review::session::Session;
use strict_review::tui::app::console::Console;
use strict_review::tui::theme::Theme;

use super::draw_on;
use super::world::{READY, clock, reset_clock, start};

/// A journal on a file system that others can reach, or cannot.
struct Reached(Memory, bool);

impl Journal for Reached {
    fn append(&mut self, line: &[u8]) -> Result<(), AppendError> {
        self.0.append(line)
    }

    fn may_be_shared(&self) -> bool {
        self.1
    }
}

fn header(columns: u16, may_be_shared: bool) -> String {
    reset_clock();
    let journal = Box::new(Reached(Memory::default(), may_be_shared));
    let session = Session::begin(start(READY), journal, clock).unwrap();
    let size = (columns, 24).into();
    let console = Console::new(session, size, Theme::colours(), "out".into(), "sandboxed", None);
    let mut terminal = Terminal::new(TestBackend::new(columns, 24)).unwrap();
    terminal.draw(|frame| draw_on(frame, &console)).unwrap();
    (0..columns).map(|column| terminal.backend().buffer()[(column, 0)].symbol().to_owned()).collect()
}

#[test]
fn the_header_says_of_a_folder_that_others_reach_whom_the_lock_keeps_out() {
    for columns in [80, 120] {
        let shared = header(columns, true);
        assert!(shared.ends_with("REVIEW ONLY · sandboxed · lock: this machine only "), "{shared}");
        assert!(shared.contains("strict-review  T-293"), "{shared}");
        assert!(header(columns, false).ends_with("REVIEW ONLY · sandboxed "));
    }
}
