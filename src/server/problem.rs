//! Reasons for refusing a request, as problem documents (RFC 9457).

use hyper::StatusCode;
use serde_json::{Map, Value, json};

use crate::review::problem::ParseError;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// No `Host`, or more than one (RFC 9112, section 3.2).
    NoHost,
    /// `Host` is no loopback name: somebody's name may have been made to lead here.
    ForeignHost,
    /// `Origin` is not this server: a page from elsewhere asks.
    ForeignOrigin,
    NotFound,
    /// Contains the allowed methods.
    Method(&'static str),
    /// The body is neither JSON nor a form.
    MediaType,
    /// Contains the limit in bytes.
    TooLarge(usize),
    HeadTooLarge,
    /// The body did not arrive in time.
    TooSlow,
    /// The connection ended within the body.
    BrokenOff,
    /// The form is malformed, or its fields cannot be used.
    Form(String),
    Unusable(ParseError),
}

impl Problem {
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::NoHost | Self::BrokenOff | Self::Form(_) | Self::Unusable(_) => StatusCode::BAD_REQUEST,
            Self::ForeignHost => StatusCode::MISDIRECTED_REQUEST,
            Self::ForeignOrigin => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::HeadTooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
        }
    }

    /// The problem and the next step. Nothing of the request is quoted.
    fn words(&self) -> (String, &'static str) {
        let (detail, next) = match self {
            Self::NoHost => ("the request names no host, or several", "Send one Host header."),
            Self::ForeignHost => (
                "the Host is not a loopback name",
                "Use 127.0.0.1, [::1] or localhost; requests for other names are refused.",
            ),
            Self::ForeignOrigin => (
                "the Origin is not this server",
                "Post from this page, or from a program that sends no Origin.",
            ),
            Self::NotFound => ("nothing is at this path", "GET / lists the endpoints."),
            Self::Method(_) => {
                ("this method is not supported here", "The Allow header lists the supported ones.")
            }
            Self::MediaType => (
                "the body is neither uncompressed application/json nor application/x-www-form-urlencoded",
                "Send one JSON object in UTF-8, not compressed, with Content-Type: application/json.",
            ),
            Self::TooLarge(bytes_max) => {
                let detail = format!("the body is larger than {bytes_max} bytes");
                return (detail, "Send the request only, not the documents it refers to.");
            }
            Self::HeadTooLarge => ("the headers are too large", "Send fewer or shorter headers."),
            Self::TooSlow => ("the body did not arrive in time", "Send it without a pause."),
            Self::BrokenOff => ("the body is incomplete", "Send it again, whole."),
            Self::Form(detail) => {
                return (detail.clone(), "Post the form of the page as it is, or JSON.");
            }
            Self::Unusable(unusable) => {
                return (unusable.to_string(), "Expected one JSON object, as for `strict-review plan`.");
            }
        };
        (detail.to_owned(), next)
    }

    /// The type is `about:blank`: the title adds nothing to the status.
    pub(super) fn document(&self) -> Value {
        let (detail, next) = self.words();
        let status = self.status();
        let mut document = Map::new();
        document.insert("type".to_owned(), json!("about:blank"));
        document.insert("title".to_owned(), json!(status.canonical_reason()));
        document.insert("status".to_owned(), json!(status.as_u16()));
        document.insert("detail".to_owned(), json!(detail));
        document.insert("next".to_owned(), json!(next));
        if let Self::Unusable(ParseError { place: Some(place), .. }) = self {
            document.insert("line".to_owned(), json!(place.line));
            document.insert("column".to_owned(), json!(place.column));
        }
        Value::Object(document)
    }
}
