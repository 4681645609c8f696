//! Tests that reports of a terminal, cut at every byte and with gaps, contain no keys.

use std::time::Duration;

use super::{Decoder, Input};

/// Pauses between two parts, in milliseconds: none, a byte of a slow line, a busy machine, a bad connection.
const GAPS: [u64; 4] = [0, 2, 20, 50];

/// Clicks, turns of the wheel and movements, in every protocol.
const MOUSE: &[&[u8]] = &[
    b"\x1b[M C4",
    b"\x1b[M !!",
    b"\x1b[M#!!",
    b"\x1b[M`!!",
    b"\x1b[M \xff\xfe",
    b"\x1b[M \x1b\x1b",
    b"\x1b[MC\x03q",
    b"\x1b[<0;60;20M",
    b"\x1b[<0;60;20m",
    b"\x1b[<64;60;20M",
    b"\x1b[<65;1;1M",
    b"\x1b[<35;120;40M",
    b"\x1b[<2;999;999M",
    b"\x1b[32;60;20M",
    b"\x1b[96;1;1M",
    b"\x1b[35;60;20M",
    b"\x9b<0;60;20M",
    b"\x9bM C4",
];

/// Answers and unrequested reports of terminals.
const REPORTS: &[&[u8]] = &[
    // Devices (DA1, DA2, DA3), versions, states (DSR, DECRPM, DECRQSS, XTGETTCAP).
    b"\x1b[?1;2c",
    b"\x1b[?62;22c",
    b"\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c",
    b"\x9b?62;22c",
    b"\x1b[>41;354;0c",
    b"\x1b[>0;95;0c",
    b"\x1b[>85;95;0c",
    b"\x1bP!|00000000\x1b\\",
    b"\x1bP>|tmux 3.3a\x1b\\",
    b"\x1bP>|XTerm(379)\x9c",
    b"\x90>|kitty(0.35.2)\x1b\\",
    b"\x90>|foot(1.16.2)\x9c",
    b"\x1b[0n",
    b"\x1b[3n",
    b"\x1b[?13n",
    b"\x1b[?50n",
    b"\x1b[?997;1n",
    b"\x1b[?997;2n",
    b"\x1b[12;40R",
    b"\x1b[?12;40R",
    b"\x1b[?12;40;1R",
    b"\x1b[?2026;2$y",
    b"\x1b[?2048;0$y",
    b"\x1b[4;2$y",
    b"\x1bP1$r0m\x1b\\",
    b"\x1bP0$r\x1b\\",
    b"\x1bP1$r2 q\x9c",
    b"\x1bP1+r544e=787465726d\x1b\\",
    b"\x1bP0+r\x1b\\",
    b"\x1bP1!~1a2b\x1b\\",
    b"\x1b[?0u",
    b"\x1b[?31u",
    b"\x1b[>4;2m",
    b"\x1b[?4;1m",
    b"\x1b[?1;0;256S",
    b"\x1b[?2;0;800;600S",
    b"\x1b[1;2;3;4;5&w",
    // Windows: sizes, positions, titles, focus.
    b"\x1b[1t",
    b"\x1b[3;0;0t",
    b"\x1b[4;600;800t",
    b"\x1b[8;24;80t",
    b"\x1b[9;60;200t",
    b"\x1b[48;24;80;600;800t",
    b"\x1b]lwindow\x1b\\",
    b"\x1b]Licon\x1b\\",
    b"\x1b]l\xc3\x9cber [q] c\x1b\\",
    b"\x1b[I",
    b"\x1b[O",
    // Colours, clipboards and the rest of OSC, with both ends and with that of rxvt-unicode.
    b"\x1b]4;1;rgb:cdcd/0000/0000\x1b\\",
    b"\x1b]4;1;rgb:cdcd/0000/0000\x07",
    b"\x1b]4;1;rgb:cdcd/0000/0000\x9c",
    b"\x1b]4;1;rgb:cdcd/0000/0000\x1b",
    b"\x1b]4;1;rgb:cd/0/0\x1b\x1b]4;2;rgb:0/cd/0\x1b",
    b"\x9d4;1;rgb:cdcd/0000/0000\x9c",
    b"\x1b]10;rgb:d0d0/d0d0/d0d0\x1b\\",
    b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
    b"\x1b]11;rgba:1e1e/1e1e/1e1e/ffff\x07",
    b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b",
    b"\x9d11;rgb:1e/1e/1e\x07",
    b"\x1b]12;rgb:ffff/ffff/ffff\x1b\\",
    b"\x1b]52;c;aGVsbG8=\x07",
    b"\x1b]52;;\x1b\\",
    b"\x1b]99;i=1;\x1b\\",
    b"\x1b]1337;ReportCellSize=16.0;8.0;2.0\x1b\\",
    b"\x1b]1337;Capabilities=T2CwBF\x07",
    b"\x1b]\x1b\\",
    // APC, SOS, PM.
    b"\x1b_Gi=31;OK\x1b\\",
    b"\x1b_Gi=31;ENOENT:no such image\x9c",
    b"\x9fGi=31;OK\x9c",
    b"\x1bXsomething\x1b\\",
    b"\x98something\x9c",
    b"\x1b^private\x1b\\",
    b"\x9eprivate\x9c",
];

