//! The words that only a stage's page has, beside the rest of the runbook.

use schemars::JsonSchema;
use serde::Serialize;

/// The web page, if the owner wrote one.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Page {
    /// The line above the heading.
    pub kicker: String,
    /// The heading.
    pub heading: String,
    /// Short words below the summary, beside the stage and the packet's type and mode.
    pub badges: Vec<String>,
    /// The lines of the sections.
    pub sections: Sections,
}

/// The owner's lines, by section. Each section names every literal that it is about.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct Sections {
    /// About the statuses.
    pub outcome: Vec<Line>,
    /// About what the upstream stages hand over.
    pub owner_handoff: Vec<Line>,
    /// About the packet.
    pub packet: Vec<Line>,
    /// About the control phases.
    pub phases: Vec<Line>,
    /// About the evidence references.
    pub references: Vec<Line>,
    /// About the safety confirmations.
    pub confirmations: Vec<Line>,
}

/// A line of a section.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(deny_unknown_fields)]
pub enum Line {
    /// One of the points, which are numbered in their section.
    Point {
        /// The line.
        point: String,
    },
    /// A stop or a blocked action; it is marked and has no number.
    Stop {
        /// The line.
        stop: String,
    },
}

impl Line {
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Point { point } => point,
            Self::Stop { stop } => stop,
        }
    }
}
