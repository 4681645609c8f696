//! Lists available at any time: steps, open items, findings, write actions, changes, commands.

use super::Scene;
use super::commands::{TABLE, Takes};
use crate::frontend::Exported;
use crate::frontend::wording::item::{labelled, list};
use crate::frontend::wording::plain::commands::{NOTHING_IS_OPEN, NOTHING_IS_OPEN_AND_CLOSED};
use crate::frontend::wording::plain::lists as words;
use crate::frontend::wording::{handoff as observed, moved as changed, sitting, write_actions as panel};
use crate::review::checklist::StepKind;
use crate::review::finding::Finding;
use crate::review::state::Review;

pub(super) fn steps(scene: Scene) -> Vec<String> {
    let review = scene.review;
    let steps = review.checklist().steps().iter().enumerate();
    steps
        .map(|(index, step)| {
            let progress = review.progress(index);
            let mut how_far = vec![match step.kind {
                StepKind::Packet if review.closing().is_some() => words::CLOSED.to_owned(),
                StepKind::Packet => words::NOT_CLOSED.to_owned(),
                _ => words::settled(progress.settled, progress.total),
            }];
            how_far.extend(review.locked_by(index).map(|_| words::LOCKED.to_owned()));
            let told = |count: usize, told: fn(usize) -> String| (count > 0).then(|| told(count));
            how_far.extend(told(progress.blocked, words::blocked));
            how_far.extend(told(progress.stale, words::stale));
            how_far.extend(told(progress.concerns, words::with_a_concern));
            words::step(index + 1, &step.title, &how_far, index == scene.at.step)
        })
        .collect()
}

pub(super) fn open(scene: Scene) -> Vec<String> {
    let review = scene.review;
    let items: Vec<String> = review
        .open_items()
        .filter_map(|place| {
            let locked = review.item_locked_by(place).is_some();
            Some(words::open_item(&review.item(place)?.id, review.state(place).word(), locked))
        })
        .collect();
    if items.is_empty() { vec![nothing_is_open(review).to_owned()] } else { items }
}

/// Points to the closing call until it is made.
pub(super) fn nothing_is_open(review: &Review) -> &'static str {
    if review.closing().is_some() { NOTHING_IS_OPEN_AND_CLOSED } else { NOTHING_IS_OPEN }
}

/// Also lists changes since the closing, sittings, clock jumps, and warnings about the runbook.
pub(super) fn status(scene: Scene) -> Vec<String> {
    let review = scene.review;
    let jumped = sitting::clock_jumped(review.clock_jumps());
    let warnings = review.runbook().warnings().iter().map(words::runbook_warning);
    let earned = [earned(review)].into_iter().chain(since_closing(scene));
    earned.chain(sitting::so_far(review)).chain(jumped).chain(warnings).collect()
}

/// Status of the review if it were closed now, with the assumed decision.
fn earned(review: &Review) -> String {
    if let Some(closing) = review.closing() {
        return words::closed_with(&closing.status);
    }
    let Some(decision) = review.assumed_decision() else { return String::new() };
    let outcome = review.outcome(&decision.value);
    let open: Vec<usize> = review.open_items().collect();
    let first = open.first().and_then(|place| review.item(*place));
    let first = first.map(|item| (open.len(), item.id.as_str()));
    words::would_earn_now(&decision.verb, &outcome.status, first)
}

/// Findings under the decision that closed the review, or the assumed one.
pub(super) fn findings(review: &Review) -> Vec<String> {
    let decision = review.closing().map(|closing| closing.decision.clone());
    let decision = decision.or_else(|| review.assumed_decision().map(|decision| decision.value.clone()));
    let findings = decision.map(|decision| review.outcome(&decision).findings).unwrap_or_default();
    let head = words::findings(findings.len());
    let lines = findings.iter().map(|finding| format!("{}: {}", finding.rule.code(), finding.message));
    [head].into_iter().chain(lines).collect()
}

