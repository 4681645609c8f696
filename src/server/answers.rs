//! Responses: fixed documents, plans made from request bodies, and problems.

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{
    ACCEPT, ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use hyper::{Response, StatusCode};
use serde_json::{Value, json};

use super::form;
use super::page;
use super::problem::Problem;
use super::request::{Encoding, Fixed};
use crate::review::canonical;
use crate::review::handoff::Handoff;
use crate::review::plan::Plan;
use crate::review::policy::Policy;
use crate::review::runbook::Runbook;
use crate::review::runbook::reserved::OPENAPI_PATH;
use crate::review::schema;

pub(super) type Answer = Response<Full<Bytes>>;

/// The runbook, and the documents rendered once for everyone.
#[derive(Debug)]
pub(super) struct Answers {
    runbook: Runbook,
    index: Bytes,
    policy: Bytes,
    page: Bytes,
    openapi: Bytes,
}

const JSON: &str = "application/json";
const HTML: &str = "text/html; charset=utf-8";

/// Content policy of documents that are no pages: nothing is allowed.
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'";

impl Answers {
    pub(super) fn new(runbook: &Runbook) -> Self {
        Self {
            index: printed(&index(runbook)),
            policy: Policy::from_runbook(runbook).bytes().into(),
            page: page::page(runbook).into(),
            openapi: printed(&schema::openapi(runbook)),
            runbook: runbook.clone(),
        }
    }

    pub(super) fn runbook(&self) -> &Runbook {
        &self.runbook
    }

    pub(super) fn fixed(&self, document: Fixed) -> Answer {
        match document {
            Fixed::Index => answer(StatusCode::OK, JSON, self.index.clone()),
            Fixed::Policy => answer(StatusCode::OK, JSON, self.policy.clone()),
            Fixed::Page => answer(StatusCode::OK, HTML, self.page.clone()),
            Fixed::OpenApi => answer(StatusCode::OK, JSON, self.openapi.clone()),
        }
    }

    /// JSON gets the plan document, a form gets the page with the answer in words.
    pub(super) fn plan(&self, body: &[u8], encoding: Encoding) -> Result<Answer, Problem> {
        match encoding {
            Encoding::Json => {
                let request = Handoff::parse(body, &self.runbook).map_err(Problem::Unusable)?;
                let plan = Plan::of_request(&self.runbook, &request);
                Ok(answer(StatusCode::OK, JSON, plan.bytes().into()))
            }
            Encoding::Urlencoded => {
                let posted = form::request(body, &self.runbook)?;
                // The sender wrote no JSON, so a position in it means nothing.
                let request = Handoff::parse(&posted, &self.runbook)
                    .map_err(|unusable| Problem::Form(unusable.to_string()))?;
                let plan = Plan::of_request(&self.runbook, &request);
                Ok(answer(StatusCode::OK, HTML, page::answered(&self.runbook, &request, &plan).into()))
            }
        }
    }
}

pub(super) fn problem(problem: &Problem) -> Answer {
    let body = [canonical::bytes(&problem.document()), b"\n".to_vec()].concat();
    let mut answer = answer(problem.status(), "application/problem+json", body.into());
    let headers = answer.headers_mut();
    match problem {
        Problem::Method(allowed) => drop(headers.insert(ALLOW, HeaderValue::from_static(allowed))),
        Problem::MediaType => {
            let taken = "application/json, application/x-www-form-urlencoded";
            headers.insert(ACCEPT, HeaderValue::from_static(taken));
        }
        _ => {}
    }
    answer
}

fn answer(status: StatusCode, content_type: &'static str, body: Bytes) -> Answer {
    let policy = if content_type == HTML { page::content_security_policy() } else { NOTHING };
    let mut answer = Response::new(Full::new(body));
    *answer.status_mut() = status;
    for (name, value) in [
        (CONTENT_TYPE, content_type),
        (CONTENT_SECURITY_POLICY, policy),
        (CACHE_CONTROL, "no-store"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // With a stricter policy, a browser would not send the origin of the form.
        (REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    answer
}

/// Indented JSON, for people and programs.
fn printed(document: &Value) -> Bytes {
    format!("{document:#}\n").into()
}

fn index(runbook: &Runbook) -> Value {
    let endpoints = &runbook.endpoints;
    json!({
        "stage": runbook.stage,
        "endpoints": [
            { "method": endpoints.policy.method, "path": endpoints.policy.path },
            { "method": endpoints.plan.method, "path": endpoints.plan.path },
            { "method": endpoints.page.method, "path": endpoints.page.path },
        ],
        "openapi": OPENAPI_PATH,
    })
}
