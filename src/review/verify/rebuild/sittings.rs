//! Checks of a record's sittings: possible times, and everything within the sitting that it names.

use super::{Faults, NO_LABEL, Review};
use crate::review::moment::Moment;
use crate::review::plan::record::{Concern, Record};
use crate::review::sitting::{ClockJump, Sitting};

impl Review {
    pub(crate) fn take_sittings(&mut self, record: &Record, faults: &mut Faults) {
        let steady = !record.clock_went_back();
        for (i, sitting) in record.sittings.iter().enumerate() {
            let at = format!("/review/sittings/{i}");
            if usize::try_from(sitting.sitting) != Ok(i + 1) {
                faults.add(&at, "sitting", "is not its number; they are numbered from 1 in their order");
            }
            if sitting.reviewer.as_deref().is_some_and(|label| !self.is_label(label)) {
                faults.add(&at, "reviewer", NO_LABEL);
            }
            if !self.is_label(&sitting.confinement) {
                faults.add(&at, "confinement", NO_LABEL);
            }
            if steady && sitting.ended_at < sitting.started_at {
                faults.add(&at, "endedAt", "is before its start, and no jump of the clock is recorded");
            }
            let before = i.checked_sub(1).and_then(|i| record.sittings.get(i));
            if steady && before.is_some_and(|before| sitting.started_at < before.ended_at) {
                faults.add(
                    &at,
                    "startedAt",
                    "is before the end of the previous sitting, and no jump of the clock is recorded",
                );
            }
        }
        if record.sittings.first().is_some_and(|first| first.started_at != record.started_at) {
            faults.add("/review/sittings/0", "startedAt", "is not when the review was started");
        }
        match record.sittings.last() {
            None => faults.add("/review", "sittings", "is empty; there is always one"),
            Some(last) => {
                let at = format!("/review/sittings/{}", record.sittings.len() - 1);
                if last.ended_at != record.exported_at {
                    faults.add(&at, "endedAt", "is not when the review was closed");
                }
                if record.closing_sitting != last.sitting {
                    faults.add("/review", "closingSitting", "is not the last sitting");
                }
            }
        }
        hold_jumps(record, faults);
        self.times.sittings.clone_from(&record.sittings);
        self.times.jumps.clone_from(&record.clock_jumps);
    }
}

fn hold_jumps(record: &Record, faults: &mut Faults) {
    let mut before: Option<&ClockJump> = None;
    for (i, jump) in record.clock_jumps.iter().enumerate() {
        let at = format!("/review/clockJumps/{i}");
        if jump.line < 2 || before.is_some_and(|before| jump.line <= before.line) {
            faults.add(&at, "line", "is not a later line of the journal");
        }
        if before.is_some_and(|before| jump.sitting < before.sitting) {
            faults.add(&at, "sitting", "is before that of the previous jump");
        }
        // A jump forward exists only within a sitting; a line that begins one can only have gone back.
        if !ClockJump::within_sitting(jump.from, jump.to) {
            faults.add(&at, "to", "follows from the time before it");
        }
        before = Some(jump);
    }
}

/// Every named sitting must exist. It must span its actions too, unless the clock went back.
pub(crate) fn hold_named(record: &Record, faults: &mut Faults) {
    let steady = !record.clock_went_back();
    let mut hold = |number: u32, time: Option<Moment>, at: &str, (member, timed): (&str, &str)| match record
        .sittings
        .iter()
        .find(|sitting| sitting.sitting == number)
    {
        None => faults.add(at, member, "names a sitting that does not exist"),
        Some(sitting) if steady && !spans(sitting, time) => {
            faults.add(
                at,
                timed,
                &format!("is outside sitting {number}, and no jump of the clock is recorded"),
            );
        }
        Some(_) => {}
    };
    for (i, step) in record.steps.iter().enumerate() {
        for (j, item) in step.items.iter().enumerate() {
            let at = format!("/review/steps/{i}/items/{j}");
            let named = [
                (item.note_sitting, None, ("noteSitting", "")),
                (item.entered_sitting, None, ("enteredSitting", "")),
                (item.confirmed_sitting, item.confirmed_at, ("confirmedSitting", "confirmedAt")),
            ];
            for (number, time, members) in named {
                if let Some(number) = number {
                    hold(number, time, &at, members);
                }
            }
            if let Some(evidence) = &item.evidence {
                let members = ("sitting", "openedAt");
                hold(evidence.sitting, Some(evidence.opened_at), &format!("{at}/evidence"), members);
            }
            for (k, concern) in item.concerns.iter().enumerate() {
                hold_concern(concern, &format!("{at}/concerns/{k}"), &mut hold);
            }
        }
    }
    for (i, dropped) in record.dropped.iter().enumerate() {
        let at = format!("/review/dropped/{i}");
        for (number, time, members) in [
            (dropped.note_sitting, None, ("noteSitting", "")),
            (dropped.confirmed_sitting, dropped.confirmed_at, ("confirmedSitting", "confirmedAt")),
        ] {
            if let Some(number) = number {
                hold(number, time, &at, members);
            }
        }
        for (k, concern) in dropped.concerns.iter().enumerate() {
            hold_concern(concern, &format!("{at}/concerns/{k}"), &mut hold);
        }
    }
    for (i, attempt) in record.attempts.iter().enumerate() {
        hold(attempt.sitting, Some(attempt.at), &format!("/review/attempts/{i}"), ("sitting", "at"));
    }
    for (i, jump) in record.clock_jumps.iter().enumerate() {
        hold(jump.sitting, None, &format!("/review/clockJumps/{i}"), ("sitting", ""));
    }
}

type Hold<'a> = dyn FnMut(u32, Option<Moment>, &str, (&str, &str)) + 'a;

fn hold_concern(concern: &Concern, at: &str, hold: &mut Hold) {
    hold(concern.sitting, Some(concern.at), at, ("sitting", "at"));
    if let Some(number) = concern.answered_sitting {
        hold(number, concern.answered_at, at, ("answeredSitting", "answeredAt"));
    }
}

fn spans(sitting: &Sitting, time: Option<Moment>) -> bool {
    time.is_none_or(|time| sitting.spans(time))
}
