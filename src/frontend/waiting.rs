//! Progress reports for a reviewer who waits: only after a while, and not all the time.

use std::io::Write;
use std::time::{Duration, Instant};

use crate::session::prefetch::Progress;

/// Clock for slow work; its times are never recorded.
pub type Ticks = fn() -> Instant;

/// Timing of the reports, one wait after the other.
pub struct Waiting {
    after: Duration,
    every: Duration,
    begun: Option<Instant>,
    told: Option<Instant>,
}

impl Waiting {
    /// A report replaces the one before.
    pub const ON_SCREEN: Self = Self::new(200, 100);

    /// Each report is read aloud, so they come less often.
    pub const IN_LINES: Self = Self::new(1_000, 1_000);

    const fn new(after_millis: u64, every_millis: u64) -> Self {
        let (after, every) = (Duration::from_millis(after_millis), Duration::from_millis(every_millis));
        Self { after, every, begun: None, told: None }
    }

    /// Ignored during a wait.
    pub fn begin(&mut self, now: Instant) {
        self.begun = self.begun.or(Some(now));
    }

    pub fn end(&mut self) {
        (self.begun, self.told) = (None, None);
    }

    /// True if a report is due; it then counts as given.
    pub fn is_due(&mut self, now: Instant) -> bool {
        let Some(begun) = self.begun else { return false };
        let due = now >= begun + self.after && self.told.is_none_or(|told| now >= told + self.every);
        if due {
            self.told = Some(now);
        }
        due
    }

    #[must_use]
    pub fn is_shown(&self) -> bool {
        self.told.is_some()
    }
}

/// An answer will be based on the evidence, so it is read again.
#[must_use]
pub fn read_again(progress: Progress) -> String {
    format!("Reading evidence again: {}.", so_far(progress))
}

pub(crate) fn reading(progress: Progress) -> String {
    format!("Reading evidence: {}.", so_far(progress))
}

/// A MiB that has begun counts as whole.
fn so_far(Progress { files, files_all, bytes, bytes_all }: Progress) -> String {
    let mib = |bytes: u64| bytes.div_ceil(1 << 20);
    let word = if files_all == 1 { "file" } else { "files" };
    format!("{files} of {files_all} {word}, {} of {} MiB", mib(bytes.min(bytes_all)), mib(bytes_all))
}

pub(crate) fn searching(percent: usize) -> String {
    format!("Searching: {percent}%.")
}

/// Progress before the screen is taken over: one line that is overwritten, and erased at the end, or several lines.
pub struct BeforeFirst<'a> {
    to: Option<&'a mut dyn Write>,
    waiting: Waiting,
    ticks: Ticks,
    erases: bool,
}

impl<'a> BeforeFirst<'a> {
    pub fn on_screen(to: Option<&'a mut dyn Write>, ticks: Ticks) -> Self {
        Self { to, waiting: Waiting::ON_SCREEN, ticks, erases: true }
    }

    /// For a terminal that only prints.
    pub fn in_lines(to: Option<&'a mut dyn Write>, ticks: Ticks) -> Self {
        Self { to, waiting: Waiting::IN_LINES, ticks, erases: false }
    }

    /// Prints the progress if a report is due.
    pub fn tell(&mut self, progress: Progress) {
        let now = (self.ticks)();
        self.waiting.begin(now);
        if !self.waiting.is_due(now) {
            return;
        }
        let (begin, end) = if self.erases { ("\r", "\x1b[K") } else { ("", "\n") };
        if let Some(to) = &mut self.to {
            let line = format!("{begin}{} Ctrl-c stops.{end}", read_again(progress));
            // Ignored: without output there is nobody to inform.
            let _ = to.write_all(line.as_bytes()).and_then(|()| to.flush());
        }
    }

    /// Erases the line.
    pub fn end(self) {
        if let Some(to) = self.to.filter(|_| self.erases && self.waiting.is_shown()) {
            let _ = to.write_all(b"\r\x1b[K").and_then(|()| to.flush());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::sync::OnceLock;

    use super::*;

    thread_local! {
        static MILLIS: Cell<u64> = const { Cell::new(0) };
    }

    fn ticks() -> Instant {
        static DAWN: OnceLock<Instant> = OnceLock::new();
        *DAWN.get_or_init(Instant::now) + Duration::from_millis(MILLIS.get())
    }

    fn at(millis: u64) -> Instant {
        MILLIS.set(millis);
        ticks()
    }

    #[test]
    fn a_wait_is_told_after_a_while_and_not_too_often() {
        let mut waiting = Waiting::ON_SCREEN;
        waiting.begin(at(0));
        let due = [0, 199, 200, 250, 299, 300].map(|millis| waiting.is_due(at(millis)));
        assert_eq!(due, [false, false, true, false, false, true]);
        assert!(waiting.is_shown());
        waiting.end();
        assert!(!waiting.is_shown() && !waiting.is_due(at(900)), "nothing is waited for");
        waiting.begin(at(900));
        waiting.begin(at(1_000));
        assert_eq!([1_099, 1_100].map(|millis| waiting.is_due(at(millis))), [false, true]);
    }

    #[test]
    fn what_was_read_is_told_in_files_and_mib() {
        let progress = |files, files_all, bytes, bytes_all| Progress { files, files_all, bytes, bytes_all };
        assert_eq!(
            read_again(progress(3, 11, 48 << 20, 176 << 20)),
            "Reading evidence again: 3 of 11 files, 48 of 176 MiB."
        );
        assert_eq!(reading(progress(0, 1, 0, 7)), "Reading evidence: 0 of 1 file, 0 of 1 MiB.");
        assert_eq!(reading(progress(1, 1, 9, 7)), "Reading evidence: 1 of 1 file, 1 of 1 MiB.");
    }

    #[test]
    fn before_the_first_screen_there_is_one_line_which_goes_away() {
        let progress = Progress { files: 3, files_all: 11, bytes: 48 << 20, bytes_all: 176 << 20 };
        let (mut screen, mut lines) = (Vec::new(), Vec::new());
        for (millis, shown) in [(150, ""), (1_250, "3 of 11 files, 48 of 176 MiB")] {
            MILLIS.set(0);
            let mut over = BeforeFirst::on_screen(Some(&mut screen), ticks);
            let mut each = BeforeFirst::in_lines(Some(&mut lines), ticks);
            for now in [0, millis, millis + 1] {
                MILLIS.set(now);
                over.tell(progress);
                each.tell(progress);
            }
            over.end();
            each.end();
            let (screen, lines) = (String::from_utf8_lossy(&screen), String::from_utf8_lossy(&lines));
            assert!(screen.is_empty() == shown.is_empty() && screen.contains(shown), "{screen:?}");
            assert!(shown.is_empty() || screen.ends_with("Ctrl-c stops.\x1b[K\r\x1b[K"), "{screen:?}");
            assert_eq!(lines.matches('\n').count(), usize::from(!shown.is_empty()), "{lines:?}");
            assert!(lines.contains(shown) && !lines.contains('\x1b'), "{lines:?}");
        }
    }
}
