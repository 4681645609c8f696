//! A step: its heading, what it is for, and what stands between its rows.

/// The title of the list of steps.
pub(crate) const STEPS: &str = "Steps";

// The headings of rows.
pub(crate) const WRITE_ACTIONS: &str = "Write actions: always blocked here";
pub(crate) const CLOSED_WITH: &str = "Closed with";
pub(crate) const CLOSE_WITH: &str = "Close the review with";
pub(crate) const OBSERVED: &str = "Observed";
pub(crate) const EVIDENCE: &str = "Evidence";
pub(crate) const QUESTIONS: &str = "Questions";
pub(crate) const CONFIRMATIONS: &str = "Confirmations";
pub(crate) const STOP_RULES: &str = "Stop rules";

// What a step is for, where the runbook does not say it.
pub(crate) const REFERENCES_ARE: &str = "The documents this review rests on.";
pub(crate) const CONFIRMATIONS_ARE: &str =
    "Safety confirmations. Read each sentence; nothing is ticked for you.";
pub(crate) const STOP_RULES_ARE: &str =
    "If one of these is hit, the stage stops. Confirm that you have checked each.";

/// What practice is.
pub(crate) const PRACTICE: &str =
    "Practice, on a sample: nothing you do here counts, and what you export says so.";

/// The guide of those who open the console for the first time, with the keys that do what it says, in that order.
pub(crate) fn practice_guide([down, up, confirm, read, concern, next, help]: [String; 7]) -> String {
    format!(
        "{PRACTICE} {down} and {up} move, {confirm} confirms what you have looked at, {read} opens a row in full, {concern} \
         raises a concern, {next} goes on, {help} shows every key."
    )
}

/// Which of the phases this is.
pub(crate) fn phase_of(number: usize, count: usize, id: &str) -> String {
    format!("Phase {number} of {count} · {id}")
}

/// A count, where open items alone are shown.
pub(crate) fn only_open(count: &str) -> String {
    format!("{count} · only open")
}

/// Where open items alone are shown and there are none.
pub(crate) fn all_settled(key: &str) -> String {
    format!("Nothing in this step is open. {key} shows all of it again.")
}

/// How long something is locked: until this step is walked, and so many more before it.
pub(crate) fn until_walked(step: &str, more: usize) -> String {
    match more {
        0 => format!("until {step} is walked"),
        1 => format!("until {step} and 1 more step are walked"),
        more => format!("until {step} and {more} more steps are walked"),
    }
}

/// Of a step whose predecessors are not walked.
pub(crate) fn locked_until(step: &str, more: usize) -> String {
    format!("Locked {}. You can read on.", until_walked(step, more))
}