/// Observations on the handoff that are no items.
pub(super) fn handoff(review: &Review) -> Vec<String> {
    let (handoff, runbook) = (review.handoff(), review.runbook());
    let declared = runbook.owner_handoff.declared.iter();
    let mut said: Vec<String> = declared
        .filter_map(|declared| Some(format!("{}: {}", declared.field, handoff.value(&declared.field)?)))
        .collect();
    let confirmations = &runbook.confirmations;
    let claimed = confirmations.iter().filter(|confirmation| handoff.claims(&confirmation.field)).count();
    said.push(observed::claims_confirmations(claimed, confirmations.len()));
    said.extend(handoff.decision().map(observed::claims_decision));
    said.push(observed::digest_of_bytes(handoff.digest()));
    let of_handoff = |finding: &&Finding| handoff.findings().contains(finding);
    said.extend(review.findings().iter().filter(of_handoff).map(observed::finding));
    said.extend(handoff.notes().iter().map(|note| format!("{}: {}", note.pointer, note.text)));
    said
}

/// Stale items with their old and new values, and answers whose items are gone.
pub(super) fn moved(scene: Scene) -> Vec<String> {
    let review = scene.review;
    let stale: Vec<usize> =
        (0..review.checklist().items().len()).filter(|place| review.is_stale(*place)).collect();
    let dropped = || review.dropped().flat_map(|item| [item.words(), format!("  {}", item.title)]);
    if stale.is_empty() {
        let first = since_closing(scene).unwrap_or_else(|| changed::NOTHING_IS_STALE.to_owned());
        return [first].into_iter().chain(dropped()).collect();
    }
    let mut said = vec![words::stale_items(stale.len()), changed::STALE_MEANS.to_owned()];
    for place in stale {
        said.extend(review.item(place).map(|item| format!("{}: {}", item.id, item.title)));
        let changes = review.moved(place);
        for change in &changes {
            if change.is_of_same_bytes() {
                said.push(format!("  {}: {}", change.name, changed::SAME_BYTES));
                continue;
            }
            let stood = |value: &Option<String>| value.as_deref().unwrap_or(changed::NOTHING).to_owned();
            said.push(format!("  {}", words::was(&change.name, &stood(&change.old))));
            said.push(format!("  {}", words::is(&change.name, &stood(&change.new))));
            let unseen = change.unseen().map(|(number, old, new)| changed::differs_at(number, old, new));
            said.extend(unseen.map(|words| format!("  {words}")));
        }
        if changes.is_empty() {
            said.push(format!("  {}", changed::STANDS_AGAIN));
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
    let mut said = vec![words::WRITE_ACTIONS.to_owned(), words::ACTIONS_SHOWS.to_owned()];
    for (index, effect) in review.runbook().effects.iter().enumerate() {
        said.push(words::write_action(index + 1, &effect.id, &effect.action, &effect.why));
        said.push(format!("  {}", words::earns(&effect.status)));
    }
    said.push(words::attempts(review.attempts().len()));
    for attempt in review.attempts() {
        let text = format!("  {} {}: {}", attempt.at.clock(), attempt.effect, attempt.status);
        said.push(sitting::signed(text, review, attempt.sitting));
    }
    said
}

/// Reply to an attempt at a write action.
pub(super) fn stop(review: &Review, effect: usize) -> Vec<String> {
    let tried = review.runbook().effects.get(effect).map(|effect| words::stop(&effect.action));
    tried.into_iter().chain(blocked(review, effect)).collect()
}

pub(super) fn blocked(review: &Review, effect: usize) -> Vec<String> {
    let Some(effect) = review.runbook().effects.get(effect) else { return Vec::new() };
    let attempts = review.attempts().iter().filter(|attempt| attempt.effect == effect.id).count();
    vec![
        labelled(panel::WHAT_IS_BLOCKED, &effect.action),
        labelled(panel::NEVER_BECAUSE, &effect.why),
        labelled(panel::WHICH_STAGE, &effect.later_stage),
        labelled(panel::EARNS, &effect.status),
        labelled(panel::STAY_FALSE, list(&effect.flags)),
        labelled(panel::ATTEMPTS, panel::attempts(attempts)),
    ]
}

pub(super) fn help() -> Vec<String> {
    let line = |entry: &super::commands::Entry| {
        let word = match entry.takes {
            Takes::Nothing => entry.word.to_owned(),
            Takes::Perhaps(name) => format!("{} [{name}]", entry.word),
            Takes::Always(name) => format!("{} {name}", entry.word),
        };
        let signs = [entry.number.map(|number| number.to_string()), Some(entry.letter.to_owned())];
        let signs: Vec<String> = signs.into_iter().flatten().filter(|sign| !sign.is_empty()).collect();
        words::command(&word, &signs, entry.help)
    };
    words::HOW_TO_TYPE.into_iter().map(str::to_owned).chain(TABLE.iter().map(line)).collect()
}
