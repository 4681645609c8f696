//! Texts of a step: its headings, its purpose, and notes between its rows.

pub(crate) const STEPS: &str = "Steps";

// Headings of rows.
pub(crate) const WRITE_ACTIONS: &str = "Write actions: always blocked here";
pub(crate) const CLOSED_WITH: &str = "Closed with";
pub(crate) const CLOSE_WITH: &str = "Close the review with";
pub(crate) const OBSERVED: &str = "Observed";
pub(crate) const EVIDENCE: &str = "Evidence";
pub(crate) const QUESTIONS: &str = "Questions";
pub(crate) const CONFIRMATIONS: &str = "Confirmations";
pub(crate) const STOP_RULES: &str = "Stop rules";

// Purposes of steps that the runbook does not describe.
pub(crate) const REFERENCES_ARE: &str = "The documents this review rests on.";
pub(crate) const CONFIRMATIONS_ARE: &str =
    "Safety confirmations. Read each sentence; nothing is ticked for you.";
pub(crate) const STOP_RULES_ARE: &str =
    "If one of these is hit, the stage stops. Confirm that you have checked each.";

pub(crate) const PRACTICE: &str =
    "Practice, on a sample: nothing you do here counts, and what you export says so.";

/// The parameters are keys, in the order of the sentence.
pub(crate) fn practice_guide([down, up, confirm, read, concern, next, help]: [String; 7]) -> String {
    format!(
        "{PRACTICE} {down} and {up} move, {confirm} confirms what you have looked at, {read} opens a row in full, {concern} \
         raises a concern, {next} goes on, {help} shows every key."
    )
}

pub(crate) fn phase_of(number: usize, count: usize, id: &str) -> String {
    format!("Phase {number} of {count} · {id}")
}

pub(crate) fn only_open(count: &str) -> String {
    format!("{count} · only open")
}

pub(crate) fn all_settled(key: &str) -> String {
    format!("Nothing in this step is open. {key} shows all of it again.")
}

/// `more` other steps must be complete before.
pub(crate) fn until_walked(step: &str, more: usize) -> String {
    match more {
        0 => format!("until {step} is walked"),
        1 => format!("until {step} and 1 more step are walked"),
        more => format!("until {step} and {more} more steps are walked"),
    }
}

pub(crate) fn locked_until(step: &str, more: usize) -> String {
    format!("Locked {}. You can read on.", until_walked(step, more))
}
