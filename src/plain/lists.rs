//! What can be listed at any time: steps, open items, findings, write actions, what moved, the commands.

use super::Scene;
use super::commands::{TABLE, Takes};
use crate::review::checklist::StepKind;
use crate::review::state::Review;

/// The steps with their state and count.
pub(super) fn steps(scene: Scene) -> Vec<String> {
    let review = scene.review;
    let steps = review.checklist().steps().iter().enumerate();
    steps
        .map(|(index, step)| {
            let progress = review.progress(index);
            let mut words = Vec::new();
            if step.kind == StepKind::Packet {
                words.push(if review.closing().is_some() { "closed" } else { "not closed" }.to_owned());
            } else {
                words.push(format!("{} of {} settled", progress.settled, progress.total));
            }
            if review.locked_by(index).is_some() {
                words.push("locked".to_owned());
            }
            for (count, word) in [
                (progress.blocked, "blocked"),
                (progress.stale, "stale"),
                (progress.concerns, "with a concern"),
            ] {
                if count > 0 {
                    words.push(format!("{count} {word}"));
                }
            }
            let here = if index == scene.at.step { ", you are here" } else { "" };
            format!("{}: {}: {}{here}", index + 1, step.title, words.join(", "))
        })
        .collect()
}

/// What is open.
pub(super) fn open(scene: Scene) -> Vec<String> {
    let review = scene.review;
    let items: Vec<String> = review
        .open_items()
        .filter_map(|place| {
            let locked = if review.item_locked_by(place).is_some() { ", locked" } else { "" };
            Some(format!("{}: {}{locked}", review.item(place)?.id, review.state(place).word()))
        })
        .collect();
    if items.is_empty() {
        vec!["Nothing is open. The closing call is at the packet: close.".to_owned()]
    } else {
        items
    }
}

/// What this review would earn now, with the decision that is assumed.
pub(super) fn status(review: &Review) -> String {
    if let Some(closing) = review.closing() {
        return format!("Closed: {}.", closing.status);
    }
    let Some(decision) = review.assumed_decision() else { return String::new() };
    let outcome = review.outcome(&decision.value);
    let open: Vec<usize> = review.open_items().collect();
    let next = open.first().and_then(|place| review.item(*place));
    let next = next.map(|item| format!(" Items open: {}. The first is {}.", open.len(), item.id));
    format!("If you {}: {}.{}", decision.verb, outcome.status, next.unwrap_or_default())
}

/// Every finding and open item that weighs on it.
pub(super) fn findings(review: &Review) -> Vec<String> {
    let decision = review.closing().map(|closing| closing.decision.clone());
    let decision = decision.or_else(|| review.assumed_decision().map(|decision| decision.value.clone()));
    let findings = decision.map(|decision| review.outcome(&decision).findings).unwrap_or_default();
    let head = format!("Findings and open items: {}.", findings.len());
    let lines = findings.iter().map(|finding| format!("{}: {}", finding.rule.code(), finding.message));
    [head].into_iter().chain(lines).collect()
}

/// What the program sees in the handoff beside the items.
pub(super) fn handoff(review: &Review) -> Vec<String> {
    let (handoff, runbook) = (review.handoff(), review.runbook());
    let declared = runbook.owner_handoff.declared.iter();
    let mut said: Vec<String> = declared
        .filter_map(|declared| Some(format!("{}: {}", declared.field, handoff.value(&declared.field)?)))
        .collect();
    let confirmations = &runbook.confirmations;
    let claimed = confirmations.iter().filter(|confirmation| handoff.claims(&confirmation.field)).count();
    said.push(format!(
        "The handoff claims {claimed} of {} confirmations; a claim is not used.",
        confirmations.len()
    ));
    said.extend(handoff.decision().map(|decision| format!("The handoff claims the decision {decision}.")));
    said.push(format!("Digest of the bytes read: {}", handoff.digest()));
    for finding in review.findings().iter().filter(|finding| handoff.findings().contains(finding)) {
        let (rule, pointer) = (finding.rule.code(), &finding.pointer);
        said.push(format!("{rule} {pointer}: {} Expected {}.", finding.message, finding.expected));
    }
    said.extend(handoff.notes().iter().map(|note| format!("{}: {}", note.pointer, note.text)));
    said
}

