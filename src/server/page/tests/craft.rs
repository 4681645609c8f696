//! Craft of the page: well-formed, in order, labelled, readable in light and dark, under its own policy.

use super::*;
use crate::review::testing::SECOND_REQUEST;

fn pages() -> Vec<String> {
    let mut pages: Vec<String> = definitions().iter().map(page).collect();
    pages.push(answer(&runbook(), b"{}", |_| ()));
    pages.push(answer(&runbook(), REQUEST, |_| ()));
    pages.push(answer(&second_runbook(), SECOND_REQUEST, |_| ()));
    pages
}

#[test]
fn every_page_is_well_formed_and_what_it_points_to_is_there() {
    for page in pages() {
        assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
        let document = tree(&page);
        let ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(unique.len(), ids.len(), "an id stands twice");
        for node in document.descendants() {
            let link = node.attribute("href").and_then(|href| href.strip_prefix('#'));
            let named = ["for", "list", "aria-labelledby", "aria-describedby"];
            let named = named.iter().filter_map(|name| node.attribute(*name)).flat_map(str::split_whitespace);
            for id in link.into_iter().chain(named) {
                assert!(unique.contains(id), "{id}");
            }
        }
    }
}

#[test]
fn no_page_holds_a_script_a_handler_a_style_of_an_element_or_anything_from_elsewhere() {
    for page in pages() {
        let document = tree(&page);
        for node in document.descendants().filter(Node::is_element) {
            assert!(
                !["script", "iframe", "img", "object", "embed", "base"].contains(&node.tag_name().name())
            );
            for attribute in node.attributes() {
                let name = attribute.name();
                assert!(!name.starts_with("on") && !["style", "src"].contains(&name), "{name}");
                if ["href", "action"].contains(&name) {
                    let here =
                        attribute.value().starts_with(['#', '/']) && !attribute.value().starts_with("//");
                    assert!(here || attribute.value() == "data:,", "{}", attribute.value());
                }
            }
        }
    }
}

#[test]
fn headings_go_down_one_level_at_a_time_and_landmarks_are_there() {
    for page in pages() {
        let document = tree(&page);
        let html = document.root_element();
        assert_eq!(html.attribute("lang"), Some("en"));
        let level = |node: Node| node.tag_name().name().strip_prefix('h').and_then(|n| n.parse::<u8>().ok());
        let levels: Vec<u8> = document.descendants().filter_map(level).collect();
        let [1, below @ ..] = levels.as_slice() else { panic!("{levels:?}") };
        assert!(!below.contains(&1));
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
        for landmark in ["header", "nav", "main", "footer", "title"] {
            assert_eq!(all(html, landmark).count(), 1, "{landmark}");
        }
        let first = all(html, "a").next().unwrap();
        assert_eq!((first.attribute("class"), first.attribute("href")), (Some("skip"), Some("#runbook")));
    }
}

#[test]
fn every_control_has_a_label_and_stands_in_a_group_with_a_name() {
    for page in pages() {
        let document = tree(&page);
        let form = all(document.root(), "form").next().unwrap();
        let labelled: BTreeSet<&str> =
            all(form, "label").filter_map(|label| label.attribute("for")).collect();
        let controls = || form.descendants().filter(|node| node.attribute("name").is_some());
        assert!(controls().count() > 5);
        for control in controls() {
            assert!(labelled.contains(control.attribute("id").unwrap()));
            let group = control.ancestors().find(|node| node.has_tag_name("fieldset")).unwrap();
            assert!(!words(all(group, "legend").next().unwrap()).is_empty());
        }
    }
}

#[test]
fn the_policy_allows_the_very_style_of_the_page_and_nothing_else() {
    for page in pages() {
        let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
        let digest = BASE64.encode(&Sha256::digest(style.as_bytes()));
        let expected = [
            "default-src 'none'",
            &format!("style-src 'sha256-{digest}'"),
            "img-src data:",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ];
        assert_eq!(content_security_policy().split("; ").collect::<Vec<_>>(), expected);
        assert_eq!(page.matches("<style").count(), 1);
    }
}

fn colours(block: &str) -> Vec<(&str, [f64; 3])> {
    let lines = block.lines().filter_map(|line| line.trim().strip_prefix("--")?.split_once(": #"));
    // WCAG 2.2, relative luminance: from sRGB to linear light.
    let channel = |hex: &str, i: usize| {
        let value = f64::from(u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    lines.map(|(name, hex)| (name, [0, 1, 2].map(|i| channel(hex, i)))).collect()
}

/// Contrast of two colours by WCAG 2.2.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let luminance = |[r, g, b]: [f64; 3]| 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    let (one, other) = (luminance(one), luminance(other));
    one.max(other) / one.min(other)
}

#[test]
fn words_stand_out_from_what_is_behind_them_in_light_in_dark_and_in_print() {
    let blocks: Vec<&str> =
        STYLE.split(":root {").skip(1).map(|rest| rest.split('}').next().unwrap()).collect();
    assert_eq!(blocks.len(), 3);
    for block in blocks {
        let colours = colours(block);
        let colour = |name: &str| colours.iter().find(|(known, _)| *known == name).unwrap().1;
        for front in ["ink", "quiet", "link", "ready", "more", "stop", "edge"] {
            for behind in ["ground", "panel", "tint", "stop-tint"] {
                // WCAG 2.2: the border of a control needs less contrast than text.
                let least = if front == "edge" { 3.0 } else { 4.5 };
                let found = contrast(colour(front), colour(behind));
                assert!(found >= least, "{front} on {behind}: {found:.2}");
            }
        }
    }
}
