//! Every relative link of the README and the docs leads to a file, and every anchor to a heading of it.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{pages, read};
use crate::support::package;

/// Pages beside the README and the docs.
const OTHER_PAGES: [&str; 6] = [
    "BENCHMARKS.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "assets/samples/README.md",
    "tests/README.md",
];

fn events(text: &str) -> impl Iterator<Item = Event<'_>> {
    Parser::new_ext(text, Options::ENABLE_TABLES)
}

fn links(text: &str) -> Vec<String> {
    let link = |event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
            Some(dest_url.into_string())
        }
        _ => None,
    };
    events(text).filter_map(link).collect()
}

/// Anchors of the headings, as GitHub and GitLab make them.
fn anchors(text: &str) -> BTreeSet<String> {
    let (mut anchors, mut heading) = (BTreeSet::new(), None);
    for event in events(text) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => anchors.extend(heading.take().map(|heading| anchor(&heading))),
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            _ => {}
        }
    }
    anchors
}

fn anchor(heading: &str) -> String {
    let lower = heading.to_lowercase();
    let kept = lower.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Links of a page that lead nowhere.
fn broken(page: &str, text: &str) -> Vec<String> {
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    let leads = |link: &str| {
        let (path, fragment) = link.split_once('#').map_or((link, None), |(path, name)| (path, Some(name)));
        let path = package().join(folder).join(path);
        let target = if link.starts_with('#') {
            text.to_owned()
        } else {
            std::fs::read_to_string(&path).unwrap_or_default()
        };
        (link.starts_with('#') || path.exists())
            && fragment.is_none_or(|name| anchors(&target).contains(name))
    };
    let links = links(text).into_iter().filter(|link| !link.contains("://"));
    links.filter(|link| !leads(link)).map(|link| format!("{page}: {link}")).collect()
}

#[test]
fn every_link_leads_to_a_file_and_every_anchor_to_a_heading() {
    let pages = pages().into_iter().chain(OTHER_PAGES.map(str::to_owned));
    let broken: Vec<String> = pages.flat_map(|page| broken(&page, &read(&page))).collect();
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn a_link_that_leads_nowhere_is_found() {
    for link in ["none.md", "../none.md", "../README.md#none", "#none"] {
        assert_eq!(broken("docs/a.md", &format!("# A\n\n[a]({link})")).len(), 1, "{link}");
    }
    for link in ["security.md", "../README.md#try-it", "#an-a-b", "https://example.org"] {
        assert_eq!(broken("docs/a.md", &format!("# An A, `b`\n\n[a]({link})")), [""; 0], "{link}");
    }
}
