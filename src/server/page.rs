//! The page for a person: the runbook as HTML without scripts, a form that posts a plan request, and the answer in
//! words.

mod answer;
mod form;
mod sections;
mod shown;
#[cfg(test)]
mod tests;

use std::io::Write;
use std::sync::LazyLock;

use askama::Template;
use data_encoding::BASE64;
use sha2::{Digest as _, Sha256};

use self::answer::Answer;
use self::form::Form;
use self::sections::{Item, Sections};
use self::shown::Shown;
use crate::cli::exit::{Exit, Failure};
use crate::review::handoff::Handoff;
use crate::review::plan::Plan;
use crate::review::runbook::Runbook;

/// The only style of the page, embedded unchanged: the policy contains its hash.
const STYLE: &str = include_str!("../../assets/page/page.css");

pub fn print(runbook: &Runbook, out: &mut dyn Write) -> Result<Exit, Failure> {
    out.write_all(page(runbook).as_bytes())?;
    Ok(Exit::Ready)
}

/// The page with an empty form. All text is escaped, with invisible characters as tokens.
#[must_use]
pub fn page(runbook: &Runbook) -> String {
    drawn(runbook, None)
}

/// The page with the plan of a request in words above the form.
/// The form keeps every value that no finding refuses. A refused value appears only as its finding observed it, a
/// likely credential nowhere.
#[must_use]
pub fn answered(runbook: &Runbook, request: &Handoff, plan: &Plan) -> String {
    drawn(runbook, Some((request, plan)))
}

/// Value of `Content-Security-Policy`: the page's own style, an empty icon, a form to its own origin, nothing more.
#[must_use]
pub fn content_security_policy() -> &'static str {
    static POLICY: LazyLock<String> = LazyLock::new(|| {
        let digest = BASE64.encode(&Sha256::digest(STYLE.as_bytes()));
        format!(
            "default-src 'none'; style-src 'sha256-{digest}'; img-src data:; form-action 'self'; \
             base-uri 'none'; frame-ancestors 'none'"
        )
    });
    &POLICY
}

#[derive(Template)]
#[template(path = "page.html", config = "assets/page/askama.toml")]
struct View {
    style: &'static str,
    stage: Shown,
    after: Shown,
    title: Shown,
    kicker: Option<Shown>,
    heading: Shown,
    lead: Shown,
    badges: Vec<Shown>,
    sections: Sections,
    answer: Option<Answer>,
    form: Form,
    page_path: Shown,
    policy_path: Shown,
    next_step: Shown,
    fingerprint: Shown,
}

fn drawn(runbook: &Runbook, answered: Option<(&Handoff, &Plan)>) -> String {
    let page = runbook.page.as_ref();
    let answer = answered.map(|(_, plan)| Answer::new(runbook, plan));
    let form = Form::new(runbook, answered.map(|(request, _)| request), answer.as_ref());
    let stage = format!("{} after {}", runbook.stage, runbook.after);
    let badges = [&stage, &runbook.packet.r#type, &runbook.packet.mode].into_iter();
    let own = page.iter().flat_map(|page| &page.badges);
    let view = View {
        style: STYLE,
        stage: Shown::new(&runbook.stage),
        after: Shown::new(&runbook.after),
        title: Shown::new(&runbook.title),
        kicker: page.map(|page| Shown::new(&page.kicker)),
        heading: Shown::new(page.map_or(&runbook.title, |page| &page.heading)),
        lead: Shown::new(&runbook.summary),
        badges: badges.chain(own).map(Shown::new).collect(),
        sections: Sections::new(runbook),
        answer,
        form,
        page_path: Shown::new(&runbook.endpoints.page.path),
        policy_path: Shown::new(&runbook.endpoints.policy.path),
        next_step: Shown::new(&runbook.next_step),
        fingerprint: Shown::new(runbook.fingerprint().to_string()),
    };
    // Writing to a `String` cannot fail.
    let mut drawn = view.render().unwrap_or_default();
    drawn.push('\n');
    drawn
}
