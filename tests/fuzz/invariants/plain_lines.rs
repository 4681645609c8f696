//! Lines of a script, in any chunks, into plain mode in memory: the output is text, and only review events result.
//! The journal replays to the review that was reported.

use std::path::PathBuf;

use strict_review::plain::dialogue::{Dialogue, Flow};
use strict_review::plain::input::{Line, Lines};
use strict_review::review::text::has_hidden;

use super::{record, samples};

/// Limit of turns for a text that is not paged; the samples have fewer.
const TURNS_MAX: usize = 1000;

/// Input: bytes of a pipe. The first byte sets the progress of the review, the bytes that arrive at once, paging, and
/// the end at refused lines. A line of a single `~` types the text that the next open item asks for.
pub fn hold(bytes: &[u8]) {
    let (choice, bytes) = bytes.split_first().map_or((0, bytes), |(choice, rest)| (*choice, rest));
    let (session, journal) = samples::begun(choice);
    // Nothing can be written below a file.
    let out = PathBuf::from("/dev/null/packets");
    let mut dialogue = Dialogue::new(session, out, "sandboxed", &[]);
    dialogue.page_rows((choice & 16 == 0).then_some(5));
    if choice & 32 != 0 {
        dialogue.end_when_refused();
    }
    is_text(&dialogue.output());
    let mut ended = false;
    for line in lines(bytes, if choice & 8 == 0 { usize::MAX } else { 3 }) {
        let (closed, before) = (dialogue.session().review().closing().is_some(), journal.lines());
        ended = dialogue.take(asked_for(line, &dialogue)) == Flow::Leave;
        is_text(&dialogue.output());
        let mut turns = 0;
        while dialogue.go_on() {
            is_text(&dialogue.output());
            turns += 1;
            assert!(turns < TURNS_MAX, "a text that nobody turns pages of ends");
        }
        assert!(!closed || journal.lines() == before, "nothing is recorded in a closed review");
        if ended {
            break;
        }
    }
    assert!(ended, "the end of the input is the end");
    record::tells(&journal.bytes(), dialogue.session());
    assert!(dialogue.export().written().is_none(), "nothing is written where nothing can be");
}

/// The lines and the end of an input, the same in any chunks.
fn lines(bytes: &[u8], chunk: usize) -> Vec<Line> {
    let arrive = |chunk: usize| {
        let mut arriving = Lines::default();
        bytes.chunks(chunk).for_each(|chunk| arriving.take(chunk));
        let mut lines: Vec<Line> = std::iter::from_fn(|| arriving.pop()).collect();
        lines.push(arriving.end());
        lines.extend((lines.last() != Some(&Line::End)).then_some(Line::End));
        lines
    };
    let lines = arrive(chunk);
    assert_eq!(lines, arrive(1), "lines are the same in any chunks");
    lines
}

fn asked_for(line: Line, dialogue: &Dialogue) -> Line {
    if line != Line::Text("~".to_owned()) {
        return line;
    }
    Line::Text(samples::typed_next(dialogue.session().review()))
}

fn is_text(said: &str) {
    for line in said.split('\n') {
        assert!(!has_hidden(line), "what is said shows all of itself: {line:?}");
    }
}
