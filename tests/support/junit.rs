//! Rules of Jenkins' schema for JUnit reports (`junit-10.xsd` of its xUnit plugin), for the elements that the program
//! writes.

use roxmltree::{Document, Node};

struct Rule {
    element: &'static str,
    /// Required attributes.
    needs: &'static [&'static str],
    /// Optional attributes.
    takes: &'static [&'static str],
    /// Elements that may be inside, in any order and number.
    holds: &'static [&'static str],
    /// True if text may be inside.
    is_mixed: bool,
}

/// The schema restricts the values of `type` and `time`, which are not written here.
const RULES: [Rule; 7] = [
    Rule {
        element: "testsuites",
        needs: &[],
        takes: &["name", "tests", "failures", "errors"],
        holds: &["testsuite"],
        is_mixed: false,
    },
    Rule {
        element: "testsuite",
        needs: &["name", "tests", "failures", "errors"],
        takes: &[
            "skipped",
            "group",
            "timestamp",
            "hostname",
            "id",
            "package",
            "file",
            "log",
            "url",
            "version",
        ],
        holds: &["testsuite", "testcase", "system-out"],
        is_mixed: false,
    },
    Rule {
        element: "testcase",
        needs: &["name"],
        takes: &["classname", "group"],
        holds: &["skipped", "error", "failure"],
        is_mixed: false,
    },
    Rule { element: "system-out", needs: &[], takes: &[], holds: &[], is_mixed: true },
    Rule { element: "skipped", needs: &[], takes: &["message"], holds: &[], is_mixed: true },
    Rule { element: "error", needs: &[], takes: &["message"], holds: &[], is_mixed: true },
    Rule { element: "failure", needs: &[], takes: &["message"], holds: &[], is_mixed: true },
];

/// Violations of the schema, or the XML error.
pub(crate) fn faults(report: &str) -> Vec<String> {
    match Document::parse(report) {
        Ok(document) => {
            let root = document.root_element();
            let wrong_root = (!matches!(root.tag_name().name(), "testsuites" | "testsuite"))
                .then(|| format!("<{}> at the top", root.tag_name().name()));
            let inside = document.descendants().filter(Node::is_element).flat_map(faults_of);
            wrong_root.into_iter().chain(inside).collect()
        }
        Err(error) => vec![error.to_string()],
    }
}

fn faults_of(node: Node) -> Vec<String> {
    let name = node.tag_name().name();
    let Some(rule) = RULES.iter().find(|rule| rule.element == name) else {
        return vec![format!("<{name}> is not written here")];
    };
    let missing = rule.needs.iter().filter(|needed| !node.has_attribute(**needed));
    let missing = missing.map(|needed| format!("<{name}> without {needed}"));
    let of_rule = |attribute: &str| rule.needs.contains(&attribute) || rule.takes.contains(&attribute);
    let foreign = node.attributes().filter(|attribute| !of_rule(attribute.name()));
    let foreign = foreign.map(|attribute| format!("{} of <{name}>", attribute.name()));
    let inside = node.children().filter_map(|child| match child.tag_name().name() {
        "" if rule.is_mixed || child.text().is_none_or(|text| text.trim().is_empty()) => None,
        "" => Some(format!("text in <{name}>")),
        held => (!rule.holds.contains(&held)).then(|| format!("<{held}> in <{name}>")),
    });
    missing.chain(foreign).chain(inside).collect()
}

#[test]
fn the_rules_tell_each_fault_of_a_report() {
    let good = r#"<testsuites tests="1"><testsuite name="a" tests="1" failures="0" errors="1" skipped="0">
        <testcase name="b"><error message="c">d</error></testcase></testsuite></testsuites>"#;
    assert_eq!(faults(good), [""; 0]);
    for (right, wrong, told) in [
        ("<testsuites ", "<testsuites skipped=\"0\" ", "skipped of <testsuites>"),
        (" errors=\"1\"", "", "<testsuite> without errors"),
        ("<testcase name=\"b\">", "<testcase name=\"b\">text", "text in <testcase>"),
        ("<error message=\"c\">d</error>", "<testcase name=\"c\"/>", "<testcase> in <testcase>"),
        ("<error message=\"c\">d</error>", "<passed/>", "<passed> in <testcase>"),
    ] {
        let faults = faults(&good.replacen(right, wrong, 1));
        assert!(faults.iter().any(|fault| fault == told), "{told}: {faults:?}");
    }
    assert!(faults("<testcase name=\"a\"/>").iter().any(|fault| fault == "<testcase> at the top"));
    assert!(!faults("<testsuites>").is_empty());
}
