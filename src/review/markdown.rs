//! The plan document as Markdown, made from its JSON alone, so that anyone can make it again from the file.

#[cfg(test)]
mod tests;

use serde_json::Value;

use super::text::visible_lines;

/// Every text is made visible and escaped, so that none can pass for structure.
#[must_use]
pub fn render(plan: &Value) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    line(format!("# {} review-only packet", text(plan, "/stage")));
    line(String::new());
    line("**Review only.** This document approves, writes, migrates, runs and notifies nothing.".to_owned());
    line(String::new());
    for (label, pointer) in [
        ("Status", "/status"),
        ("Decision", "/decision"),
        ("After", "/after"),
        ("Next step", "/nextStep"),
        ("Fingerprint", "/fingerprint"),
        ("Runbook fingerprint", "/runbookFingerprint"),
        ("Session", "/review/session"),
        ("Practice", "/review/practice"),
        ("Handoff digest", "/review/handoffDigest"),
        ("Started", "/review/startedAt"),
        ("Closed", "/review/exportedAt"),
        ("Closed in sitting", "/review/closingSitting"),
        ("Skipped", "/review/notLookedAt"),
        ("Journal head", "/review/journalHead"),
    ] {
        if plan.pointer(pointer).is_some() {
            line(format!("- {label}: {}", text(plan, pointer)));
        }
    }
    line(String::new());
    let sections = [
        sittings,
        handoff,
        upstream,
        references,
        confirmations,
        findings,
        flags,
        packet,
        review,
        dropped,
        attempts,
        notes,
        warnings,
    ];
    for section in sections {
        section(plan, &mut line);
    }
    out
}

type Line<'a> = dyn FnMut(String) + 'a;

fn handoff(plan: &Value, line: &mut Line) {
    heading("Owner handoff and target", line);
    for member in ["ownerHandoff", "target"] {
        for (name, value) in plan.get(member).and_then(Value::as_object).into_iter().flatten() {
            line(format!("- {}: {}", escaped(name), display(value)));
        }
    }
    line(String::new());
}

fn sittings(plan: &Value, line: &mut Line) {
    if plan.get("review").is_none() {
        return;
    }
    heading("Sittings (a reviewer's label is a label only, not authenticated)", line);
    for sitting in list(plan, "/review/sittings") {
        let [reviewer, from, to] =
            ["/reviewer", "/startedAt", "/endedAt"].map(|pointer| text(sitting, pointer));
        line(format!("- {}: reviewer {reviewer}, {from} to {to}", text(sitting, "/sitting")));
        line(format!("  - answers came from a {}", text(sitting, "/input")));
        line(format!("  - confinement: {}", text(sitting, "/confinement")));
    }
    for jump in list(plan, "/review/clockJumps") {
        let [number, from, to] = ["/line", "/from", "/to"].map(|pointer| text(jump, pointer));
        line(format!(
            "- The clock jumped: line {number} of the journal is dated {to}, the line before it {from}"
        ));
    }
    line(String::new());
}

fn upstream(plan: &Value, line: &mut Line) {
    let checks = list(plan, "/upstreamDocuments");
    if checks.is_empty() && plan.get("review").is_none() {
        return;
    }
    heading("Upstream documents", line);
    if checks.is_empty() {
        line("None was given, so the handoff was not compared with an upstream document.".to_owned());
    }
    for check in checks {
        let [field, result, digest, bytes] =
            ["/field", "/result", "/digest", "/bytes"].map(|pointer| text(check, pointer));
        let told = |label: &str, pointer: &str| match check.pointer(pointer).filter(|value| !value.is_null())
        {
            Some(value) => format!(", {label}: {}", display(value)),
            None => String::new(),
        };
        let (not_checked, plan) = (told("not checked", "/notChecked"), told("as a plan document", "/plan"));
        line(format!("- {field}: {result}{not_checked}{plan} ({digest}, {bytes} bytes)"));
        for saying in list(check, "/says") {
            let [member, field, pointer, says, agreement] =
                ["/member", "/field", "/pointer", "/says", "/agreement"].map(|at| text(saying, at));
            line(format!("  - {member} at {pointer}: {says} ({agreement}, compared with {field})"));
        }
    }
    line(String::new());
}

fn done_in(plan: &Value, value: &Value, pointer: &str) -> String {
    let Some(number) = value.pointer(pointer).filter(|number| !number.is_null()) else {
        return String::new();
    };
    let sittings = list(plan, "/review/sittings");
    let reviewer = sittings.iter().find(|sitting| sitting.get("sitting") == Some(number));
    match reviewer.and_then(|sitting| sitting.get("reviewer")).filter(|label| !label.is_null()) {
        Some(label) => format!(" (sitting {}, {})", display(number), display(label)),
        None => format!(" (sitting {})", display(number)),
    }
}

