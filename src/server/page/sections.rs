//! The eight sections: the owner's lines if the runbook has them, and the runbook in detail.

use super::shown::Shown;
use crate::review::runbook::page::Line as OwnLine;
use crate::review::runbook::{self, Effect, Kind, PhaseItem, Runbook};

pub(crate) struct Sections {
    pub(crate) outcome: Vec<Line>,
    pub(crate) statuses: Vec<Status>,
    pub(crate) handoff: Vec<Line>,
    pub(crate) fields: Vec<Field>,
    pub(crate) target: Vec<Field>,
    pub(crate) packet: Vec<Line>,
    pub(crate) literals: Vec<(&'static str, Shown)>,
    pub(crate) ready_flag: Shown,
    pub(crate) ready: Vec<Shown>,
    pub(crate) flags: Vec<Shown>,
    pub(crate) requires: Vec<Shown>,
    pub(crate) order: Vec<Line>,
    pub(crate) phases: Vec<Phase>,
    pub(crate) other_actions: Vec<Action>,
    pub(crate) references: Vec<Line>,
    pub(crate) reference_titles: Vec<(Shown, Shown)>,
    pub(crate) groups: Vec<Group>,
    pub(crate) confirmations: Vec<Line>,
    pub(crate) sentences: Vec<(Shown, Shown)>,
    pub(crate) stop_rules: Vec<Line>,
    pub(crate) endpoints: Vec<Line>,
}

/// `number` is `None` for a stop line.
pub(crate) struct Line {
    pub(crate) number: Option<usize>,
    pub(crate) text: Shown,
}

pub(crate) struct Status {
    pub(crate) literal: Shown,
    pub(crate) kind: &'static str,
    pub(crate) word: &'static str,
    pub(crate) glyph: &'static str,
    pub(crate) meaning: Shown,
    pub(crate) next: Shown,
}

pub(crate) struct Field {
    pub(crate) name: Shown,
    pub(crate) title: Shown,
    pub(crate) rule: &'static str,
    pub(crate) accepts: Vec<Shown>,
    pub(crate) refuses: Vec<Shown>,
}

pub(crate) struct Phase {
    pub(crate) id: Shown,
    pub(crate) name: Shown,
    pub(crate) purpose: Shown,
    pub(crate) references: Vec<Shown>,
    pub(crate) items: Vec<Item>,
    pub(crate) actions: Vec<Action>,
}

/// A question, or a command, which is shown and never run.
pub(crate) enum Item {
    Question(Shown),
    Command { command: Shown, purpose: Shown },
}

/// Write action: shown, blocked, with the reason. `anchor` links the two and is unique in the page.
pub(crate) struct Action {
    pub(crate) anchor: String,
    pub(crate) words: Shown,
    pub(crate) why: Shown,
    pub(crate) later_stage: Shown,
    pub(crate) status: Shown,
}

/// References of which one is enough.
pub(crate) struct Group {
    pub(crate) title: Shown,
    pub(crate) one_of: Vec<Shown>,
}

impl Sections {
    pub(crate) fn new(runbook: &Runbook) -> Self {
        let own = runbook.page.as_ref().map(|page| page.sections.clone()).unwrap_or_default();
        let packet = &runbook.packet;
        let ready = runbook.statuses.iter().filter(|status| status.kind == Kind::Ready);
        let references = runbook.references.iter();
        let confirmations = runbook.confirmations.iter();
        let groups = runbook.reference_groups.iter();
        Self {
            outcome: lines(&own.outcome),
            statuses: runbook.statuses.iter().map(Status::new).collect(),
            handoff: lines(&own.owner_handoff),
            fields: handoff_fields(runbook),
            target: runbook.target.iter().map(target).collect(),
            packet: lines(&own.packet),
            literals: [("Type", &packet.r#type), ("Mode", &packet.mode), ("Effect", &packet.effect)]
                .map(|(name, literal)| (name, Shown::new(literal)))
                .into(),
            ready_flag: Shown::new(&packet.ready_flag),
            ready: ready.map(|status| Shown::new(&status.status)).collect(),
            flags: Shown::all(runbook.flags()),
            requires: Shown::all(&runbook.requires),
            order: lines(&own.phases),
            phases: phases(runbook),
            other_actions: other_actions(runbook),
            references: lines(&own.references),
            reference_titles: references.map(|r| (Shown::new(&r.field), Shown::new(r.in_words()))).collect(),
            groups: groups
                .map(|group| Group { title: Shown::new(&group.title), one_of: Shown::all(&group.one_of) })
                .collect(),
            confirmations: lines(&own.confirmations),
            sentences: confirmations.map(|c| (Shown::new(&c.field), Shown::new(&c.sentence))).collect(),
            stop_rules: runbook.stop_rules.iter().map(|rule| Line::stop(&rule.rule)).collect(),
            endpoints: endpoints(runbook),
        }
    }
}

impl Line {
    fn point(number: usize, text: &str) -> Self {
        Self { number: Some(number), text: Shown::new(text) }
    }

    fn stop(text: &str) -> Self {
        Self { number: None, text: Shown::new(text) }
    }
}

/// Numbers the points of a section; stop lines do not count.
fn lines(own: &[OwnLine]) -> Vec<Line> {
    let mut numbers = 1..;
    let line = |line: &OwnLine| match line {
        OwnLine::Point { point } => Line { number: numbers.next(), text: Shown::new(point) },
        OwnLine::Stop { stop } => Line::stop(stop),
    };
    own.iter().map(line).collect()
}

impl Status {
    pub(crate) fn new(status: &runbook::Status) -> Self {
        // Class, word and glyph: colour alone never conveys the kind.
        let (kind, word, glyph) = match status.kind {
            Kind::Ready => ("ready", "ready", "✓"),
            Kind::More => ("more", "more review", "…"),
            Kind::ChangesRequested => ("changes", "changes requested", "↺"),
            Kind::Rejected => ("rejected", "rejected", "×"),
            Kind::Blocked => ("blocked", "blocked", "⊘"),
        };
        let [literal, meaning, next] = [&status.status, &status.meaning, &status.next].map(Shown::new);
        Self { literal, kind, word, glyph, meaning, next }
    }
}

fn handoff_fields(runbook: &Runbook) -> Vec<Field> {
    let handoff = &runbook.owner_handoff;
    let upstream = handoff.upstream.iter().map(|upstream| Field {
        name: Shown::new(&upstream.field),
        title: Shown::new(upstream.in_words()),
        rule: "Required.",
        accepts: Shown::all(&upstream.accepts),
        refuses: Vec::new(),
    });
    let named = handoff.named().map(|named| Field {
        name: Shown::new(named.field),
        title: Shown::new(named.in_words()),
        rule: "Required: text that is not empty, has no invisible characters and does not look like a \
             credential.",
        accepts: Vec::new(),
        refuses: Vec::new(),
    });
    let declared = handoff.declared.iter().map(|declared| Field {
        name: Shown::new(&declared.field),
        title: Shown::new(declared.in_words()),
        rule: "Optional.",
        accepts: Shown::all(&declared.accepts),
        refuses: Vec::new(),
    });
    upstream.chain(named).chain(declared).collect()
}

fn target(target: &runbook::Target) -> Field {
    Field {
        name: Shown::new(&target.field),
        title: Shown::new(target.in_words()),
        rule: "Required.",
        accepts: Shown::all(&target.accepts),
        refuses: Shown::all(&target.refuses),
    }
}

fn phases(runbook: &Runbook) -> Vec<Phase> {
    let phases = runbook.phases.iter().enumerate();
    let phase = |(i, phase): (usize, &runbook::Phase)| Phase {
        id: Shown::new(&phase.id),
        name: Shown::new(phase.name()),
        purpose: Shown::new(&phase.purpose),
        references: Shown::all(&phase.references),
        items: phase.items.iter().map(item).collect(),
        actions: phase
            .effects
            .iter()
            .filter_map(|id| runbook.effect(id))
            .enumerate()
            .map(|(j, effect)| action(effect, format!("why-{}-{}", i + 1, j + 1)))
            .collect(),
    };
    phases.map(phase).collect()
}

fn item(item: &PhaseItem) -> Item {
    match item {
        PhaseItem::Question { question, .. } => Item::Question(Shown::new(question)),
        PhaseItem::Command { command, purpose, .. } => {
            Item::Command { command: Shown::new(command), purpose: Shown::new(purpose) }
        }
    }
}

fn action(effect: &Effect, anchor: String) -> Action {
    let [words, why, later_stage, status] =
        [&effect.action, &effect.why, &effect.later_stage, &effect.status].map(Shown::new);
    Action { anchor, words, why, later_stage, status }
}

/// Write actions that no phase names, so that every one of them is on the page.
fn other_actions(runbook: &Runbook) -> Vec<Action> {
    let in_a_phase =
        |effect: &&Effect| !runbook.phases.iter().any(|phase| phase.effects.contains(&effect.id));
    let others = runbook.effects.iter().filter(in_a_phase).enumerate();
    others.map(|(i, effect)| action(effect, format!("why-other-{}", i + 1))).collect()
}

fn endpoints(runbook: &Runbook) -> Vec<Line> {
    let endpoints = &runbook.endpoints;
    [
        format!("{} is the upstream {} evidence source.", endpoints.upstream, runbook.after),
        format!("{} lists this runbook guardrail.", endpoints.policy.path),
        format!("{} prepares the runbook packet.", endpoints.plan.path),
        format!("{} checks this page visually.", endpoints.browser_check),
    ]
    .iter()
    .zip(1..)
    .map(|(text, number)| Line::point(number, text))
    .collect()
}
