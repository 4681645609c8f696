//! Lines of evidence that were on screen: taken from each frame, recorded when the file is left or something is
//! answered. They gate nothing.

use super::console::Console;
use crate::session::SeenLines;

impl Console {
    /// Takes the lines of the last frame, if it showed the open file.
    pub(super) fn take_seen(&mut self) {
        let Some((digest, parts)) = self.drawn.borrow_mut().take_seen() else { return };
        let Some(viewer) = self.model.viewer_mut().filter(|viewer| viewer.digest == digest) else { return };
        let Ok(text) = &viewer.text else { return };
        viewer.seen.add(text, &parts);
        let (lines, spans) = (text.counts().lines as u64, viewer.seen.lines().to_vec());
        if let Some(item) = self.session.review().item(viewer.index).filter(|_| !spans.is_empty()) {
            self.unrecorded = Some(SeenLines { item: item.id.clone(), digest, lines, spans });
        }
    }

    /// Records the lines of a file that was left.
    pub(super) fn record_seen_of_left(&mut self) {
        let digest = self.model.viewer().map(|viewer| viewer.digest);
        if self.unrecorded.as_ref().is_some_and(|seen| Some(seen.digest) != digest) {
            self.record_seen();
        }
    }

    pub(super) fn record_seen(&mut self) {
        let Some(seen) = &self.unrecorded else { return };
        // After an error it is tried again later; the next answer meets the same fault and reports it.
        if self.session.show_lines(seen).is_ok() {
            self.unrecorded = None;
        }
    }

    /// Call it when the console ends, to record the last lines.
    pub fn end(&mut self) {
        self.take_seen();
        self.record_seen();
    }
}