fn references(plan: &Value, line: &mut Line) {
    heading("References", line);
    for reference in list(plan, "/references") {
        let pinned = match reference.pointer("/evidence/digest") {
            Some(digest) => format!("{}, {} bytes", display(digest), text(reference, "/evidence/bytes")),
            None => "not pinned to a file".to_owned(),
        };
        line(format!("- {}: {} ({pinned})", text(reference, "/field"), text(reference, "/value")));
    }
    line(String::new());
}

fn confirmations(plan: &Value, line: &mut Line) {
    heading("Confirmations", line);
    for (name, value) in plan.get("confirmations").and_then(Value::as_object).into_iter().flatten() {
        let mark = if *value == Value::Bool(true) { "x" } else { " " };
        line(format!("- [{mark}] {}", escaped(name)));
    }
    line(String::new());
}

fn findings(plan: &Value, line: &mut Line) {
    heading("Findings", line);
    for finding in list(plan, "/findings") {
        let [rule, place, message] = ["/rule", "/pointer", "/message"].map(|pointer| text(finding, pointer));
        let [expected, observed] = ["/expected", "/observed"].map(|pointer| text(finding, pointer));
        line(format!("- **{rule}** at {place}: {message} Expected {expected}; observed {observed}."));
    }
    if list(plan, "/findings").is_empty() {
        line("None.".to_owned());
    }
    line(String::new());
}

fn flags(plan: &Value, line: &mut Line) {
    heading("Flags", line);
    for (name, value) in plan.as_object().into_iter().flatten() {
        if value.is_boolean() {
            line(format!("- {}: {}", escaped(name), display(value)));
        }
    }
    line(String::new());
}

fn packet(plan: &Value, line: &mut Line) {
    heading("Packet", line);
    let Some(packet) = plan.get("packet").filter(|packet| packet.is_object()) else {
        line("None: only a ready review carries a packet.".to_owned());
        line(String::new());
        return;
    };
    for member in ["type", "mode", "effect"] {
        line(format!("- {member}: {}", text(packet, &format!("/{member}"))));
    }
    for (title, member) in [
        ("Phases in order", "phases"),
        ("Blocked actions", "blockedActions"),
        ("Stop conditions", "stopConditions"),
    ] {
        line(format!("- {title}:"));
        for entry in list(packet, &format!("/{member}")) {
            line(format!("  - {}", display(entry)));
        }
    }
    line(String::new());
}

fn review(plan: &Value, line: &mut Line) {
    for step in list(plan, "/review/steps") {
        heading(&format!("Reviewed: {}", text(step, "/title")), line);
        for item in list(step, "/items") {
            let state = text(item, "/state");
            line(format!("- {}: {state}, acknowledged {}", text(item, "/item"), text(item, "/acknowledged")));
            for (label, pointer, sitting) in [
                ("asked", "/asked", ""),
                ("opened", "/openedAt", ""),
                ("entered by hand in sitting", "/enteredSitting", ""),
                ("evidence opened", "/evidence/openedAt", "/evidence/sitting"),
                ("evidence digest", "/evidence/digest", ""),
                ("evidence shown as text", "/evidence/shown", ""),
                ("evidence file", "/file/state", ""),
                ("file with a similar name", "/file/nearMiss", ""),
                (SETTLED, "/confirmedAt", "/confirmedSitting"),
                ("reason", "/reason", "/confirmedSitting"),
                ("note", "/note", "/noteSitting"),
            ] {
                if item.pointer(pointer).is_some_and(|value| !value.is_null()) {
                    let sitting =
                        if sitting.is_empty() { String::new() } else { done_in(plan, item, sitting) };
                    let label = if label == SETTLED { answer_of(item) } else { label };
                    line(format!("  - {label}: {}{sitting}", text(item, pointer)));
                }
            }
            if let (Some(shown), Some(lines)) = (
                item.pointer("/evidence/linesShown").and_then(Value::as_u64),
                item.pointer("/evidence/lines").and_then(Value::as_u64),
            ) {
                line(format!("  - evidence lines shown: {shown} of {lines}"));
            }
            for moved in list(item, "/changed") {
                let [name, old, new] = ["/name", "/old", "/new"].map(|pointer| text(moved, pointer));
                line(format!("  - changed since: {name}, was {old}, is {new}"));
            }
            concerns(plan, item, line);
        }
        line(String::new());
    }
}

/// Placeholder for a label that depends on the item.
const SETTLED: &str = "";

/// An item that does not apply is answered, not confirmed.
fn answer_of(item: &Value) -> &'static str {
    if item.get("reason").is_some_and(|reason| !reason.is_null()) { "answered" } else { "confirmed" }
}

