//! Tests of the cutter: bytes that are keys, that are none, and that are not kept.

use super::sequence::*;

fn cut(cutter: &mut Cutter, chunk: &[u8]) -> Vec<Sequence> {
    cutter.take(chunk);
    std::iter::from_fn(|| cutter.pop()).collect()
}

fn given_up(cutter: &mut Cutter) -> Vec<Sequence> {
    cutter.give_up();
    std::iter::from_fn(|| cutter.pop()).collect()
}

fn key(bytes: &[u8]) -> Sequence {
    Sequence::Key(bytes.to_vec())
}

fn answer(text: &str) -> Sequence {
    Sequence::Answer(text.as_bytes().to_vec())
}

#[test]
fn keys_sequences_and_answers_are_cut_apart_wherever_reads_end() {
    let bytes =
        b"j\x1b[A\x1bOP\x1b[[A\x1b[<0;3;4M\x1b[M\x1b!!q\x1b]11;rgb:0/0/0\x1b\\\xc3\xa9\x1bx\x1b]4;1\x07k\x1b";
    let expected = [
        key(b"j"),
        key(b"\x1b[A"),
        key(b"\x1bOP"),
        key(b"\x1b[[A"),
        key(b"\x1b[<0;3;4M"),
        key(b"\x1b[M\x1b!!"),
        key(b"q"),
        answer("11;rgb:0/0/0"),
        key("é".as_bytes()),
        key(b"\x1bx"),
        answer("4;1"),
        key(b"k"),
    ];
    for size in [1, 2, 3, bytes.len()] {
        let mut cutter = Cutter::default();
        let each: Vec<Sequence> = bytes.chunks(size).flat_map(|chunk| cut(&mut cutter, chunk)).collect();
        assert_eq!((each.as_slice(), cutter.held()), (&expected[..], Held::Escape), "{size}");
        assert_eq!(given_up(&mut cutter), [key(b"\x1b")]);
    }
}

#[test]
fn an_escape_is_a_key_once_nothing_followed() {
    let mut cutter = Cutter::default();
    assert!(cut(&mut cutter, b"\x1b").is_empty());
    assert_eq!((given_up(&mut cutter), cutter.held()), (vec![key(b"\x1b")], Held::Nothing));
    assert!(given_up(&mut cutter).is_empty());
    assert_eq!(cut(&mut cutter, b"]["), [key(b"]"), key(b"[")], "what is pressed behind it is a key");
}

#[test]
fn escapes_behind_each_other_are_keys_and_one_before_a_sequence_is_alt() {
    let mut cutter = Cutter::default();
    assert_eq!(cut(&mut cutter, b"\x1b\x1b\x1b"), [key(b"\x1b")]);
    assert_eq!(given_up(&mut cutter), [key(b"\x1b"), key(b"\x1b")]);
    assert_eq!(cut(&mut cutter, b"\x1b\x1b[A\x1b\x1bOP"), [key(b"\x1b\x1b[A"), key(b"\x1b\x1bOP")]);
    assert_eq!(cut(&mut cutter, b"\x1b\x1bj"), [key(b"\x1b"), key(b"\x1bj")]);
}

#[test]
fn a_control_character_ends_what_never_came_and_is_a_key() {
    for part in [&b"\x1b["[..], b"\x1b[<0;", b"\x1b]11;rgb", b"\x1bPq", b"\x1b_G", b"\xe6\xbc"] {
        let mut cutter = Cutter::default();
        assert!(cut(&mut cutter, part).is_empty(), "{part:?}");
        assert_eq!(cutter.held(), Held::Part, "{part:?}");
        assert_eq!(cut(&mut cutter, b"\x03q"), [key(b"\x03"), key(b"q")], "{part:?}");
    }
}

#[test]
fn what_never_ends_is_no_key_and_takes_no_more_room_than_an_answer() {
    for begin in [&b"\x1b]11;"[..], b"\x1bP", b"\x1b[", b"\x1b[<", b"\x9d"] {
        let mut cutter = Cutter::default();
        assert!(cut(&mut cutter, begin).is_empty());
        for _ in 0..250 {
            assert!(cut(&mut cutter, &[b'7'; 4096]).is_empty(), "{begin:?}");
            assert!(cutter.part.len() <= SEQUENCE_BYTES_MAX);
        }
        cutter.give_up();
        assert_eq!(cut(&mut cutter, b"j"), [key(b"j")], "and nobody is deaf behind it: {begin:?}");
        // A late end ends it, and has no meaning.
        let end: &[u8] = if begin.ends_with(b"[") || begin.ends_with(b"<") { b"u" } else { b"\x1b\\" };
        cut(&mut cutter, begin);
        cut(&mut cutter, &[b'7'; 9000]);
        assert!(cut(&mut cutter, end).is_empty(), "{begin:?}");
    }
    let mut cutter = Cutter::default();
    cut(&mut cutter, PASTE_BEGINS);
    (0..1000).for_each(|_| drop(cut(&mut cutter, &[b'a'; 4096])));
    assert!(cutter.part.capacity() < 4 * PASTE_BYTES_MAX);
    let [Sequence::Paste(text)] = &cut(&mut cutter, PASTE_ENDS)[..] else { panic!("no paste") };
    assert!(text.len() > PASTE_BYTES_MAX, "it is still more than may be typed");
}

#[test]
fn a_string_ends_with_an_escape_alone_and_what_stands_behind_it_is_what_it_is() {
    let end = |behind: &[u8]| cut(&mut Cutter::default(), &[b"\x1b]4;1;rgb:0/0/0\x1b", behind].concat());
    let first = answer("4;1;rgb:0/0/0");
    assert_eq!(end(b"\x1b]4;2\x07"), [first.clone(), answer("4;2")]);
    assert_eq!(end(b"]4;2\x07"), [first.clone(), answer("4;2")]);
    assert_eq!(end(b"[A"), [first.clone(), key(b"\x1b[A")]);
    assert_eq!(end(b"j"), [first.clone(), key(b"j")]);
    let mut cutter = Cutter::default();
    assert!(cut(&mut cutter, b"\x1b]4;1;rgb:0/0/0\x1b").is_empty());
    assert_eq!(given_up(&mut cutter), [first], "nothing need follow");
}

#[test]
fn strings_of_every_kind_are_no_keys_and_a_letter_in_one_does_not_end_it() {
    for string in [
        &b"\x1bP1$r0m\x1b\\"[..],
        b"\x1b_Gi=1;OK\x1b\\",
        b"\x1bXsos\x1b\\",
        b"\x1b^pm\x1b\\",
        b"\x90>|st\x9c",
        b"\x98sos\x9c",
        b"\x9epm\x9c",
        b"\x9fapc\x1b\\",
    ] {
        assert!(cut(&mut Cutter::default(), string).is_empty(), "{string:?}");
    }
    let title = "l \u{dc}ber \u{28dc}".as_bytes();
    let told = cut(&mut Cutter::default(), &[b"\x9d", title, b"\x9cj"].concat());
    assert_eq!(told, [Sequence::Answer(title.to_vec()), key(b"j")], "bytes of letters end nothing");
    assert_eq!(cut(&mut Cutter::default(), b"\xff\xc3j"), [key(b"\xff"), key(b"j")]);
}
