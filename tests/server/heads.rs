//! Reasons to refuse a request head, and their order.

use super::{FORM, JSON, Serving, request};

#[test]
fn only_names_of_loopback_are_answered() {
    let serving = Serving::start();
    let port = serving.port();
    let own = ["127.0.0.1", "[::1]", "localhost", "LOCALHOST"];
    for host in own.into_iter().flat_map(|name| [name.to_owned(), format!("{name}:{port}")]) {
        assert_eq!(serving.send(&request(&host, "GET", "/", &[], b"")).status, 200, "{host}");
    }
    for host in [
        "example.com",
        "localhost.example.com",
        "127.0.0.1.example.com",
        "localhost@example.com",
        "example.com@localhost",
        "0.0.0.0",
        "[::]",
        "127.0.0.2",
        "2130706433",
        "localhost.",
        "localhost:http",
        "127.0.0.1:99999",
        "é",
        "a b",
        "",
    ] {
        let reply = serving.send(&request(host, "GET", "/", &[], b""));
        assert!(matches!(reply.status, 400 | 421), "{host}: {}", reply.head);
        if !host.is_empty() {
            assert_eq!(reply.status, 421, "{host}");
            reply.problem();
        }
    }
}

#[test]
fn one_host_must_be_named_and_a_whole_address_must_be_of_loopback_too() {
    let serving = Serving::start();
    for head in ["GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n"] {
        let closing = head.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
        let reply = serving.send(closing.as_bytes());
        assert_eq!(reply.status, 400);
        reply.problem();
    }
    let whole = |host: &str| serving.ask("GET", &format!("http://{host}/"), &[], b"").status;
    assert_eq!((whole("example.com"), whole("localhost")), (421, 200));
}

#[test]
fn a_page_from_elsewhere_gets_nothing() {
    let serving = Serving::start();
    let own = format!("Origin: http://{}", serving.host());
    assert_eq!(serving.ask("POST", serving.plan_path(), &[JSON, &own], b"{}").status, 200);
    let port = serving.port();
    for foreign in [
        "Origin: null".to_owned(),
        "Origin: http://example.com".to_owned(),
        format!("Origin: https://127.0.0.1:{port}"),
        format!("Origin: http://localhost:{port}"),
        "Origin: http://127.0.0.1".to_owned(),
        format!("Origin: http://127.0.0.1:{port}.example.com"),
        format!("{own}\r\nOrigin: http://example.com"),
        "Origin: ".to_owned(),
    ] {
        let reply = serving.ask("POST", serving.plan_path(), &[JSON, &foreign], b"{}");
        assert_eq!(reply.status, 403, "{foreign}");
        reply.problem();
    }
}

#[test]
fn a_method_or_type_that_is_not_taken_is_told_with_those_that_are() {
    let serving = Serving::start();
    for (method, place, allowed) in [
        ("GET", 1, "POST"),
        ("HEAD", 1, "POST"),
        ("PUT", 1, "POST"),
        ("OPTIONS", 1, "POST"),
        ("POST", 0, "GET, HEAD"),
        ("DELETE", 2, "GET, HEAD"),
        ("TRACE", 2, "GET, HEAD"),
        ("BREW", 0, "GET, HEAD"),
    ] {
        let reply = serving.ask(method, serving.path(place), &[], b"");
        assert_eq!((reply.status, reply.header("allow")), (405, Some(allowed)), "{method} {place}");
        if method != "HEAD" {
            reply.problem();
        }
    }
    for refused in [
        "Accept: */*",
        "Content-Type: text/plain",
        "Content-Type: application/jsonp",
        "Content-Type: multipart/form-data; boundary=a",
        "Content-Type: application/json; charset=utf-16",
        "Content-Type: application/json\r\nContent-Type: application/json",
        "Content-Type: application/json\r\nContent-Encoding: gzip",
        "Content-Type: application/json\r\nTransfer-Encoding: gzip, chunked",
    ] {
        let reply = serving.ask("POST", serving.plan_path(), &[refused], b"{}");
        assert_eq!(reply.status, 415, "{refused}");
        assert!(reply.header("accept").is_some_and(|taken| taken.contains("application/json")));
        reply.problem();
    }
    for taken in ["Content-Type: APPLICATION/JSON", "Content-Type: application/json; charset=\"UTF-8\""] {
        assert_eq!(serving.ask("POST", serving.plan_path(), &[taken], b"{}").status, 200, "{taken}");
    }
}