fn concerns(plan: &Value, item: &Value, line: &mut Line) {
    for concern in list(item, "/concerns") {
        let [note, answer] = ["/note", "/answer"].map(|pointer| text(concern, pointer));
        let [raised, answered] =
            ["/sitting", "/answeredSitting"].map(|pointer| done_in(plan, concern, pointer));
        line(format!("  - concern{raised}: {note}; answer{answered}: {answer}"));
    }
}

fn dropped(plan: &Value, line: &mut Line) {
    if list(plan, "/review/dropped").is_empty() {
        return;
    }
    heading("No longer asked: items the runbook dropped during the review", line);
    for item in list(plan, "/review/dropped") {
        let [id, title, state, how] =
            ["/item", "/asked", "/state", "/acknowledged"].map(|pointer| text(item, pointer));
        line(format!("- {id}: {state}, acknowledged {how}, asked {title}"));
        for (label, pointer, sitting) in [
            (SETTLED, "/confirmedAt", "/confirmedSitting"),
            ("reason", "/reason", "/confirmedSitting"),
            ("note", "/note", "/noteSitting"),
        ] {
            if item.pointer(pointer).is_some_and(|value| !value.is_null()) {
                let label = if label == SETTLED { answer_of(item) } else { label };
                line(format!("  - {label}: {}{}", text(item, pointer), done_in(plan, item, sitting)));
            }
        }
        concerns(plan, item, line);
    }
    line(String::new());
}

fn attempts(plan: &Value, line: &mut Line) {
    if plan.get("review").is_none() {
        return;
    }
    heading("Refused attempts on write actions", line);
    for attempt in list(plan, "/review/attempts") {
        let [action, status, at] = ["/action", "/status", "/at"].map(|pointer| text(attempt, pointer));
        line(format!("- {at}: {action}, {status}{}", done_in(plan, attempt, "/sitting")));
    }
    if list(plan, "/review/attempts").is_empty() {
        line("None.".to_owned());
    }
    line(String::new());
}

fn notes(plan: &Value, line: &mut Line) {
    heading("Notes on the input", line);
    for note in list(plan, "/notes") {
        line(format!("- {}: {}", text(note, "/pointer"), text(note, "/text")));
    }
    if list(plan, "/notes").is_empty() {
        line("None.".to_owned());
    }
}

fn warnings(plan: &Value, line: &mut Line) {
    if list(plan, "/warnings").is_empty() {
        return;
    }
    line(String::new());
    heading("Warnings about the runbook", line);
    for warning in list(plan, "/warnings") {
        let [code, place, message] = ["/code", "/pointer", "/message"].map(|pointer| text(warning, pointer));
        line(format!("- **{code}** at {place}: {message}"));
    }
}

fn heading(title: &str, line: &mut Line) {
    line(format!("## {title}"));
    line(String::new());
}

fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).map_or_else(|| "none".to_owned(), display)
}

fn display(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::String(text) => escaped(text),
        Value::Array(values) => values.iter().map(display).collect::<Vec<_>>().join(", then "),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => escaped(&value.to_string()),
    }
}

/// Shows invisible characters as tokens, joins lines, and escapes the punctuation of Markdown and its dialects.
fn escaped(text: &str) -> String {
    let shown = visible_lines(text);
    let opens = marker(&shown);
    let mut out = String::with_capacity(shown.len());
    let mut before = None;
    for (at, c) in shown.char_indices() {
        // Only where an address begins: most colons and full stops belong to the sentence.
        let links = match c {
            ':' => shown.get(at..).is_some_and(|rest| rest.starts_with("://")),
            '.' => matches!(before, Some('w' | 'W')),
            _ => false,
        };
        match c {
            // A leading space would change where the text begins, and with it the nesting.
            '\n' if at == 0 => out.push_str("/ "),
            '\n' => out.push_str(" / "),
            // Five leading spaces would begin code.
            ' ' if at == 0 => out.push_str("&#32;"),
            _ if links || opens == Some(at) || c.is_ascii() && ESCAPED.contains(c) => out.extend(['\\', c]),
            plain => out.push(plain),
        }
        before = Some(c);
    }
    out
}

const ESCAPED: &str = "\\`*_[]<>#|~!&$^{}@";

/// Index of the punctuation that would turn the start of a text into a list, a rule or a heading.
fn marker(text: &str) -> Option<usize> {
    let first = text.trim_start_matches(' ');
    let behind_digits = first.trim_start_matches(|c: char| c.is_ascii_digit());
    let marks = |rest: &str, marks: &[char]| rest.starts_with(marks).then_some(text.len() - rest.len());
    if behind_digits.len() < first.len() {
        marks(behind_digits, &['.', ')'])
    } else {
        marks(first, &['-', '+', '=', ':'])
    }
}
