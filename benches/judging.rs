//! Cost of judging a handoff: parsing, judging, planning, and the canonical form for its fingerprint.
//! Ten times the handoff may cost ten times the time.

mod floor;

use std::hint::black_box;
use std::io::{self, Write};
use std::time::Instant;

use divan::Bencher;
use divan::counter::BytesCount;
use serde_json::{Map, Value};
use strict_review::load::runbook;
use strict_review::review::canonical;
use strict_review::review::fingerprint::Digest;
use strict_review::review::handoff::Handoff;
use strict_review::review::outcome::Outcome;
use strict_review::review::plan::Plan;
use strict_review::review::runbook::Runbook;

const REQUEST: &[u8] = include_bytes!("../assets/samples/ready-request.json");
const DEFINITION: &[u8] = include_bytes!("../assets/runbooks/t-293.json");

/// Enough for a median that is the same in every run.
const TIMES: usize = 300;

fn definition() -> Runbook {
    match runbook(None) {
        Ok(runbook) => runbook,
        Err(stop) => unreachable!("{stop}"),
    }
}

fn judged(bytes: &[u8], runbook: &Runbook) -> Handoff {
    match Handoff::parse(bytes, runbook) {
        Ok(handoff) => handoff,
        Err(unusable) => unreachable!("{unusable}"),
    }
}

/// A request of so many times the bytes, in unknown fields, which are judged as well.
fn longer(times: usize) -> Vec<u8> {
    let mut request: Map<String, Value> = serde_json::from_slice(REQUEST).unwrap_or_default();
    let mut length = REQUEST.len();
    for number in 0.. {
        if length >= times * REQUEST.len() {
            break;
        }
        let (field, text) = (format!("remark{number}"), format!("part {number} was read back and compared"));
        length += field.len() + text.len() + 6;
        request.insert(field, text.into());
    }
    Value::Object(request).to_string().into_bytes()
}

fn main() -> io::Result<()> {
    divan::main();
    growth()
}

/// Measures one and ten times the handoff in turn, so that other load on the machine affects both.
fn growth() -> io::Result<()> {
    let mut out = io::stdout().lock();
    let runbook = definition();
    let sizes = [longer(1), longer(10)];
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..TIMES {
        for (bytes, times) in sizes.iter().zip(&mut times) {
            let begin = Instant::now();
            black_box(Plan::of_request(&runbook, &judged(bytes, &runbook)));
            times.push(begin.elapsed().as_secs_f64());
        }
    }
    let [one, ten] = times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times.get(TIMES / 2).copied().unwrap_or_default()
    });
    let [one_us, ten_us] = [one, ten].map(|seconds| seconds * 1e6);
    let ratio = sizes.each_ref().map(|bytes| u32::try_from(bytes.len()).unwrap_or(u32::MAX));
    let exponent = (ten / one).ln() / (f64::from(ratio[1]) / f64::from(ratio[0])).ln();
    writeln!(
        out,
        "handoff to plan: {one_us:.0} µs, ten times the handoff {ten_us:.0} µs, exponent {exponent:.2}"
    )
}

#[divan::bench(args = [1, 10])]
fn parse_and_judge(bencher: Bencher, times: usize) {
    let (runbook, bytes) = (definition(), longer(times));
    bencher.counter(BytesCount::of_slice(&bytes)).bench(|| judged(&bytes, &runbook));
}

#[divan::bench]
fn outcome(bencher: Bencher) {
    let runbook = definition();
    let handoff = judged(REQUEST, &runbook);
    bencher.bench(|| Outcome::of_request(&runbook, &handoff));
}

#[divan::bench]
fn plan(bencher: Bencher) {
    let runbook = definition();
    let handoff = judged(REQUEST, &runbook);
    bencher.bench(|| Plan::of_request(&runbook, &handoff));
}

#[divan::bench]
fn canonical_form_and_fingerprint(bencher: Bencher) {
    let runbook = definition();
    let plan = Plan::of_request(&runbook, &judged(REQUEST, &runbook));
    let document = plan.document();
    let bytes = BytesCount::of_slice(&canonical::bytes(document));
    bencher.counter(bytes).bench(|| Digest::compute(&canonical::bytes(document)));
}

#[divan::bench(args = [1, 10])]
fn floor_parse_and_hash(bencher: Bencher, times: usize) {
    let bytes = longer(times);
    bencher.counter(BytesCount::of_slice(&bytes)).bench(|| floor::parse_and_hash(&bytes));
}

#[divan::bench]
fn definition_read(bencher: Bencher) {
    bencher.bench(|| Runbook::built_in(black_box(DEFINITION)));
}

#[divan::bench]
fn definition_read_and_checked(bencher: Bencher) {
    bencher.bench(|| Runbook::parse(black_box(DEFINITION)));
}
