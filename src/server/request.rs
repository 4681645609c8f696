//! Routes a request by its head alone: Host, Origin, head size, path, method, type and body size, in this order.

use hyper::header::{
    CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderMap, HeaderName, ORIGIN, TRANSFER_ENCODING,
};
use hyper::http::request::Parts;
use hyper::http::uri::Authority;
use hyper::{Method, Version};

use super::problem::Problem;
use crate::review::limits::HANDOFF;
use crate::review::runbook::Endpoints;
use crate::review::runbook::reserved::{INDEX_PATH, OPENAPI_PATH};

const HEADERS_MAX: usize = 64;

/// Bytes of all header names and values of a request.
const HEADER_BYTES_MAX: usize = 16 * 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Fixed(Fixed),
    Plan(Encoding),
}

/// Documents that do not depend on a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fixed {
    Index,
    Policy,
    Page,
    OpenApi,
}

/// Encoding of a plan request's body, which decides the form of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Answered with the plan document.
    Json,
    /// Answered with the page.
    Urlencoded,
}

pub(super) fn asked(head: &Parts, endpoints: &Endpoints) -> Result<Asked, Problem> {
    let host = own_host(head)?;
    own_origin(&head.headers, &host)?;
    let bytes = head.headers.iter().map(|(name, value)| name.as_str().len() + value.len());
    if head.headers.len() > HEADERS_MAX || bytes.sum::<usize>() > HEADER_BYTES_MAX {
        return Err(Problem::HeadTooLarge);
    }
    let fixed = match head.uri.path() {
        path if path == endpoints.plan.path => None,
        path if path == endpoints.policy.path => Some(Fixed::Policy),
        path if path == endpoints.page.path => Some(Fixed::Page),
        OPENAPI_PATH => Some(Fixed::OpenApi),
        INDEX_PATH => Some(Fixed::Index),
        _ => return Err(Problem::NotFound),
    };
    match (fixed, &head.method) {
        (Some(fixed), &Method::GET | &Method::HEAD) => Ok(Asked::Fixed(fixed)),
        (Some(_), _) => Err(Problem::Method("GET, HEAD")),
        (None, &Method::POST) => {
            let encoding = encoding(&head.headers)?;
            fits(&head.headers)?;
            Ok(Asked::Plan(encoding))
        }
        (None, _) => Err(Problem::Method("POST")),
    }
}

/// Accepts loopback names only: any other name may have been made to lead here.
fn own_host(head: &Parts) -> Result<Authority, Problem> {
    let named = match only(&head.headers, &HOST) {
        Ok(Some(host)) => host,
        // Before HTTP/1.1 a host is optional, and a request without one cannot have been misled.
        Ok(None) if head.version < Version::HTTP_11 => "localhost",
        Ok(None) | Err(Unread::Several) => return Err(Problem::NoHost),
        Err(Unread::NoText) => return Err(Problem::ForeignHost),
    };
    let named: Authority = named.parse().map_err(|_| Problem::ForeignHost)?;
    // A request line in absolute form names a host as well (RFC 9112, section 3.2.2).
    let hosts = [Some(&named), head.uri.authority()];
    if hosts.into_iter().flatten().all(is_loopback) { Ok(named) } else { Err(Problem::ForeignHost) }
}

fn is_loopback(authority: &Authority) -> bool {
    let host = authority.host();
    // An authority with a user before the host, or with anything but a port after it, is no host.
    let port = authority.as_str().strip_prefix(host);
    let is_port =
        |port: &str| port.is_empty() || port.strip_prefix(':').is_some_and(|n| n.parse::<u16>().is_ok());
    port.is_some_and(is_port)
        && (host.eq_ignore_ascii_case("localhost") || matches!(host, "127.0.0.1" | "[::1]"))
}

/// A browser names the origin of the page that asks. It must be this server.
fn own_origin(headers: &HeaderMap, host: &Authority) -> Result<(), Problem> {
    match only(headers, &ORIGIN) {
        Ok(None) => Ok(()),
        Ok(Some(origin)) if origin.eq_ignore_ascii_case(&format!("http://{host}")) => Ok(()),
        Ok(Some(_)) | Err(_) => Err(Problem::ForeignOrigin),
    }
}

fn encoding(headers: &HeaderMap) -> Result<Encoding, Problem> {
    for (name, plain) in [(&CONTENT_ENCODING, "identity"), (&TRANSFER_ENCODING, "chunked")] {
        let packed = only(headers, name).map_err(|_| Problem::MediaType)?;
        if !packed.unwrap_or(plain).eq_ignore_ascii_case(plain) {
            return Err(Problem::MediaType);
        }
    }
    let said = only(headers, &CONTENT_TYPE).ok().flatten().ok_or(Problem::MediaType)?;
    let mut parts = said.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let is_utf8 = |parameter: &str| match parameter.split_once('=') {
        Some((name, value)) if name.eq_ignore_ascii_case("charset") => {
            value.trim_matches('"').eq_ignore_ascii_case("utf-8")
        }
        Some(_) | None => true,
    };
    match name {
        _ if !parts.all(is_utf8) => Err(Problem::MediaType),
        _ if name.eq_ignore_ascii_case("application/json") => Ok(Encoding::Json),
        _ if name.eq_ignore_ascii_case("application/x-www-form-urlencoded") => Ok(Encoding::Urlencoded),
        _ => Err(Problem::MediaType),
    }
}

/// Checks the declared length; a body without one is counted as it arrives.
fn fits(headers: &HeaderMap) -> Result<(), Problem> {
    let said = only(headers, &CONTENT_LENGTH).ok().flatten().and_then(|said| said.parse::<usize>().ok());
    match said {
        Some(bytes) if bytes > HANDOFF.bytes => Err(Problem::TooLarge(HANDOFF.bytes)),
        Some(_) | None => Ok(()),
    }
}

/// Reason why a header that may occur once has no value.
#[derive(Debug)]
enum Unread {
    Several,
    /// Not visible ASCII.
    NoText,
}

fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, Unread> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => value.to_str().map(Some).map_err(|_| Unread::NoText),
        (Some(_), Some(_)) => Err(Unread::Several),
    }
}
