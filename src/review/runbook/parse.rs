//! From bytes to a runbook: its shape first, then how its parts fit together.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::page::Line;
use super::reader::{Faults, Form, Object};
use super::{
    Acknowledge, Checked, Confirmation, Decision, Declared, Definition, Effect, Endpoint, Endpoints, FORMAT,
    Field, Kind, Names, OwnField, OwnerHandoff, Packet, Page, Phase, PhaseItem, Reference, ReferenceGroup,
    Runbook, RunbookError, Sections, Status, StopRule, Target, Upstream, check, naming, title, warnings,
};
use crate::review::finding::Need;
use crate::review::finding::Rule;
use crate::review::fingerprint::Digest;
use crate::review::{canonical, json, limits};

const ACKNOWLEDGE: [(&str, Acknowledge); 2] = [("key", Acknowledge::Key), ("echo", Acknowledge::Echo)];
const NEEDS: [(&str, Need); 3] =
    [("phases", Need::Phases), ("references", Need::References), ("confirmations", Need::Confirmations)];
const KINDS: [(&str, Kind); 5] = [
    ("ready", Kind::Ready),
    ("more", Kind::More),
    ("changes-requested", Kind::ChangesRequested),
    ("rejected", Kind::Rejected),
    ("blocked", Kind::Blocked),
];

/// The guarantee for the contents of a runbook beyond its shape.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Vouched {
    /// None yet: the contents are checked.
    No,
    /// The tests of the program that contains the runbook.
    Built,
}

pub(super) fn runbook(bytes: &[u8], vouched: Vouched) -> Result<Runbook, RunbookError> {
    definition(json::read_object(bytes, &limits::RUNBOOK).map_err(RunbookError::Unusable)?, vouched)
}

pub(super) fn definition(definition: Map<String, Value>, vouched: Vouched) -> Result<Runbook, RunbookError> {
    let faults = Faults::default();
    let mut root = Object::root(&definition, &faults);
    let format = root.text("format");
    if !format.is_empty() && format != FORMAT {
        root.fault("format", format!("unsupported format; expected {FORMAT}"));
        // In another format all other faults would mislead.
        return Err(RunbookError::Faults(faults.into_vec()));
    }
    let says = members(&mut root);
    root.close();
    if vouched == Vouched::No {
        check::cross_references(&says, &faults);
        naming::page(&says, &faults);
        check::secrets(&definition, &faults);
    }
    let faults = faults.into_vec();
    if !faults.is_empty() {
        return Err(RunbookError::Faults(faults));
    }
    let canonical = canonical::object_bytes(&definition);
    let (fingerprint, names) = (Digest::compute(&canonical), Names::new(&says));
    let warnings = warnings::warnings(&says);
    Ok(Runbook(Arc::new(Checked { says, definition, canonical, fingerprint, names, warnings })))
}

/// A nested object that is missing is a fault already and reads as an empty one, so that the rest is checked too.
fn members(root: &mut Object) -> Definition {
    let (stage, after) = (root.formed("stage", &Form::STAGE), root.formed("after", &Form::STAGE));
    let (slug, title, summary) = (root.formed("slug", &Form::ID), root.text("title"), root.text("summary"));
    let packet = root.object("packet", packet);
    let owner_handoff = root.object("ownerHandoff", owner_handoff);
    let target = root.objects("target", target);
    let references = root.objects("references", reference);
    let reference_groups =
        if root.has("referenceGroups") { root.objects("referenceGroups", group) } else { Vec::new() };
    let confirmations = root.objects("confirmations", confirmation);
    let phases = root.objects("phases", phase);
    let effects = root.objects("effects", effect);
    let leading_flags = root.all_formed("leadingFlags", &Form::FIELD);
    let decisions = root.objects("decisions", decision);
    let statuses = root.objects("statuses", status);
    let stage_block = root.text("stageBlock");
    let stop_rules = root.objects("stopRules", stop_rule);
    let requires = root.texts("requires");
    let page = if root.has("page") { root.object("page", page) } else { None };
    let endpoints = root.object("endpoints", endpoints);
    let next_step = root.text("nextStep");
    Definition {
        format: FORMAT,
        stage,
        after,
        slug,
        title,
        summary,
        packet: packet.unwrap_or_default(),
        owner_handoff: owner_handoff.unwrap_or_default(),
        target,
        references,
        reference_groups,
        confirmations,
        phases,
        effects,
        leading_flags,
        decisions,
        statuses: statuses.into_iter().flatten().collect(),
        stage_block,
        stop_rules,
        requires,
        page,
        endpoints: endpoints.unwrap_or_default(),
        next_step,
    }
}

