//! Addresses of the server, and its actions besides answering: none.

use std::fs;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::process::Command;

use rustix::process::{Pid, Signal, kill_process};

use super::{Reply, Serving, request};
use crate::support::World;
use crate::support::outside::{can_be_tried, tracer};
use crate::support::trace::{Call, REACHING_OUT};

#[test]
fn nothing_listens_but_on_loopback() {
    let serving = Serving::start();
    let port = format!("{:04X}", serving.port());
    let mut found = Vec::new();
    for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
        for line in fs::read_to_string(table).unwrap_or_default().lines().skip(1) {
            let columns: Vec<&str> = line.split_whitespace().collect();
            let (address, at) = columns[1].rsplit_once(':').unwrap();
            // 0A: listening.
            if at == port && columns[3] == "0A" {
                found.push(address.to_owned());
            }
        }
    }
    let loopback = ["0100007F", "00000000000000000000000001000000"];
    assert!(found.contains(&loopback[0].to_owned()), "{found:?}");
    assert!(found.iter().all(|address| loopback.contains(&address.as_str())), "{found:?}");
}

#[test]
fn both_loopback_addresses_are_served_on_one_port() {
    let serving = Serving::start();
    if !can_be_tried(TcpListener::bind("[::1]:0").is_ok(), "the loopback address of IPv6") {
        return;
    }
    let mut stream = TcpStream::connect(("::1", serving.port())).unwrap();
    let host = format!("[::1]:{}", serving.port());
    stream.write_all(&request(&host, "GET", "/", &[], b"")).unwrap();
    assert_eq!(Reply::read(&mut stream).unwrap().status, 200);
}

#[test]
fn nothing_is_written_while_it_serves() {
    let serving = Serving::start();
    let before = serving.world().names();
    assert_eq!(serving.plan(b"{}").status, 200);
    assert_eq!(serving.get(serving.path(2)).status, 200);
    assert_eq!(serving.world().names(), before);
}

#[test]
fn a_trace_of_serving_shows_two_sockets_of_loopback_and_nothing_written() {
    let Some(_) = tracer() else { return };
    let world = World::new();
    let trace = world.path().join("trace");
    let mut command = Command::new("strace");
    command.args(["-f", "-y", "-qq", "-o", trace.to_str().unwrap(), REACHING_OUT]);
    command.arg(env!("CARGO_BIN_EXE_strict-review"));
    let mut serving = Serving::by(command, world, &[]);
    let statuses = [serving.plan(b"{}").status, serving.get(serving.path(2)).status];
    let traced = traced_process(&serving);
    kill_process(traced, Signal::TERM).unwrap();
    serving.child.wait().unwrap();
    assert_eq!(statuses, [200, 200]);
    let told = fs::read_to_string(&trace).unwrap();
    let done: Vec<Call> = told.lines().filter_map(Call::of).collect();
    let of = |name: &str| -> Vec<&str> {
        done.iter().filter(|call| call.name == name).map(|call| call.line).collect()
    };
    assert_eq!(of("connect"), Vec::<&str>::new());
    assert_eq!(of("execve").len(), 1, "the program itself");
    let bound = of("bind");
    assert!(!bound.is_empty() && bound.len() == of("socket").len());
    let is_loopback = |line: &&&str| line.contains("127.0.0.1") || line.contains("\"::1\"");
    assert_eq!(bound.iter().filter(is_loopback).count(), bound.len(), "{bound:?}");
    let strays: Vec<&Call> = done.iter().filter(|call| call.writes()).collect();
    assert!(strays.is_empty(), "{strays:?}");
}

fn traced_process(serving: &Serving) -> Pid {
    let id = serving.id();
    let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap();
    Pid::from_raw(children.split_whitespace().next().unwrap().parse().unwrap()).unwrap()
}
