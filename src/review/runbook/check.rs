//! Checks that the parts of a runbook fit together: unique names, references that resolve, statuses that can be
//! reached.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::reader::Faults;
use super::reserved::{INDEX_PATH, OPENAPI_PATH, PLAN_MEMBERS, POLICY_MEMBERS, STEPS};
use super::{Definition, Kind, OwnField, PhaseItem};
use crate::review::problem::Pointer;
use crate::review::secret::secret_in_member;

pub(super) fn cross_references(runbook: &Definition, faults: &Faults) {
    fields(runbook, faults);
    members(runbook, faults);
    literals(runbook, faults);
    flags(runbook, faults);
    groups(runbook, faults);
    phases(runbook, faults);
    rests(runbook, faults);
    effects(runbook, faults);
    decisions(runbook, faults);
    statuses(runbook, faults);
    endpoints(runbook, faults);
    unique(
        faults,
        runbook.stop_rules.iter().enumerate().map(|(i, r)| (format!("/stopRules/{i}/id"), r.id.as_str())),
    );
}

/// Every journal contains the whole runbook, so nothing in it may look like a credential.
pub(super) fn secrets(map: &Map<String, Value>, faults: &Faults) {
    secrets_behind(map, &Pointer::Root, faults);
}

fn secrets_behind(map: &Map<String, Value>, pointer: &Pointer, faults: &Faults) {
    for (key, value) in map {
        secrets_in(value, key, &Pointer::Member(pointer, key), faults);
    }
}