fn packet(o: &mut Object) -> Packet {
    Packet {
        r#type: o.text("type"),
        mode: o.text("mode"),
        effect: o.text("effect"),
        ready_flag: o.formed("readyFlag", &Form::FIELD),
    }
}

fn owner_handoff(o: &mut Object) -> OwnerHandoff {
    let upstream = o.objects("upstream", upstream);
    let (reference, fingerprint) = (o.object("reference", field), o.object("fingerprint", field));
    let declared = o.objects("declared", declared);
    let (reference, fingerprint) = (reference.unwrap_or_default(), fingerprint.unwrap_or_default());
    OwnerHandoff { upstream, reference, fingerprint, declared }
}

fn declared(o: &mut Object) -> Declared {
    let (field, (title, purpose)) = (o.formed("field", &Form::FIELD), titled(o));
    Declared { field, title, purpose, accepts: o.texts("accepts"), document: pointer(o, "document") }
}

/// A title that a purpose explains is short; a title alone may be any text.
fn titled(o: &mut Object) -> (String, Option<String>) {
    let (title, purpose) = (o.text("title"), o.has("purpose").then(|| o.text("purpose")));
    if purpose.is_some() && !title::is_short(&title) {
        o.fault("title", title::too_long());
    }
    (title, purpose)
}

fn short_title(o: &mut Object) -> Option<String> {
    let title = o.has("title").then(|| o.text("title"));
    if title.as_deref().is_some_and(|title| !title::is_short(title)) {
        o.fault("title", title::too_long());
    }
    title
}

fn acknowledge(o: &mut Object) -> Acknowledge {
    o.choice("acknowledge", &ACKNOWLEDGE).unwrap_or_default()
}

fn upstream(o: &mut Object) -> Upstream {
    let (title, purpose) = titled(o);
    Upstream {
        stage: o.formed("stage", &Form::STAGE),
        field: o.formed("field", &Form::FIELD),
        member: o.formed("member", &Form::FIELD),
        policy_member: o.formed("policyMember", &Form::FIELD),
        title,
        purpose,
        accepts: o.texts("accepts"),
        acknowledge: acknowledge(o),
        document: pointer(o, "document"),
        document_stage: pointer(o, "documentStage"),
        reference: if o.has("reference") { o.object("reference", own_field) } else { None },
        fingerprint: if o.has("fingerprint") { o.object("fingerprint", own_field) } else { None },
    }
}

fn pointer(o: &mut Object, member: &'static str) -> Option<String> {
    o.has(member).then(|| o.formed(member, &Form::POINTER))
}

fn own_field(o: &mut Object) -> OwnField {
    let (title, purpose) = titled(o);
    OwnField {
        field: o.formed("field", &Form::FIELD),
        member: o.formed("member", &Form::FIELD),
        title,
        purpose,
        acknowledge: acknowledge(o),
    }
}

fn field(o: &mut Object) -> Field {
    let (title, purpose) = titled(o);
    Field { field: o.formed("field", &Form::FIELD), title, purpose, acknowledge: acknowledge(o) }
}

fn target(o: &mut Object) -> Target {
    let (title, purpose) = titled(o);
    Target {
        field: o.formed("field", &Form::FIELD),
        member: o.formed("member", &Form::FIELD),
        policy_member: o.formed("policyMember", &Form::FIELD),
        title,
        purpose,
        accepts: o.texts("accepts"),
        refuses: o.texts("refuses"),
        acknowledge: acknowledge(o),
        document: pointer(o, "document"),
    }
}

fn reference(o: &mut Object) -> Reference {
    let (title, purpose) = titled(o);
    Reference { field: o.formed("field", &Form::FIELD), title, purpose }
}

