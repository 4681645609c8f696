//! The order of the times in a record, and the pace of its answers.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::{Concern, Dropped, Item, Record, State};
use crate::review::moment::Moment;

#[derive(Clone)]
struct Time {
    place: String,
    at: Moment,
}

struct Times {
    went_back_millis: u64,
    started: Time,
    exported: Time,
    contradictions: Vec<(String, String)>,
}

impl Times {
    fn new(record: &Record) -> Self {
        let time = |member: &str, at| Time { place: format!("/review/{member}"), at };
        let (started, exported) =
            (time("startedAt", record.started_at), time("exportedAt", record.exported_at));
        // An honest record contradicts itself by as much as the clock was set back, and by no more.
        let went_back_millis = record.clock_went_back_millis();
        Self { went_back_millis, started, exported, contradictions: Vec::new() }
    }

    /// True if `time` is too early to follow `other`. The same millisecond is in order.
    fn is_before(&self, time: Moment, other: Moment) -> bool {
        other.millis_since(time) > self.went_back_millis
    }

    fn follows(&mut self, time: &Time, earlier: &Time) {
        if self.is_before(time.at, earlier.at) {
            let message = format!("is {}, before {}, {}", time.at, earlier.place, earlier.at);
            self.contradictions.push((time.place.clone(), message));
        }
    }

    fn is_within(&mut self, time: &Time) {
        let started = self.started.clone();
        self.follows(time, &started);
        if self.is_before(self.exported.at, time.at) {
            let message = format!("is {}, after {}, {}", time.at, self.exported.place, self.exported.at);
            self.contradictions.push((time.place.clone(), message));
        }
    }

    /// `read` are the times at which the files were opened that the answer is based on.
    fn item<'a>(&mut self, item: &Item, at: &str, read: impl Iterator<Item = &'a Time>) {
        if let Some(evidence) = item.evidence {
            self.is_within(&Time { place: format!("{at}/evidence/openedAt"), at: evidence.opened_at });
        }
        if let Some(confirmed) = self.answer(item.opened_at, item.confirmed_at, &item.concerns, at) {
            for earlier in read {
                self.follows(&confirmed, earlier);
            }
        }
    }

    fn dropped(&mut self, item: &Dropped, at: &str) {
        let _ = self.answer(item.opened_at, item.confirmed_at, &item.concerns, at);
    }

    fn answer(
        &mut self,
        opened: Option<Moment>,
        confirmed: Option<Moment>,
        concerns: &[Concern],
        at: &str,
    ) -> Option<Time> {
        let time = |member: &str, moment| Time { place: format!("{at}/{member}"), at: moment };
        let opened = opened.map(|opened| time("openedAt", opened));
        let confirmed = confirmed.map(|confirmed| time("confirmedAt", confirmed));
        for time in [&opened, &confirmed].into_iter().flatten() {
            self.is_within(time);
        }
        let last = self.concerns(concerns, at);
        for earlier in [&opened, &last].into_iter().flatten() {
            if let Some(confirmed) = &confirmed {
                self.follows(confirmed, earlier);
            }
        }
        confirmed
    }

    /// Each concern must be answered before the next is raised. Returns the last time.
    fn concerns(&mut self, concerns: &[Concern], at: &str) -> Option<Time> {
        let mut last: Option<Time> = None;
        for (i, concern) in concerns.iter().enumerate() {
            let time =
                |member: &str, at_time| Time { place: format!("{at}/concerns/{i}/{member}"), at: at_time };
            let raised = time("at", concern.at);
            let answered = concern.answered_at.map(|answered| time("answeredAt", answered));
            for time in [Some(&raised), answered.as_ref()].into_iter().flatten() {
                self.is_within(time);
                if let Some(last) = &last {
                    self.follows(time, last);
                }
                last = Some(time.clone());
            }
        }
        last
    }
}

