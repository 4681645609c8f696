//! Lists available at any time: steps, open items, findings, write actions, changes, commands.

use super::Scene;
use super::commands::{TABLE, Takes};
use crate::frontend::Exported;
use crate::frontend::changes::{self, CHANGED_BACK, NOTHING_IS_STALE, SAME_BYTES, STALE_MEANS, Values};
use crate::frontend::handoff::{Observation, observations};
use crate::frontend::item_facts::{Fact, list};
use crate::frontend::names;
use crate::frontend::sitting;
use crate::frontend::write_actions::facts;
use crate::review::checklist::{ItemIndex, StepKind};
use crate::review::state::Review;

pub(super) fn steps(scene: Scene) -> Vec<String> {
    let review = scene.review;
    let steps = review.checklist().steps().iter().enumerate();
    steps
        .map(|(index, step)| {
            let progress = review.progress(index);
            let mut how_far = vec![match step.kind {
                StepKind::Packet => closed(review).to_owned(),
                _ => format!("{} of {} answered", progress.settled, progress.total),
            }];
            how_far.extend(review.locked_by(index).map(|_| "locked".to_owned()));
            for (count, what) in [
                (progress.blocked, "blocked"),
                (progress.stale, "stale"),
                (progress.concerns, "with a concern"),
            ] {
                how_far.extend((count > 0).then(|| format!("{count} {what}")));
            }
            let here = if index == scene.at.step { ", you are here" } else { "" };
            format!("{}: {}: {}{here}", index + 1, step.title, list(&how_far))
        })
        .collect()
}

pub(super) fn closed(review: &Review) -> &'static str {
    if review.closing().is_some() { "closed" } else { "not closed" }
}

pub(super) fn open(scene: Scene) -> Vec<String> {
    let review = scene.review;
    let items: Vec<String> = review
        .open_items()
        .filter_map(|index| {
            let locked = if review.item_locked_by(index).is_some() { ", locked" } else { "" };
            Some(format!("{}: {}{locked}", names::with_id(review.item(index)?), review.state(index).word()))
        })
        .collect();
    if items.is_empty() { vec![nothing_is_open(review).to_owned()] } else { items }
}

/// Points to the closing call until it is made.
pub(super) fn nothing_is_open(review: &Review) -> &'static str {
    if review.closing().is_some() {
        "Nothing is open. The review is closed; preview shows its packet, export writes it."
    } else {
        "Nothing is open. The closing call is at the packet: close."
    }
}

/// Also lists changes since the closing, sittings, clock jumps, and warnings about the runbook.
pub(super) fn status(scene: Scene) -> Vec<String> {
    let review = scene.review;
    let jumped = sitting::clock_jumped(review.clock_jumps());
    let warnings = review.runbook().warnings().iter().map(|warning| format!("runbook warning {warning}"));
    let earned = [earned(review)].into_iter().chain(since_closing(scene));
    earned.chain(sitting::so_far(review)).chain(jumped).chain(warnings).collect()
}

/// Status of the review if it were closed now, with the assumed decision.
fn earned(review: &Review) -> String {
    if let Some(closing) = review.closing() {
        return format!("Closed: {}.", names::of_status_with_literal(review, &closing.status));
    }
    let Some(decision) = review.assumed_decision() else { return String::new() };
    let outcome = review.outcome(&decision.value);
    let open: Vec<ItemIndex> = review.open_items().collect();
    let first = open.first().and_then(|index| review.item(*index));
    let earns =
        format!("If you {}: {}.", decision.verb, names::of_status_with_literal(review, &outcome.status));
    match first {
        None => earns,
        Some(first) => format!("{earns} Items open: {}. The first is {}.", open.len(), names::with_id(first)),
    }
}

/// Findings under the decision that closed the review, or the assumed one.
pub(super) fn findings(review: &Review) -> Vec<String> {
    let decision = review.closing().map(|closing| closing.decision.clone());
    let decision = decision.or_else(|| review.assumed_decision().map(|decision| decision.value.clone()));
    let findings = decision.map(|decision| review.outcome(&decision).findings).unwrap_or_default();
    let head = format!("Findings and open items: {}.", findings.len());
    let lines = findings.iter().map(|finding| format!("{}: {}", finding.rule.code(), finding.message));
    [head].into_iter().chain(lines).collect()
}