fn group(o: &mut Object) -> ReferenceGroup {
    ReferenceGroup {
        id: o.formed("id", &Form::ID),
        title: o.text("title"),
        one_of: o.all_formed("oneOf", &Form::FIELD),
    }
}

fn confirmation(o: &mut Object) -> Confirmation {
    Confirmation {
        field: o.formed("field", &Form::FIELD),
        title: short_title(o),
        sentence: o.text("sentence"),
        based_on: based_on(o),
    }
}

fn based_on(o: &mut Object) -> Vec<String> {
    // Runbooks written for version 0.1 say `restsOn`.
    let member = ["basedOn", "restsOn"].into_iter().find(|member| o.has(member));
    member.map(|member| o.all_formed(member, &Form::FIELD)).unwrap_or_default()
}

fn phase(o: &mut Object) -> Phase {
    Phase {
        id: o.formed("id", &Form::ID),
        title: short_title(o),
        purpose: o.text("purpose"),
        references: if o.has("references") { o.all_formed("references", &Form::FIELD) } else { Vec::new() },
        items: o.objects("items", phase_item),
        effects: o.all_formed("effects", &Form::ID),
    }
}

fn phase_item(o: &mut Object) -> PhaseItem {
    let (id, based_on) = (o.formed("id", &Form::ID), based_on(o));
    if o.has("command") {
        PhaseItem::Command { id, command: o.text("command"), purpose: o.text("purpose"), based_on }
    } else {
        PhaseItem::Question { id, question: o.text("question"), based_on }
    }
}

fn effect(o: &mut Object) -> Effect {
    Effect {
        id: o.formed("id", &Form::ID),
        title: short_title(o),
        action: o.text("action"),
        flags: o.all_formed("flags", &Form::FIELD),
        decision: o.text("decision"),
        status: o.text("status"),
        why: o.text("why"),
        later_stage: o.text("laterStage"),
        blocked: o.text("blocked"),
    }
}

fn decision(o: &mut Object) -> Decision {
    let (title, purpose) = titled(o);
    Decision {
        value: o.text("value"),
        title,
        purpose,
        verb: o.text("verb"),
        status: o.text("status"),
        needs: o.choices("needs", &NEEDS),
    }
}

fn status(o: &mut Object) -> Option<Status> {
    let (status, title, kind) = (o.text("status"), short_title(o), o.choice("kind", &KINDS));
    let (meaning, next) = (o.text("meaning"), o.text("next"));
    Some(Status { status, title, kind: kind?, meaning, next })
}

fn stop_rule(o: &mut Object) -> StopRule {
    let rules: Vec<(&str, Rule)> = Rule::ALL.iter().map(|rule| (rule.code(), *rule)).collect();
    StopRule {
        id: o.formed("id", &Form::ID),
        title: short_title(o),
        rule: o.text("rule"),
        condition: o.text("condition"),
        watches: o.choices("watches", &rules),
        based_on: based_on(o),
    }
}

fn page(o: &mut Object) -> Page {
    let (kicker, heading, badges) = (o.text("kicker"), o.text("heading"), o.texts("badges"));
    let sections = o.object("sections", |o| Sections {
        outcome: o.objects("outcome", line),
        owner_handoff: o.objects("ownerHandoff", line),
        packet: o.objects("packet", line),
        phases: o.objects("phases", line),
        references: o.objects("references", line),
        confirmations: o.objects("confirmations", line),
    });
    Page { kicker, heading, badges, sections: sections.unwrap_or_default() }
}

fn line(o: &mut Object) -> Line {
    if o.has("stop") { Line::Stop { stop: o.text("stop") } } else { Line::Point { point: o.text("point") } }
}

fn endpoints(o: &mut Object) -> Endpoints {
    let upstream = o.formed("upstream", &Form::PATH);
    let mut endpoint = |member| {
        let read =
            |o: &mut Object| Endpoint { method: o.text("method"), path: o.formed("path", &Form::PATH) };
        o.object(member, read).unwrap_or_default()
    };
    let (policy, plan, page) = (endpoint("policy"), endpoint("plan"), endpoint("page"));
    let browser_check = o.text("browserCheck");
    Endpoints { upstream, policy, plan, page, browser_check }
}