/// Times that contradict each other, with their JSON pointers. `based_on` gives the references that an item is based
/// on, if the runbook is known.
pub fn contradictions<'a>(
    record: &Record,
    based_on: impl Fn(&str) -> Option<&'a [String]>,
) -> Vec<(String, String)> {
    let mut times = Times::new(record);
    let (started, exported) = (times.started.clone(), times.exported.clone());
    times.follows(&exported, &started);
    let files = files(record);
    for (i, step) in record.steps.iter().enumerate() {
        for (j, item) in step.items.iter().enumerate() {
            // Without the runbook only an item's own file counts.
            let based_on = based_on(&item.item).unwrap_or(std::slice::from_ref(&item.item));
            let read = based_on.iter().filter_map(|field| files.get(field.as_str()));
            times.item(item, &format!("/review/steps/{i}/items/{j}"), read);
        }
    }
    for (i, dropped) in record.dropped.iter().enumerate() {
        times.dropped(dropped, &format!("/review/dropped/{i}"));
    }
    let mut before = None;
    for (i, attempt) in record.attempts.iter().enumerate() {
        let time = Time { place: format!("/review/attempts/{i}/at"), at: attempt.at };
        times.is_within(&time);
        if let Some(before) = before.replace(time.clone()) {
            times.follows(&time, &before);
        }
    }
    times.contradictions.extend(Pace::new(record).impossible(times.went_back_millis));
    times.contradictions
}

fn files(record: &Record) -> BTreeMap<&str, Time> {
    let mut files = BTreeMap::new();
    for (i, step) in record.steps.iter().enumerate() {
        for (j, item) in step.items.iter().enumerate() {
            let place = || format!("/review/steps/{i}/items/{j}/evidence/openedAt");
            if let Some(evidence) = item.evidence {
                let time = || Time { place: place(), at: evidence.opened_at };
                files.entry(item.item.as_str()).or_insert_with(time);
            }
        }
    }
    files
}

pub struct Pace {
    answered: usize,
    files: usize,
    bytes: u64,
    took_millis: u64,
}

/// No real review is faster: before each answer its inputs are checked, and after it the journal is synced.
const ANSWERS_A_MILLISECOND_MAX: u64 = 20;

#[must_use]
pub fn is_too_soon(answers: usize, took_millis: u64) -> bool {
    answers as u64 > took_millis.saturating_add(1).saturating_mul(ANSWERS_A_MILLISECOND_MAX)
}

impl Pace {
    #[must_use]
    pub fn new(record: &Record) -> Self {
        let (mut answered, mut files, mut bytes) = (BTreeSet::new(), BTreeSet::new(), 0_u64);
        for item in record.steps.iter().flat_map(|step| &step.items) {
            if matches!(item.state, State::Confirmed | State::NotApplicable) {
                answered.insert(item.item.as_str());
            }
            if let Some(evidence) = item.evidence.filter(|_| files.insert(item.item.as_str())) {
                bytes = bytes.saturating_add(evidence.bytes);
            }
        }
        let took_millis = record.exported_at.millis_since(record.started_at);
        Self { answered: answered.len(), files: files.len(), bytes, took_millis }
    }

    /// Refuses only a pace that no machine allows; how fast a person reads is for a person to judge.
    fn impossible(&self, went_back_millis: u64) -> Option<(String, String)> {
        is_too_soon(self.answered, self.took_millis.saturating_add(went_back_millis)).then(|| {
            let took = self.took_millis;
            let message =
                format!("is {took} ms after /review/startedAt, too soon for {} answers", self.answered);
            ("/review/exportedAt".to_owned(), message)
        })
    }
}

impl fmt::Display for Pace {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
        let (answered, files) = (count(self.answered, "item"), count(self.files, "evidence file"));
        let (bytes, took) = (self.bytes, duration(self.took_millis));
        write!(out, "{answered} answered and {files} of {bytes} bytes opened in {took}, from start to close")
    }
}

fn duration(millis: u64) -> String {
    let (seconds, minutes) = (millis / 1000, millis / 60_000);
    match minutes {
        0 => format!("{seconds}.{:03} s", millis % 1000),
        1..60 => format!("{minutes} min {} s", seconds % 60),
        _ => format!("{} h {} min", minutes / 60, minutes % 60),
    }
}
