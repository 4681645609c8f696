//! Messages for several refused lines in a row from a pipe or a file.

fn listed(lines: &[u64]) -> String {
    let lines: Vec<String> = lines.iter().map(u64::to_string).collect();
    match lines.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        Some(_) | None => lines.concat(),
    }
}

/// Last line of the dialogue.
pub(crate) fn stops_here(lines: &[u64]) -> String {
    format!("Lines {} were refused, one after the other. The review stops here.", listed(lines))
}

/// `why` is the reason for the last refusal.
pub(crate) fn out_of_step(lines: &[u64], why: &str) -> String {
    let last = lines.last().copied().unwrap_or_default();
    format!(
        "lines {} were refused, one after the other, and no more lines are taken. Line {last}: {why}",
        listed(lines)
    )
}

// Hints of that error, with and without recorded answers.
pub(crate) const CORRECT_THE_LINES: &str = "Correct the lines. Every answer before them is in the session.";
pub(crate) const ONLY_READ: &str = "Correct the lines. The session was only read, and nothing was answered.";
