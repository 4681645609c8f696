//! Misbehaving clients: nobody else waits for them.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

use rustix::process::{Resource, Rlimit, Signal, getrlimit, setrlimit};

use super::{JSON, Reply, Serving, request};
use crate::support::World;

/// Raises the descriptor limit for a test with many sockets.
fn allow_descriptors(count: u64) {
    let limit = getrlimit(Resource::Nofile);
    let current = limit.current.map(|current| current.max(count));
    setrlimit(Resource::Nofile, Rlimit { current, maximum: limit.maximum }).unwrap();
}

/// A client that sends this much and then nothing.
fn stuck(serving: &Serving, said: &[u8]) -> TcpStream {
    let mut stream = serving.connect();
    stream.write_all(said).unwrap();
    stream
}

#[test]
fn a_thousand_idle_clients_keep_nobody_out() {
    allow_descriptors(4_096);
    let serving = Serving::start();
    let halves: [&[u8]; 3] = [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: localhost\r\n"];
    let mut active = serving.connect();
    let mut idle: Vec<TcpStream> = (0..400).map(|i| stuck(&serving, halves[i % 3])).collect();
    let whole = format!("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", serving.host());
    active.write_all(whole.as_bytes()).unwrap();
    let mut first = [0; 12];
    active.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    idle.extend((400..600).map(|i| stuck(&serving, halves[i % 3])));
    // It came before them, but has been idle for less time.
    active.write_all(&request(serving.host(), "GET", "/", &[], b"")).unwrap();
    let mut rest = String::new();
    active.read_to_string(&mut rest).unwrap();
    assert_eq!(rest.matches("HTTP/1.1 200").count(), 1, "the second answer");
    idle.extend((600..1_000).map(|i| stuck(&serving, halves[i % 3])));
    let begun = Instant::now();
    assert_eq!(serving.get("/").status, 200);
    assert_eq!(serving.plan(b"{}").status, 200);
    assert!(begun.elapsed() < Duration::from_secs(5), "sooner than any of them runs out of time");
    assert!(Reply::read(&mut idle[0]).is_none(), "the first of them had to give way");
    drop(idle);
}

#[test]
fn a_server_that_is_out_of_descriptors_lets_idle_clients_go() {
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -n 40; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_strict-review")]);
    let serving = Serving::by(command, World::new(), &[]);
    let idle: Vec<TcpStream> = (0..100).map(|_| stuck(&serving, b"GET")).collect();
    assert_eq!(serving.get("/").status, 200);
    drop(idle);
}

#[test]
fn slow_heads_and_slow_bodies_run_out_of_time() {
    let serving = Serving::start();
    let whole = request(serving.host(), "POST", serving.plan_path(), &[JSON], b"{}");
    let mut idle = stuck(&serving, b"");
    let mut head = stuck(&serving, &whole[..whole.len() / 2]);
    let mut body = stuck(&serving, &whole[..whole.len() - 1]);
    let mut kept = stuck(&serving, whole.strip_suffix(b"{}").unwrap());
    assert_eq!(serving.get("/").status, 200, "nobody waits for them");
    // A byte now and then does not keep the connection.
    kept.write_all(b"{").unwrap();
    let reply = Reply::read(&mut body).unwrap();
    assert_eq!(reply.status, 408);
    reply.problem();
    assert_eq!(Reply::read(&mut kept).unwrap().status, 408);
    assert!(Reply::read(&mut head).is_none_or(|reply| reply.status == 408));
    assert!(Reply::read(&mut idle).is_none_or(|reply| reply.status == 408));
}

#[test]
fn what_is_no_request_ends_its_own_connection_only() {
    let serving = Serving::start();
    let mut keeps = serving.connect();
    for garbage in
        [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" as &[u8], b"\0\0\0\0\r\n\r\n", b"GET\r\n\r\n"]
    {
        let mut stream = stuck(&serving, garbage);
        assert!(Reply::read(&mut stream).is_none_or(|reply| reply.status == 400), "{garbage:?}");
    }
    // A valid request first, on one connection, with garbage after it.
    let host = serving.host();
    let piped = format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n\0\x01garbage\r\n\r\n");
    let mut stream = stuck(&serving, piped.as_bytes());
    let mut told = Vec::new();
    let _ = stream.read_to_end(&mut told);
    let told = String::from_utf8_lossy(&told);
    assert!(told.starts_with("HTTP/1.1 200 OK") && told.contains("HTTP/1.1 400"), "{told}");
    // Two lengths for one body, as in request smuggling.
    let lengths = ["Content-Length: 2", "Content-Length: 3", JSON];
    assert_eq!(serving.ask("POST", serving.plan_path(), &lengths, b"").status, 400);
    keeps.write_all(&request(host, "GET", "/", &[], b"")).unwrap();
    assert_eq!(Reply::read(&mut keeps).unwrap().status, 200);
}

#[test]
fn a_client_that_takes_nothing_delays_nobody() {
    let serving = Serving::start();
    let page = format!("GET {} HTTP/1.1\r\nHost: {}\r\n\r\n", serving.path(2), serving.host());
    // More answers than all buffers on the way hold, and nobody reads them.
    let greedy: Vec<TcpStream> = (0..8).map(|_| stuck(&serving, page.repeat(500).as_bytes())).collect();
    for _ in 0..20 {
        assert_eq!(serving.get("/").status, 200);
    }
    drop(greedy);
}

#[test]
fn what_was_begun_is_answered_before_it_stops() {
    for (signal, exit) in [(Signal::TERM, 143), (Signal::INT, 130)] {
        let serving = Serving::start();
        let whole = request(serving.host(), "POST", serving.plan_path(), &[JSON], b"{}");
        let (first, rest) = whole.split_at(whole.len() - 1);
        let mut begun = stuck(&serving, first);
        let idle = stuck(&serving, b"");
        // A later client is answered, so earlier requests have arrived.
        assert_eq!(serving.get("/").status, 200);
        serving.signal(signal);
        begun.write_all(rest).unwrap();
        assert_eq!(Reply::read(&mut begun).unwrap().status, 200, "{signal:?}");
        let (ended, words) = serving.wait();
        assert_eq!(ended, Some(exit), "{signal:?}");
        assert_eq!(words.lines().count(), 1, "it says where it serves, and no more: {words}");
        drop(idle);
    }
}

#[test]
fn whoever_asked_before_it_was_told_to_stop_is_answered() {
    for _ in 0..10 {
        let serving = Serving::start();
        let whole = request(serving.host(), "GET", "/", &[], b"");
        let mut asked: Vec<TcpStream> = (0..40).map(|_| stuck(&serving, &whole)).collect();
        serving.signal(Signal::TERM);
        for client in &mut asked {
            assert_eq!(Reply::read(client).unwrap().status, 200);
        }
        assert_eq!(serving.wait().0, Some(143));
    }
}

#[test]
fn a_port_that_is_taken_is_told_with_what_to_do() {
    let serving = Serving::start();
    let ended = World::new().run(&["serve", "--port", &serving.port().to_string()]);
    assert_eq!((ended.exit, ended.out.as_str()), (5, ""));
    assert!(
        ended.err.contains(&serving.port().to_string()) && ended.err.contains("--port 0"),
        "{}",
        ended.err
    );
}
