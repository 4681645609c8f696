//! Work grows with the size of a text and not with its square, whatever its content.

use std::time::{Duration, Instant};

use serde_json::json;
use strict_review::pager::{Direction, Found, Kind, Page, Reading};
use strict_review::review::diff::between_handoffs;
use strict_review::review::handoff::Handoff;
use strict_review::review::limits::{self, PLAN};
use strict_review::review::plan::Plan;
use strict_review::review::text::{columns, cut, has_hidden, hidden_count, is_blank, visible, visible_lines};
use strict_review::review::verify::{Wanted, verify};
use strict_review::review::{fingerprint::fingerprint, json as strict_json};
use strict_review::tui::model::field::{Edit, Field, Full, Shape};
use strict_review::tui::model::message::Move;

use crate::support::{ready_request, runbook};

/// Texts that a careless loop would read again for each of their characters.
fn units() -> [(&'static str, &'static str); 8] {
    [
        ("e", "\u{301}"),
        ("", "\u{202e}"),
        ("👩", "\u{200d}👩"),
        ("", "🇸"),
        ("", "\u{1100}"),
        ("क", "\u{94d}क"),
        ("❤", "\u{fe0f}"),
        ("", "\u{e0041}"),
    ]
}

/// The shortest of a few runs: a busy machine makes any of them longer.
fn shortest(work: impl Fn()) -> Duration {
    let timed = |_| {
        let began = Instant::now();
        work();
        began.elapsed()
    };
    (0..3).map(timed).min().unwrap()
}

/// Asserts that ten times as much takes nowhere near a hundred times as long.
#[track_caller]
fn assert_grows_with_size(of: &str, work: impl Fn(usize)) {
    let (small, large) = (shortest(|| work(1)), shortest(|| work(10)));
    let most = 35 * small + Duration::from_millis(5);
    assert!(large < most, "{of}: {small:?} for one, {large:?} for ten times as much");
}

#[test]
fn a_grapheme_of_any_length_is_shown_cut_and_counted_in_time_that_grows_with_it() {
    for (base, more) in units() {
        assert_grows_with_size(&format!("{base}{more}"), |times| {
            let text = format!("{base}{}", more.repeat(times * (20 << 10) / more.len()));
            let shown = visible(&text);
            assert!(columns(&shown) > 0 && cut(&shown, 80).chars().count() <= 80);
            assert!(cut(&text, 80).chars().count() <= 80);
            assert_eq!(has_hidden(&text), hidden_count(&text) > 0);
            assert!(!visible_lines(&text).is_empty() && (!is_blank(&text) || has_hidden(&text)));
        });
    }
}

#[test]
fn evidence_of_graphemes_without_end_is_read_paged_and_sought_in_time_that_grows_with_it() {
    let page = Page { width: 80, height: 24 };
    for (base, more) in units() {
        assert_grows_with_size(&format!("{base}{more}"), |times| {
            let text = format!("{base}{}", more.repeat(times * (30 << 10) / more.len()));
            let mut reading = Reading::new(text.into_bytes(), Kind::Markdown).unwrap();
            for _ in 0..2 {
                for to in [Move::PageDown, Move::Down, Move::Bottom, Move::Up, Move::PageUp, Move::Top] {
                    reading.go(to, page);
                    assert!(!reading.screenful(page).rows.is_empty());
                }
                reading.sideways(40, page);
                assert_eq!(reading.find("nowhere", Direction::Forward, page), Found::Nothing);
                assert_eq!(reading.find("\u{302}", Direction::Backward, page), Found::Nothing);
                reading.toggle_wrap();
            }
        });
    }
}

#[test]
fn a_note_of_one_grapheme_is_typed_on_and_kept_as_it_is() {
    for (base, more) in units() {
        let text = format!("{base}{}", more.repeat((8000 - base.len()) / more.len()));
        let mut field = Field::new(Shape::Lines, "");
        assert_eq!(field.paste(&text), Ok(()));
        assert_eq!(field.paste(&text), Err(Full), "a second one is more than a note takes");
        let began = Instant::now();
        for edit in [Edit::Left, Edit::Right, Edit::Start, Edit::End, Edit::DeleteBefore, Edit::Undo] {
            for _ in 0..50 {
                field.edit(edit).unwrap();
                let _ = field.insert('x');
            }
        }
        assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
        assert!(field.text().len() <= limits::NOTE_BYTES_MAX);
    }
}

#[test]
fn a_handoff_of_long_keys_around_many_values_is_judged_in_time_that_grows_with_it() {
    let request = |times: usize, key: &str| {
        let mut request = ready_request();
        let values: Vec<_> = (0..times * 300).map(|_| json!(true)).collect();
        let nested = (0..12).fold(json!(values), |inner, _| json!({ key: inner }));
        request.insert("unheardOf".to_owned(), nested);
        json!(request).to_string().into_bytes()
    };
    for key in ["k".repeat(4000), "\u{202e}".repeat(1300), format!("e{}", "\u{301}".repeat(2000))] {
        assert_grows_with_size(&key.chars().take(3).collect::<String>(), |times| {
            let judged = Handoff::parse(&request(times, &key), runbook()).unwrap();
            assert_eq!(judged.findings().len(), times * 300);
        });
    }
}

#[test]
fn a_handoff_as_large_as_it_may_be_is_judged_told_and_compared_at_once() {
    let mut request = ready_request();
    let key = "\u{202e}".repeat(2700);
    let values: Vec<_> = (0..3900).map(|i| if i % 2 == 0 { json!(true) } else { json!("x y") }).collect();
    request.insert(
        "unheardOf".to_owned(),
        (0..28).fold(json!(values), |inner, _| json!({ key.as_str(): inner })),
    );
    let bytes = json!(request).to_string().into_bytes();
    let sent = strict_json::read_object(&bytes, &limits::HANDOFF).unwrap();
    let began = Instant::now();
    let judged = Handoff::parse(&bytes, runbook()).unwrap();
    let plan = Plan::of_request(runbook(), &judged);
    let ready = Handoff::parse(json!(ready_request()).to_string().as_bytes(), runbook()).unwrap();
    assert!(!between_handoffs(runbook(), (&ready_request(), &ready), (&sent, &judged)).is_empty());
    assert!(plan.bytes().len() < 8 << 20, "{}", plan.bytes().len());
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
}

#[test]
fn a_plan_of_many_faults_is_verified_in_time_that_grows_with_it() {
    let ready = Handoff::parse(json!(ready_request()).to_string().as_bytes(), runbook()).unwrap();
    let honest = Plan::of_request(runbook(), &ready);
    let made = |times: usize| {
        let mut members = honest.document().as_object().unwrap().clone();
        let finding = |i: usize| json!({ "rule": "unknown-true", "pointer": format!("/u{i}"), "expected": "e", "observed": "o", "message": "m" });
        members.insert("findings".to_owned(), (0..times * 200).map(finding).collect());
        let note = |i: usize| json!({ "pointer": format!("/u{i}"), "text": "t" });
        members.insert("notes".to_owned(), (0..times * 200).map(note).collect());
        members.remove("fingerprint");
        let seal = fingerprint(&members).to_string();
        members.insert("fingerprint".to_owned(), json!(seal));
        json!(members).to_string().into_bytes()
    };
    assert_grows_with_size("many findings and notes", |times| {
        let bytes = made(times);
        assert!(bytes.len() < PLAN.bytes);
        assert!(verify(&bytes, runbook(), Wanted::Plan).is_ok());
    });
}