/// Every stale item: how it was and how it is.
pub(super) fn moved(scene: Scene) -> Vec<String> {
    let review = scene.review;
    let stale: Vec<usize> =
        (0..review.checklist().items().len()).filter(|place| review.is_stale(*place)).collect();
    if stale.is_empty() {
        return vec!["Nothing is stale.".to_owned()];
    }
    let mut said = vec![format!(
        "Stale items: {}. They were answered to something else than stands there now, and are open again; all others stand.",
        stale.len()
    )];
    for place in stale {
        said.extend(review.item(place).map(|item| format!("{}: {}", item.id, item.title)));
        let changes = review.moved(place);
        for change in &changes {
            said.push(format!("  {} was: {}", change.name, change.old.as_deref().unwrap_or("nothing")));
            said.push(format!("  {} is: {}", change.name, change.new.as_deref().unwrap_or("nothing")));
        }
        if changes.is_empty() {
            said.push("  It moved, and stands again as it was when it was answered.".to_owned());
        }
    }
    said
}

/// The write actions, each with its reason, and the attempts on them.
pub(super) fn actions(review: &Review) -> Vec<String> {
    let mut said = vec![
        "Write actions: shown, and blocked in every step. This program has no code for any of them."
            .to_owned(),
        "try with a number asks for one; that is refused, recorded, and changes no status.".to_owned(),
    ];
    for (index, effect) in review.runbook().effects.iter().enumerate() {
        said.push(format!("{}: {}: {}. Blocked: {}", index + 1, effect.id, effect.action, effect.why));
        said.push(format!("  Asking for it earns {}.", effect.status));
    }
    said.push(format!("Refused attempts in this review: {}.", review.attempts().len()));
    for attempt in review.attempts() {
        said.push(format!("  {} {}: {}", attempt.at.clock(), attempt.effect, attempt.status));
    }
    said
}

/// What an attempt on a write action is answered with.
pub(super) fn stop(review: &Review, effect: usize) -> Vec<String> {
    let Some(effect) = review.runbook().effects.get(effect) else { return Vec::new() };
    let attempts = review.attempts().iter().filter(|attempt| attempt.effect == effect.id).count();
    vec![
        format!("Stop. You asked to {}.", effect.action),
        format!("Never here, because: {}", effect.why),
        format!("Which stage could: {}", effect.later_stage),
        format!("Asking for it earns: {}", effect.status),
        format!("Flags that stay false: {}", effect.flags.join(", ")),
        format!("Attempts in this review: {attempts}, each in the journal and in the export"),
    ]
}

/// Every command.
pub(super) fn help() -> Vec<String> {
    let line = |entry: &super::commands::Entry| {
        let word = match entry.takes {
            Takes::Nothing => entry.word.to_owned(),
            Takes::Perhaps(name) => format!("{} [{name}]", entry.word),
            Takes::Always(name) => format!("{} {name}", entry.word),
        };
        let signs = [entry.number.map(|number| number.to_string()), Some(entry.letter.to_owned())];
        let signs: Vec<String> = signs.into_iter().flatten().filter(|sign| !sign.is_empty()).collect();
        let also = if signs.is_empty() { String::new() } else { format!(" ({})", signs.join(" or ")) };
        format!("{word}{also}: {}", entry.help)
    };
    let head = [
        "Type a word, or the number or sign behind it. The beginning of a word is enough where it is the only one.",
        "A number always means the same command. Enter alone says the question again and answers nothing.",
        "Texts are asked for after the command. One of several lines ends with a line that is a single dot.",
    ];
    head.into_iter().map(str::to_owned).chain(TABLE.iter().map(line)).collect()
}
