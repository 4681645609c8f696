//! JUnit XML report for build servers: one suite a run, one case a document.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::review::text::{visible, visible_lines};

pub struct Case {
    pub name: String,
    pub verdict: Verdict,
}

pub enum Verdict {
    Passed,
    /// The document is usable but does not pass: a summary, then every reason.
    Failed(Vec<String>),
    Error(String),
    /// There was nothing to check the document against; the text names what is needed.
    Skipped(String),
}

/// Writes a report that is well-formed for any text: characters that XML 1.0 forbids, and invisible ones, become
/// tokens.
/// It contains no times, so that the same input gives the same bytes. `said` is the output of the whole run.
pub fn write(out: &mut dyn Write, suite: &str, cases: &[Case], said: &[String]) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(&mut *out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let count = |counted: fn(&Verdict) -> bool| {
        cases.iter().filter(|case| counted(&case.verdict)).count().to_string()
    };
    let (tests, suite) = (cases.len().to_string(), visible(suite));
    let failures = count(|verdict| matches!(verdict, Verdict::Failed(_)));
    let errors = count(|verdict| matches!(verdict, Verdict::Error(_)));
    let skipped = count(|verdict| matches!(verdict, Verdict::Skipped(_)));
    let sums = [("tests", tests.as_str()), ("failures", &failures), ("errors", &errors)];
    xml.create_element("testsuites").with_attributes(sums).write_inner_content(|xml| {
        let element = xml.create_element("testsuite").with_attribute(("name", &*suite)).with_attributes(sums);
        // Jenkins' schema has this sum on a suite, but not on all suites together.
        let element = element.with_attribute(("skipped", &*skipped));
        element.write_inner_content(|xml| {
            cases.iter().try_for_each(|case| write_case(xml, &suite, case))?;
            if said.is_empty() {
                return Ok(());
            }
            let said = visible_lines(&said.join("\n")).into_owned();
            xml.create_element("system-out").write_text_content(BytesText::new(&said)).map(drop)
        })?;
        Ok(())
    })?;
    writeln!(out)
}

fn write_case<W: Write>(xml: &mut Writer<W>, suite: &str, case: &Case) -> io::Result<()> {
    let name = visible(&case.name);
    let element = xml.create_element("testcase").with_attributes([("classname", suite), ("name", &name)]);
    let (sort, told) = match &case.verdict {
        Verdict::Passed => return element.write_empty().map(drop),
        Verdict::Failed(reasons) => ("failure", reasons.join("\n")),
        Verdict::Error(why) => ("error", why.clone()),
        Verdict::Skipped(why) => ("skipped", why.clone()),
    };
    let text = visible_lines(&told);
    let first_line = text.lines().next().unwrap_or_default();
    element.write_inner_content(|xml| {
        let element = xml.create_element(sort);
        // Older Jenkins schemas allow no attribute here, and Jenkins reads the text as well.
        let message = (sort != "skipped").then_some(("message", first_line));
        element.with_attributes(message).write_text_content(BytesText::new(&text)).map(drop)
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use roxmltree::{Document, Node};

    use super::*;

    fn written(suite: &str, cases: &[Case]) -> String {
        let mut out = Vec::new();
        write(&mut out, suite, cases, &[]).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn case(name: &str, verdict: Verdict) -> Case {
        Case { name: name.to_owned(), verdict }
    }

    fn failed(reasons: &[&str]) -> Verdict {
        Verdict::Failed(reasons.iter().map(|reason| (*reason).to_owned()).collect())
    }

    fn elements<'a>(document: &'a Document<'a>, name: &str) -> Vec<Node<'a, 'a>> {
        document.descendants().filter(|node| node.has_tag_name(name)).collect()
    }

    #[test]
    fn a_run_is_one_suite_with_its_sums_and_a_case_for_each_document() {
        let cases = [
            case("a.json", Verdict::Passed),
            case("b.json", failed(&["blocked", "rule /b: first", "rule /c: second"])),
            case("c.json", Verdict::Error("c.json: no such file\n  next: Name one.".to_owned())),
            case("d.json", Verdict::Skipped("compared with nothing".to_owned())),
        ];
        let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="4" failures="1" errors="1">
  <testsuite name="check" tests="4" failures="1" errors="1" skipped="1">
    <testcase classname="check" name="a.json"/>
    <testcase classname="check" name="b.json">
      <failure message="blocked">blocked
rule /b: first
rule /c: second</failure>
    </testcase>
    <testcase classname="check" name="c.json">
      <error message="c.json: no such file">c.json: no such file
  next: Name one.</error>
    </testcase>
    <testcase classname="check" name="d.json">
      <skipped>compared with nothing</skipped>
    </testcase>
  </testsuite>
</testsuites>
"#;
        assert_eq!(written("check", &cases), expected);
    }

    #[test]
    fn a_run_of_nothing_is_a_suite_of_nothing() {
        let xml = written("check", &[]);
        let document = Document::parse(&xml).unwrap();
        let suite = elements(&document, "testsuite")[0];
        assert_eq!((suite.attribute("tests"), elements(&document, "testcase").len()), (Some("0"), 0));
    }

    #[test]
    fn what_xml_cannot_carry_is_written_as_its_token() {
        let forbidden = (0..=0x1F).chain([0x7F, 0x9F, 0xFFFE, 0xFFFF, 0x202E]).filter_map(char::from_u32);
        for c in forbidden.filter(|c| *c != '\n') {
            let text = format!("a{c}b");
            let xml =
                written(&text, &[case(&text, failed(&[&text])), case(&text, Verdict::Error(text.clone()))]);
            let document = Document::parse(&xml).unwrap_or_else(|error| panic!("{c:?}: {error}"));
            let token = format!("a‹U+{:04X}›b", u32::from(c));
            for node in elements(&document, "testcase") {
                assert_eq!(
                    (node.attribute("classname"), node.attribute("name")),
                    (Some(&*token), Some(&*token))
                );
                assert_eq!(node.children().find(Node::is_element).unwrap().text(), Some(&*token));
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_back_as_it_would_be_shown(name in any::<String>(), reasons: Vec<String>, why: String) {
            let told = visible_lines(&reasons.join("\n")).into_owned();
            let cases = [case(&name, Verdict::Failed(reasons)), case(&name, Verdict::Error(why.clone()))];
            let xml = written(&name, &cases);
            let document = Document::parse(&xml).unwrap();
            let (failure, error) = (elements(&document, "failure")[0], elements(&document, "error")[0]);
            prop_assert_eq!(failure.text().unwrap_or_default(), told.as_str());
            prop_assert_eq!(error.text().unwrap_or_default(), &*visible_lines(&why));
            prop_assert_eq!(failure.attribute("message").unwrap(), told.lines().next().unwrap_or_default());
            prop_assert_eq!(elements(&document, "testcase")[0].attribute("name").unwrap(), &*visible(&name));
        }
    }
}
