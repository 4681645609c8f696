//! Answers of the endpoints: the output of the commands.

use std::fs;
use std::path::PathBuf;

use serde_json::json;

use super::{FORM, JSON, Reply, Serving};
use crate::support::{World, definition, package, ready_request, sample, second_definition, text};

fn printed(arguments: &[&str]) -> String {
    World::new().run(arguments).out
}

/// Every JSON sample, request, handoff or other.
fn samples() -> Vec<PathBuf> {
    let folders = ["assets/samples", "assets/samples/requests", "assets/samples/stop-rules"];
    let entries = folders.iter().flat_map(|folder| fs::read_dir(package().join(folder)).unwrap());
    let paths = entries.map(|entry| entry.unwrap().path());
    let samples: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|e| e == "json")).collect();
    assert!(samples.len() > 15, "{samples:?}");
    samples
}

#[test]
fn three_urls_are_printed_and_the_door_lists_the_same_three() {
    let serving = Serving::start();
    let endpoints = &definition()["endpoints"];
    let listed = serving.get("/").json();
    for (place, name) in ["policy", "plan", "page"].into_iter().enumerate() {
        assert_eq!(serving.path(place), text(&endpoints[name]["path"]));
        assert_eq!(listed["endpoints"][place], endpoints[name]);
    }
    assert!(serving.host().starts_with("127.0.0.1:"));
}

#[test]
fn policy_page_and_description_are_what_the_commands_print() {
    let serving = Serving::start();
    for (path, arguments, kind) in [
        (serving.path(0), &["policy"] as &[&str], "application/json"),
        (serving.path(2), &["page"], "text/html; charset=utf-8"),
        ("/openapi.json", &["schema", "openapi"], "application/json"),
    ] {
        let reply = serving.get(path);
        assert_eq!((reply.status, reply.header("content-type")), (200, Some(kind)), "{path}");
        assert_eq!(reply.text(), printed(arguments), "{path}");
    }
}

#[test]
fn a_head_is_that_of_the_answer_without_it() {
    let serving = Serving::start();
    let without_date = |reply: &Reply| -> Vec<String> {
        let lines = reply.head.lines().filter(|line| !line.starts_with("date: "));
        lines.map(str::to_owned).collect()
    };
    for path in ["/", serving.path(0), serving.path(2), "/openapi.json"] {
        let (got, head) = (serving.get(path), serving.ask("HEAD", path, &[], b""));
        assert_eq!(without_date(&head), without_date(&got), "{path}");
        assert!(head.body.is_empty() && !got.body.is_empty(), "{path}");
        assert_eq!(got.header("content-length"), Some(&*got.body.len().to_string()), "{path}");
    }
}

#[test]
fn every_sample_gives_the_same_bytes_by_plan_and_by_post() {
    let serving = Serving::start();
    for path in samples() {
        let planned = World::new().run(&["plan", path.to_str().unwrap()]);
        let reply = serving.plan(&fs::read(&path).unwrap());
        if ["second-runbook.json", "owner-handoff-packet.json"].iter().any(|other| path.ends_with(other)) {
            // A person who typed the file is referred to the right command; a posted one is a request without
            // members.
            assert_eq!((planned.exit, reply.status), (2, 200));
        } else if planned.exit == 2 {
            assert_eq!(reply.status, 400, "{}", path.display());
        } else {
            assert_eq!((reply.status, reply.text()), (200, planned.out), "{}", path.display());
        }
    }
}

#[test]
fn another_runbook_is_served_at_its_own_paths() {
    let world = World::new().with("second.json", second_definition().to_string());
    let command = std::process::Command::new(env!("CARGO_BIN_EXE_strict-review"));
    let serving = Serving::by(command, world, &["--runbook", "second.json"]);
    let paths = &second_definition()["endpoints"];
    assert_eq!(serving.path(0), text(&paths["policy"]["path"]));
    assert_eq!(serving.get(serving.path(2)).status, 200);
    assert_eq!(serving.get(&text(&definition()["endpoints"]["policy"]["path"])).status, 404);
}

#[test]
fn what_cannot_be_used_is_a_problem_that_says_where_and_quotes_nothing() {
    let serving = Serving::start();
    let token = concat!("gh", "p_", "1A2b3C4d5E6f7G8h9I0j1K2l3M4n5O6p7Q8r");
    let bodies = [
        (String::new(), 400),
        ("[]".to_owned(), 400),
        ("{\"a\":1,\n \"a\":2}".to_owned(), 400),
        (format!("{{\"a\": {token}}}"), 400),
        (format!("{{\"{token}\":1,\"{token}\":2}}"), 400),
        ("\u{feff}{}".to_owned(), 400),
        ("{\"a\": 9007199254740993}".to_owned(), 400),
        ("[".repeat(100), 400),
    ];
    for (body, status) in bodies {
        let reply = serving.plan(body.as_bytes());
        assert_eq!(reply.status, status, "{body}");
        reply.problem();
        assert!(!reply.text().contains(token) && !reply.head.contains(token), "{body}");
    }
    let twice = serving.plan(b"{\"a\":1,\n \"a\":2}").problem();
    assert_eq!((&twice["line"], &twice["column"]), (&json!(2), &json!(2)));
}

#[test]
fn a_secret_in_a_request_comes_back_nowhere() {
    let serving = Serving::start();
    let token = concat!("gh", "p_", "1A2b3C4d5E6f7G8h9I0j1K2l3M4n5O6p7Q8r");
    for field in ready_request().keys() {
        let mut request = ready_request();
        request.insert(field.clone(), json!(token));
        let reply = serving.plan(json!(request).to_string().as_bytes());
        assert_eq!(reply.status, 200, "{field}");
        assert!(!reply.text().contains(token), "{field}");
        let form = format!("{field}={token}&a={token}");
        let reply = serving.ask("POST", serving.plan_path(), &[FORM], form.as_bytes());
        assert_eq!(reply.status, 200, "{field}");
        assert!(!reply.text().contains(token), "{field}");
    }
    let cookie = format!("Cookie: a={token}");
    assert!(!serving.ask("GET", &format!("/{token}"), &[&cookie], b"").text().contains(token));
}

#[test]
fn a_form_is_answered_in_words_for_a_person() {
    let serving = Serving::start();
    let mut form = form_urlencoded::Serializer::new(String::new());
    for (field, value) in ready_request() {
        form.append_pair(&field, &value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    }
    let form = form.finish();
    let origin = format!("Origin: http://{}", serving.host());
    let reply = serving.ask("POST", serving.plan_path(), &[FORM, &origin], form.as_bytes());
    assert_eq!((reply.status, reply.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let told = reply.text();
    let ready = definition()["statuses"].as_array().unwrap()[0].clone();
    for said in ["status", "meaning", "next"] {
        assert!(told.contains(&text(&ready[said])), "{said}");
    }
    let plan = World::new().run(&["plan", sample("ready-request.json").to_str().unwrap()]).json();
    assert!(told.contains(&text(&plan["fingerprint"])), "the form and the file are the same request");
}

#[test]
fn no_answer_may_be_kept_framed_or_read_from_elsewhere() {
    let serving = Serving::start();
    let replies = [
        serving.get("/"),
        serving.get(serving.path(2)),
        serving.get("/nothing"),
        serving.plan(b"{}"),
        serving.ask("OPTIONS", serving.plan_path(), &[JSON], b""),
    ];
    for reply in replies {
        let policy = reply.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(reply.header("cache-control"), Some("no-store"));
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(reply.header("cross-origin-resource-policy"), Some("same-origin"));
        assert!(!reply.head.to_lowercase().contains("access-control"), "{}", reply.head);
    }
}