pub(super) fn handoff(review: &Review) -> Vec<String> {
    let said = |observation| match observation {
        Observation::Declared { field, value } => format!("{field}: {value}"),
        Observation::Finding(text) | Observation::Other(text) => text,
    };
    observations(review).into_iter().map(said).collect()
}

/// Stale items with their old and new values, and answers whose items are gone.
pub(super) fn changed(scene: Scene) -> Vec<String> {
    let review = scene.review;
    let stale: Vec<ItemIndex> = review.stale_items().collect();
    let dropped = || review.dropped().flat_map(|item| [item.words(), format!("  {}", item.title)]);
    if stale.is_empty() {
        let first = since_closing(scene).unwrap_or_else(|| NOTHING_IS_STALE.to_owned());
        return [first].into_iter().chain(dropped()).collect();
    }
    let mut said = vec![format!("Stale items: {}.", stale.len()), STALE_MEANS.to_owned()];
    for index in stale {
        said.extend(
            review.item(index).map(|item| format!("{}: {}", names::with_id(item), names::asked(item))),
        );
        let changes = review.changed(index);
        for change in &changes {
            let Some(Values { old, new, unseen }) = changes::values(change) else {
                said.push(format!("  {}: {SAME_BYTES}", change.name));
                continue;
            };
            said.push(format!("  {} was: {old}", change.name));
            said.push(format!("  {} is: {new}", change.name));
            said.extend(unseen.map(|unseen| format!("  {unseen}")));
        }
        if changes.is_empty() {
            said.push(format!("  {CHANGED_BACK}"));
        }
    }
    said.extend(dropped());
    said
}

/// Changes since the review was closed.
pub(super) fn since_closing(scene: Scene) -> Option<String> {
    Exported::since_closing(scene.exported).map(str::to_owned)
}

pub(super) fn actions(review: &Review) -> Vec<String> {
    let mut said = vec![
        "Write actions: shown, and blocked in every step. This program has no code for any of them."
            .to_owned(),
        "Type actions and a number to read why one is blocked; nothing is recorded. Type try and a number \
         to try it: that is refused, recorded, and changes no status."
            .to_owned(),
    ];
    for (index, effect) in review.runbook().effects.iter().enumerate() {
        let shown = names::with_literal(&effect.in_words(), &effect.id);
        said.push(format!("{}: {shown}. Blocked: {}", index + 1, effect.why));
        said.push(format!(
            "  Requesting it gives {}.",
            names::of_status_with_literal(review, &effect.status)
        ));
    }
    said.push(format!("Refused attempts in this review: {}.", review.attempts().len()));
    for attempt in review.attempts() {
        let text = format!("  {} {}: {}", attempt.at.clock(), attempt.effect, attempt.status);
        said.push(sitting::signed(text, review, attempt.sitting));
    }
    said
}

/// Reply to an attempt at a write action.
pub(super) fn stop(review: &Review, effect: usize) -> Vec<String> {
    let tried =
        review.runbook().effects.get(effect).map(|effect| format!("Stop. You tried to {}.", effect.action));
    tried.into_iter().chain(blocked(review, effect)).collect()
}

pub(super) fn blocked(review: &Review, effect: usize) -> Vec<String> {
    facts(review, effect).iter().flatten().map(Fact::to_string).collect()
}

const HOW_TO_TYPE: [&str; 3] = [
    "Type a word, or the number or sign after it. Any unambiguous beginning of a word works.",
    "A number always means the same command. Enter alone repeats the question and answers nothing.",
    "A text may follow its command, or you are asked for it. A text of several lines ends with a line that \
     is a single dot.",
];

pub(super) fn help() -> Vec<String> {
    let line = |entry: &super::commands::Entry| {
        let word = match entry.takes {
            Takes::Nothing => entry.word.to_owned(),
            Takes::Perhaps(name) => format!("{} [{name}]", entry.word),
            Takes::Always(name) => format!("{} {name}", entry.word),
        };
        let signs = [entry.number.map(|number| number.to_string()), Some(entry.letter.to_owned())];
        let signs: Vec<String> = signs.into_iter().flatten().filter(|sign| !sign.is_empty()).collect();
        match &*signs {
            [] => format!("{word}: {}", entry.help),
            signs => format!("{word} ({}): {}", signs.join(" or "), entry.help),
        }
    };
    HOW_TO_TYPE.into_iter().map(str::to_owned).chain(TABLE.iter().map(line)).collect()
}