#[test]
fn what_is_wrong_is_told_in_the_order_host_origin_path_method_type_size_body() {
    let serving = Serving::start();
    let (foreign, own) = ("Origin: http://example.com", serving.host().to_owned());
    let huge = "Content-Length: 9999999";
    let mut wrong = vec![
        (421, "example.com", "PUT", "/nothing", vec![foreign, "Content-Type: text/plain", huge]),
        (403, &own, "PUT", "/nothing", vec![foreign, "Content-Type: text/plain", huge]),
        (404, &own, "PUT", "/nothing", vec!["Content-Type: text/plain", huge]),
        (405, &own, "PUT", serving.plan_path(), vec!["Content-Type: text/plain", huge]),
        (415, &own, "POST", serving.plan_path(), vec!["Content-Type: text/plain", huge]),
        (413, &own, "POST", serving.plan_path(), vec![JSON, huge]),
    ];
    for (status, host, method, path, headers) in &mut wrong {
        // A client that waits to be asked for its body gets the answer at once.
        headers.push("Expect: 100-continue");
        let reply = serving.send(&request(host, method, path, headers, b""));
        assert_eq!(reply.status, *status);
        reply.problem();
    }
}

#[test]
fn no_path_leads_anywhere_else() {
    let serving = Serving::start();
    let plan = serving.plan_path();
    for path in [
        "/../../../etc/passwd".to_owned(),
        "/%2e%2e/%2e%2e/etc/passwd".to_owned(),
        "//etc/passwd".to_owned(),
        format!("{plan}/"),
        format!("/.{plan}"),
        format!("{plan}%00"),
        plan.to_uppercase(),
        plan.replacen("/m", "/%6D", 1),
    ] {
        let reply = serving.get(&path);
        assert_eq!(reply.status, 404, "{path}");
        reply.problem();
    }
    assert_eq!(serving.get(&format!("{}?a=/etc/passwd", serving.path(0))).status, 200, "a query is not used");
}

#[test]
fn a_flood_of_headers_is_refused() {
    let serving = Serving::start();
    let many: Vec<String> = (0..80).map(|i| format!("X-{i}: a")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let long = format!("X: {}", "a".repeat(20_000));
    for headers in [&many[..], &[&long]] {
        let reply = serving.ask("GET", "/", headers, b"");
        assert_eq!(reply.status, 431);
        reply.problem();
    }
    // Beyond the limit of the read buffer.
    let longer = format!("X: {}", "a".repeat(1_000_000));
    assert_eq!(serving.ask("GET", "/", &[&longer], b"").status, 431);
    let more: Vec<String> = (0..5_000).map(|i| format!("X-{i}: a")).collect();
    let more: Vec<&str> = more.iter().map(String::as_str).collect();
    assert_eq!(serving.ask("GET", "/", &more, b"").status, 431);
    assert_eq!(serving.get("/").status, 200, "and nobody else noticed");
}

#[test]
fn a_body_over_the_bound_is_refused_however_it_comes() {
    let serving = Serving::start();
    let body = vec![b' '; 2 * 1024 * 1024];
    for kind in [JSON, FORM] {
        let reply = serving.ask("POST", serving.plan_path(), &[kind], &body);
        assert_eq!(reply.status, 413);
        reply.problem();
    }
    let mut chunked =
        request(serving.host(), "POST", serving.plan_path(), &[JSON, "Transfer-Encoding: chunked"], b"");
    for piece in body.chunks(64 * 1024) {
        chunked.extend_from_slice(format!("{:x}\r\n", piece.len()).as_bytes());
        chunked.extend_from_slice(piece);
        chunked.extend_from_slice(b"\r\n");
    }
    chunked.extend_from_slice(b"0\r\n\r\n");
    let reply = serving.send(&chunked);
    assert_eq!(reply.status, 413);
    reply.problem();
}