/// Inputs of bytes that come in these parts, with a pause after each.
fn arrived<'a>(parts: impl Iterator<Item = &'a [u8]>, gap: u64) -> Vec<Input> {
    let mut decoder = Decoder::default();
    let mut inputs = Vec::new();
    for part in parts {
        decoder.take(part);
        pause(&mut decoder, Duration::from_millis(gap));
        inputs.extend(std::iter::from_fn(|| decoder.pop()));
    }
    pause(&mut decoder, Duration::from_secs(9));
    inputs.extend(std::iter::from_fn(|| decoder.pop()));
    assert_eq!(decoder.waits(), None, "it is over");
    inputs
}

fn pause(decoder: &mut Decoder, mut time: Duration) {
    while let Some(wait) = decoder.waits().and_then(|wait| Duration::try_from(wait).ok())
        && wait <= time
    {
        time -= wait;
        decoder.give_up();
    }
}

fn is_no_key(input: &Input) -> bool {
    matches!(input, Input::Answer(_) | Input::Focused)
}

#[test]
fn no_part_of_what_a_terminal_sends_is_a_key_wherever_it_is_cut_and_however_late_the_rest_comes() {
    assert!(MOUSE.len() + REPORTS.len() >= 60);
    for (sequences, is_mouse) in [(MOUSE, true), (REPORTS, false)] {
        for sequence in sequences {
            let whole = arrived(std::iter::once(*sequence), 0);
            let fits = |input: &Input| is_no_key(input) || is_mouse && matches!(input, Input::Mouse(_));
            assert!(whole.iter().all(fits), "{sequence:?}: {whole:?}");
            for gap in GAPS {
                for cut in 1..sequence.len() {
                    let parts: [&[u8]; 2] = sequence.split_at(cut).into();
                    assert_eq!(arrived(parts.into_iter(), gap), whole, "{sequence:?} cut at {cut}, {gap} ms");
                }
                // A screen reader that types for its user, or a line of 9,600 baud, sends each byte alone.
                assert_eq!(arrived(sequence.chunks(1), gap), whole, "{sequence:?} byte by byte, {gap} ms");
            }
        }
    }
}

#[test]
fn a_key_behind_what_a_terminal_sends_is_that_key() {
    for sequence in MOUSE.iter().chain(REPORTS) {
        // A report without an end of its own takes the next bytes for its end.
        if sequence.ends_with(b"\x1b") {
            continue;
        }
        let [.., Input::Key(key)] = &arrived([*sequence, b"j"].into_iter(), 0)[..] else {
            panic!("{sequence:?}: no key");
        };
        assert_eq!(key.code, crossterm::event::KeyCode::Char('j'), "{sequence:?}");
    }
}

#[test]
fn keys_that_come_byte_by_byte_are_the_keys_that_were_pressed() {
    for key in
        [&b"\x1b[A"[..], b"\x1bOB", b"\x1b[5~", b"\x1b[1;5C", b"\x1b[[A", b"\x1bx", "ö".as_bytes(), b"\x1b"]
    {
        let whole = arrived(std::iter::once(key), 0);
        assert!(matches!(whole[..], [Input::Key(_)]), "{key:?}: {whole:?}");
        for gap in GAPS {
            assert_eq!(arrived(key.chunks(1), gap), whole, "{key:?}, {gap} ms");
        }
    }
}