fn secrets_in(value: &Value, key: &str, pointer: &Pointer, faults: &Faults) {
    match value {
        Value::String(text) => {
            if let Some(rule) = secret_in_member(key, text) {
                let message = format!("looks like a credential ({rule}); it is never shown or kept");
                faults.add(pointer.to_string(), message);
            }
        }
        Value::Object(map) => secrets_behind(map, pointer, faults),
        Value::Array(values) => {
            for (i, value) in values.iter().enumerate() {
                secrets_in(value, key, &Pointer::Element(pointer, i), faults);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Adds a fault at every name that occurred before. An empty name has its fault already.
fn unique<'a>(faults: &Faults, names: impl Iterator<Item = (String, &'a str)>) {
    let mut seen: BTreeMap<&str, String> = BTreeMap::new();
    for (pointer, name) in names.filter(|(_, name)| !name.is_empty()) {
        if let Some(first) = seen.get(name) {
            faults.add(pointer, format!("is already used at {first}"));
        } else {
            seen.insert(name, pointer);
        }
    }
}

fn fields(runbook: &Definition, faults: &Faults) {
    let handoff = &runbook.owner_handoff;
    let list = |base: &'static str, fields: Vec<&'_ str>| -> Vec<(String, String)> {
        let place = |(i, field): (usize, &str)| (format!("{base}/{i}/field"), field.to_owned());
        fields.into_iter().enumerate().map(place).collect()
    };
    let mut names = vec![("the request itself".to_owned(), "decision".to_owned())];
    names.extend(list("/ownerHandoff/upstream", handoff.upstream.iter().map(|u| u.field.as_str()).collect()));
    names.push(("/ownerHandoff/reference/field".to_owned(), handoff.reference.field.clone()));
    names.push(("/ownerHandoff/fingerprint/field".to_owned(), handoff.fingerprint.field.clone()));
    names.extend(own_fields(runbook).map(|(base, own)| (format!("{base}/field"), own.field.clone())));
    names.extend(list("/ownerHandoff/declared", handoff.declared.iter().map(|d| d.field.as_str()).collect()));
    names.extend(list("/target", runbook.target.iter().map(|t| t.field.as_str()).collect()));
    names.extend(list("/references", runbook.references.iter().map(|r| r.field.as_str()).collect()));
    names.extend(list("/confirmations", runbook.confirmations.iter().map(|c| c.field.as_str()).collect()));
    for (i, effect) in runbook.effects.iter().enumerate() {
        let place = |(j, flag): (usize, &String)| (format!("/effects/{i}/flags/{j}"), flag.clone());
        names.extend(effect.flags.iter().enumerate().map(place));
    }
    names.push(("/packet/readyFlag".to_owned(), runbook.packet.ready_flag.clone()));
    unique(faults, names.iter().map(|(pointer, name)| (pointer.clone(), name.as_str())));
    if handoff.upstream.is_empty() {
        faults.add("/ownerHandoff/upstream", "expected at least one upstream stage");
    }
}

fn own_fields(runbook: &Definition) -> impl Iterator<Item = (String, &OwnField)> {
    runbook.owner_handoff.upstream.iter().enumerate().flat_map(|(i, upstream)| {
        let own = [("reference", &upstream.reference), ("fingerprint", &upstream.fingerprint)];
        own.into_iter().filter_map(move |(member, own)| {
            Some((format!("/ownerHandoff/upstream/{i}/{member}"), own.as_ref()?))
        })
    })
}

/// Names that become members of the plan or the policy.
fn members(runbook: &Definition, faults: &Faults) {
    let upstream = || runbook.owner_handoff.upstream.iter().enumerate();
    let target = || runbook.target.iter().enumerate();
    let fixed = ["reference", "fingerprint"].map(|name| ("the plan itself".to_owned(), name));
    let member = upstream().map(|(i, u)| (format!("/ownerHandoff/upstream/{i}/member"), u.member.as_str()));
    let own = own_fields(runbook).map(|(base, own)| (format!("{base}/member"), own.member.as_str()));
    unique(faults, fixed.into_iter().chain(member).chain(own));
    unique(faults, target().map(|(i, t)| (format!("/target/{i}/member"), t.member.as_str())));
    let reserved = POLICY_MEMBERS.iter().map(|name| ("the policy itself".to_owned(), *name));
    // A repeated flag is already a fault of the input's names.
    let mut flags: BTreeMap<&str, String> = BTreeMap::new();
    for (i, effect) in runbook.effects.iter().enumerate() {
        for (j, flag) in effect.flags.iter().enumerate() {
            flags.entry(flag).or_insert_with(|| format!("/effects/{i}/flags/{j}"));
        }
    }
    let flags = flags.into_iter().map(|(flag, pointer)| (pointer, flag));
    let upstream = upstream()
        .map(|(i, u)| (format!("/ownerHandoff/upstream/{i}/policyMember"), u.policy_member.as_str()));
    let target = target().map(|(i, t)| (format!("/target/{i}/policyMember"), t.policy_member.as_str()));
    unique(faults, reserved.chain(flags).chain(upstream).chain(target));
}

fn endpoints(runbook: &Definition, faults: &Faults) {
    let endpoints = &runbook.endpoints;
    let served = [
        ("policy", "GET", &endpoints.policy),
        ("plan", "POST", &endpoints.plan),
        ("page", "GET", &endpoints.page),
    ];
    for (name, method, endpoint) in served {
        if !endpoint.method.is_empty() && endpoint.method != method {
            faults.add(format!("/endpoints/{name}/method"), format!("expected {method}"));
        }
    }
    let own = [INDEX_PATH, OPENAPI_PATH].map(|path| ("the server itself".to_owned(), path));
    let paths = served.map(|(name, _, at)| (format!("/endpoints/{name}/path"), at.path.as_str()));
    unique(faults, own.into_iter().chain(paths));
}

/// Allow-lists are not empty, do not repeat, and accept nothing that they refuse.
fn literals(runbook: &Definition, faults: &Faults) {
    let handoff = &runbook.owner_handoff;
    let mut lists: Vec<(String, &[String], &[String])> = Vec::new();
    for (i, upstream) in handoff.upstream.iter().enumerate() {
        lists.push((format!("/ownerHandoff/upstream/{i}"), &upstream.accepts, &[]));
    }
    for (i, declared) in handoff.declared.iter().enumerate() {
        lists.push((format!("/ownerHandoff/declared/{i}"), &declared.accepts, &[]));
    }
    for (i, target) in runbook.target.iter().enumerate() {
        lists.push((format!("/target/{i}"), &target.accepts, &target.refuses));
    }
    for (base, accepts, refuses) in lists {
        if accepts.is_empty() {
            faults.add(format!("{base}/accepts"), "expected at least one accepted literal");
        }
        let accepted =
            accepts.iter().enumerate().map(|(i, text)| (format!("{base}/accepts/{i}"), text.as_str()));
        let refused =
            refuses.iter().enumerate().map(|(i, text)| (format!("{base}/refuses/{i}"), text.as_str()));
        unique(faults, accepted.chain(refused));
    }
}

/// No flag may shadow a member of every plan.
fn flags(runbook: &Definition, faults: &Faults) {
    let reserved = |name: &str| PLAN_MEMBERS.contains(&name);
    for (i, effect) in runbook.effects.iter().enumerate() {
        for (j, flag) in effect.flags.iter().enumerate().filter(|(_, flag)| reserved(flag)) {
            faults.add(format!("/effects/{i}/flags/{j}"), format!("{flag} is a member of every plan"));
        }
    }
    if reserved(&runbook.packet.ready_flag) {
        faults.add("/packet/readyFlag", "is a member of every plan");
    }
    for (i, flag) in runbook.leading_flags.iter().enumerate() {
        if !runbook.flags().any(|known| known == flag) {
            faults.add(format!("/leadingFlags/{i}"), "is not a flag of any effect");
        }
    }
    unique(
        faults,
        runbook.leading_flags.iter().enumerate().map(|(i, f)| (format!("/leadingFlags/{i}"), f.as_str())),
    );
}

fn groups(runbook: &Definition, faults: &Faults) {
    let groups = || runbook.reference_groups.iter().enumerate();
    unique(faults, groups().map(|(i, group)| (format!("/referenceGroups/{i}/id"), group.id.as_str())));
    let fields = |i: usize| move |(j, field)| (format!("/referenceGroups/{i}/oneOf/{j}"), field);
    let all =
        groups().flat_map(|(i, group)| group.one_of.iter().map(String::as_str).enumerate().map(fields(i)));
    for (pointer, field) in all.clone() {
        if !runbook.references.iter().any(|reference| reference.field == field) {
            faults.add(pointer, "is not a listed reference");
        }
    }
    unique(faults, all);
    for (i, _) in groups().filter(|(_, group)| group.one_of.len() < 2) {
        faults.add(format!("/referenceGroups/{i}/oneOf"), "expected at least two references");
    }
}

fn phases(runbook: &Definition, faults: &Faults) {
    let phases = || runbook.phases.iter().enumerate();
    unique(faults, phases().map(|(i, phase)| (format!("/phases/{i}/id"), phase.id.as_str())));
    for (i, phase) in phases().filter(|(_, phase)| STEPS.contains(&phase.id.as_str())) {
        faults.add(format!("/phases/{i}/id"), format!("{} is the name of a part of every review", phase.id));
    }
    for (i, phase) in phases() {
        let item =
            |(j, item): (usize, &'_ PhaseItem)| (format!("/phases/{i}/items/{j}/id"), item.id().to_owned());
        let items: Vec<(String, String)> = phase.items.iter().enumerate().map(item).collect();
        unique(faults, items.iter().map(|(pointer, id)| (pointer.clone(), id.as_str())));
        let references = phase.references.iter().enumerate();
        unique(faults, references.clone().map(|(j, f)| (format!("/phases/{i}/references/{j}"), f.as_str())));
        for (j, field) in references {
            if !runbook.references.iter().any(|reference| reference.field == *field) {
                faults.add(format!("/phases/{i}/references/{j}"), "is not a listed reference");
            }
        }
        let effects = phase.effects.iter().enumerate();
        unique(faults, effects.clone().map(|(j, id)| (format!("/phases/{i}/effects/{j}"), id.as_str())));
        for (j, _) in effects.filter(|(_, id)| runbook.effect(id).is_none()) {
            faults.add(format!("/phases/{i}/effects/{j}"), "is not a listed effect");
        }
        if phase.items.is_empty() && phase.references.is_empty() {
            faults.add(format!("/phases/{i}"), "has neither items nor references to review");
        }
    }
    let mapped = |field: &String| runbook.phases.iter().any(|phase| phase.references.contains(field));
    for (i, reference) in runbook.references.iter().enumerate() {
        if !runbook.phases.is_empty() && !mapped(&reference.field) {
            faults.add(format!("/references/{i}"), "belongs to no phase");
        }
    }
}

/// An answer is based on values or references that were sent, never on a claim.
fn rests(runbook: &Definition, faults: &Faults) {
    let phases = runbook.phases.iter().enumerate().flat_map(|(i, phase)| {
        let place = move |(j, item)| (format!("/phases/{i}/items/{j}"), PhaseItem::based_on(item));
        phase.items.iter().enumerate().map(place)
    });
    let confirmations = runbook.confirmations.iter().enumerate();
    let confirmations = confirmations.map(|(i, c)| (format!("/confirmations/{i}"), c.based_on.as_slice()));
    let rules = runbook.stop_rules.iter().enumerate();
    let rules = rules.map(|(i, rule)| (format!("/stopRules/{i}"), rule.based_on.as_slice()));
    let known: Vec<&str> = runbook.fields().collect();
    for (base, fields) in phases.chain(confirmations).chain(rules) {
        let places = || fields.iter().enumerate().map(|(i, f)| (format!("{base}/basedOn/{i}"), f.as_str()));
        unique(faults, places());
        for (pointer, _) in places().filter(|(_, field)| !known.contains(field)) {
            faults.add(pointer, "is not a field of the owner handoff, the target or the references");
        }
    }
}

fn effects(runbook: &Definition, faults: &Faults) {
    unique(
        faults,
        runbook
            .effects
            .iter()
            .enumerate()
            .map(|(i, effect)| (format!("/effects/{i}/id"), effect.id.as_str())),
    );
    for (i, effect) in runbook.effects.iter().enumerate() {
        gives(runbook, faults, format!("/effects/{i}/status"), &effect.status, Some(Kind::Blocked));
    }
}

fn decisions(runbook: &Definition, faults: &Faults) {
    let listed = runbook
        .decisions
        .iter()
        .enumerate()
        .map(|(i, d)| (format!("/decisions/{i}/value"), d.value.as_str()));
    let asked = runbook
        .effects
        .iter()
        .enumerate()
        .map(|(i, e)| (format!("/effects/{i}/decision"), e.decision.as_str()));
    unique(faults, listed.chain(asked));
    for (i, decision) in runbook.decisions.iter().enumerate() {
        gives(runbook, faults, format!("/decisions/{i}/status"), &decision.status, None);
        let mut needs = decision.needs.clone();
        needs.sort_unstable();
        needs.dedup();
        if needs.len() != decision.needs.len() {
            faults.add(format!("/decisions/{i}/needs"), "names a need twice");
        }
    }
    for (kind, word) in [(Kind::Ready, "ready"), (Kind::More, "more")] {
        if runbook.first_decision(kind).is_none() {
            faults.add("/decisions", format!("expected a decision that gives a status of kind {word}"));
        }
    }
    let needy = runbook.first_decision(Kind::More).filter(|more| !more.needs.is_empty());
    if let Some(i) = needy.and_then(|needy| runbook.decisions.iter().position(|d| d.value == needy.value)) {
        let why = "expected an empty list: this decision closes a review that cannot be completed";
        faults.add(format!("/decisions/{i}/needs"), why);
    }
}

fn gives(runbook: &Definition, faults: &Faults, pointer: String, literal: &str, kind: Option<Kind>) {
    match runbook.status(literal) {
        // A missing text has its fault already.
        None if literal.is_empty() => {}
        None => faults.add(pointer, "gives a status that is not listed"),
        Some(status) if kind.is_some_and(|kind| kind != status.kind) => {
            faults.add(pointer, "expected a status of kind blocked");
        }
        Some(_) => {}
    }
}

fn statuses(runbook: &Definition, faults: &Faults) {
    let statuses = || runbook.statuses.iter().enumerate();
    unique(faults, statuses().map(|(i, status)| (format!("/statuses/{i}/status"), status.status.as_str())));
    gives(runbook, faults, "/stageBlock".to_owned(), &runbook.stage_block, Some(Kind::Blocked));
    let reached = |literal: &str| {
        literal == runbook.stage_block
            || runbook.decisions.iter().any(|decision| decision.status == literal)
            || runbook.effects.iter().any(|effect| effect.status == literal)
    };
    for (i, _) in statuses().filter(|(_, status)| !reached(&status.status)) {
        faults.add(format!("/statuses/{i}"), "no decision, effect or stop rule can reach this status");
    }
}
