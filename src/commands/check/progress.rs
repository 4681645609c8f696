//! Progress line of a long check, for a terminal that shows nothing else of it.

use std::io::Write;
use std::time::{Duration, Instant};

use super::report::Counts;

/// Often enough to be seen moving, rarely enough to cost nothing.
const EVERY: Duration = Duration::from_millis(200);

/// Returns to the start of the line and erases it (ECMA-48 EL).
const CLEAR: &[u8] = b"\r\x1b[K";

/// By default nobody watches.
#[derive(Default)]
pub(super) struct Progress {
    shown: bool,
    next: Option<Instant>,
}

impl Progress {
    pub(super) fn watched() -> Self {
        Self { shown: false, next: Some(Instant::now() + EVERY) }
    }

    /// Erases the line before other text is written.
    pub(super) fn clear(&mut self, err: &mut dyn Write) {
        if std::mem::take(&mut self.shown) {
            let _ = err.write_all(CLEAR);
        }
    }

    pub(super) fn tell(&mut self, counts: Counts, err: &mut dyn Write) {
        if self.next.is_some_and(|next| Instant::now() >= next) {
            self.clear(err);
            // A closed standard error must not stop the check.
            let _ = write!(err, "{}", words(counts)).and_then(|()| err.flush());
            (self.shown, self.next) = (true, Some(Instant::now() + EVERY));
        }
    }
}

fn words(Counts { ready, not_ready, unusable, unread: _ }: Counts) -> String {
    let all = ready + not_ready + unusable;
    format!("checked {all}: {ready} ready or fit for review, {not_ready} not ready, {unusable} unusable")
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNTS: Counts = Counts { ready: 12, not_ready: 3, unusable: 1, unread: 0 };

    #[test]
    fn nothing_is_told_where_nobody_watches() {
        let mut err = Vec::new();
        let mut progress = Progress::default();
        progress.tell(COUNTS, &mut err);
        progress.clear(&mut err);
        assert_eq!(err, b"");
    }

    #[test]
    fn what_is_due_is_told_once_and_makes_room_for_other_words() {
        let mut err = Vec::new();
        let mut progress = Progress { shown: false, next: Some(Instant::now()) };
        progress.tell(COUNTS, &mut err);
        progress.tell(COUNTS, &mut err);
        progress.clear(&mut err);
        progress.clear(&mut err);
        let told = "checked 16: 12 ready or fit for review, 3 not ready, 1 unusable\r\u{1b}[K";
        assert_eq!(String::from_utf8(err).unwrap(), told);
    }
}
