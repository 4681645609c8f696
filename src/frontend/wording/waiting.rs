//! Messages of slow work: its progress, the key that cancels it, and the result of that.

pub(crate) fn reading(files: (usize, usize), bytes: (u64, u64)) -> String {
    format!("Reading evidence: {}.", so_far(files, bytes))
}

/// An answer will be based on the evidence, so it is read again.
pub(crate) fn reading_again(files: (usize, usize), bytes: (u64, u64)) -> String {
    format!("Reading evidence again: {}.", so_far(files, bytes))
}

pub(crate) fn making_ready(percent: usize) -> String {
    format!("Making the text ready: {percent}%.")
}

pub(crate) fn searching(percent: usize) -> String {
    format!("Searching: {percent}%.")
}

pub(crate) fn indenting(percent: usize) -> String {
    format!("Indenting: {percent}%.")
}

/// Follows one of these on screen.
pub(crate) const ESC_STOPS: &str = "Esc stops.";

/// In the hint line, during work.
pub(crate) const STOP: &str = "stop";

/// Follows one of these before the first screen.
pub(crate) const CTRL_C_STOPS: &str = "Ctrl-c stops.";

/// A MiB that has begun counts as whole.
fn so_far((files, files_all): (usize, usize), (bytes, bytes_all): (u64, u64)) -> String {
    let mib = |bytes: u64| bytes.div_ceil(1 << 20);
    let word = if files_all == 1 { "file" } else { "files" };
    format!("{files} of {files_all} {word}, {} of {} MiB", mib(bytes.min(bytes_all)), mib(bytes_all))
}

pub(crate) fn closing_stopped(key: &str) -> String {
    format!("Stopped: the closing call. Nothing was recorded; {key} makes it again.")
}

pub(crate) fn export_stopped(key: &str) -> String {
    format!("Stopped: the export. Nothing was written; {key} begins again.")
}

pub(crate) fn opening_stopped(key: &str) -> String {
    format!("Stopped: the file was not opened. Nothing was recorded; {key} begins again.")
}

pub(crate) const LOOKING_STOPPED: &str = "Stopped: looking for what moved. The next answer looks again.";

pub(crate) const ANSWER_STOPPED: &str = "Stopped. Nothing was recorded; the same key begins again.";

pub(crate) fn search_stopped(key: &str) -> String {
    format!("Stopped: the search. {key} begins again.")
}

pub(crate) fn indenting_stopped(key: &str) -> String {
    format!("Stopped: the indented form. {key} begins again.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_is_told_in_files_and_mib() {
        const MIB: u64 = 1 << 20;
        assert_eq!(
            reading_again((3, 11), (48 * MIB, 176 * MIB)),
            "Reading evidence again: 3 of 11 files, 48 of 176 MiB."
        );
        assert_eq!(reading((0, 1), (0, 7)), "Reading evidence: 0 of 1 file, 0 of 1 MiB.");
        assert_eq!(reading((1, 1), (9, 7)), "Reading evidence: 1 of 1 file, 1 of 1 MiB.");
    }
}
