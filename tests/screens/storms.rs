//! Many random keys: the invariants of one key hold after any of them.

use crossterm::event::{KeyCode, KeyEvent};
use proptest::prelude::*;
use proptest::test_runner::Config;
use strict_review::tui::app::console::Flow;

use super::keys::{every, parsed};
use super::states;
use super::watch::{draws, event_names, holds, nothing_written};
use super::world::{PRODUCTION, World};

/// Keys of a hand that knows the console, and of one that does not.
fn key() -> impl Strategy<Value = Vec<KeyEvent>> {
    let moves = prop::sample::select(parsed("j j k ] [ } <Tab> G g <PageDown>")).prop_map(|key| vec![key]);
    let answers = prop::sample::select(vec![
        "space",
        "space",
        "space 'e8040a2a' <Enter>",
        "space 'local-dev' <Enter>",
        "space 'sqlite-local-dev' <Enter>",
        "o",
        "n 'a note' <C-s>",
        "! 'a concern' <C-s>",
        "- 'no such table' <Enter>",
        "i 'docs/backup.md' <Enter>",
        "u",
        "<C-r>",
        "<Esc>",
        "a j o",
        "o 'nothing' <C-s> 'e8040a2a' <Enter>",
    ])
    .prop_map(parsed);
    let any = prop::sample::select(every()).prop_map(|key| vec![key]);
    prop_oneof![3 => moves, 4 => answers, 3 => any]
}

fn worlds() -> impl Strategy<Value = World> {
    prop_oneof![
        Just(World::ready()),
        Just(states::answered()),
        Just(states::without_backup().walked(0..2)),
        Just(World::with(PRODUCTION)),
        Just(World::ready().walked(0..11)),
        Just(World::ready().walked(0..12)),
    ]
}

proptest! {
    #![proptest_config(Config { cases: 24, failure_persistence: None, ..Config::default() })]

    #[test]
    fn a_storm_of_keys_leaves_nothing_but_its_own_record(
        world in worlds(),
        storm in prop::collection::vec(key(), 40..70),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        let mut desk = world.out(&out).open();
        let mut events = event_names(&desk.journal()).len();
        for (index, key) in storm.into_iter().flatten().enumerate() {
            let was_closed = desk.review().closing().is_some();
            let length = desk.journal_len();
            match desk.key(key) {
                Flow::Go => {}
                Flow::Leave => prop_assert!(matches!(key.code, KeyCode::Char('q' | 'c'))),
                Flow::Suspend => prop_assert_eq!(key.code, KeyCode::Char('z')),
            }
            if desk.journal_len() > length {
                prop_assert!(!was_closed, "recorded in a closed review");
                let now = event_names(&desk.journal()).len();
                prop_assert_eq!(now, events + 1);
                events = now;
            }
            if index % 16 == 0 {
                draws(&mut desk, "in a storm");
            }
            if out.exists() {
                prop_assert!(desk.console.exported().is_some(), "written without being asked");
            }
        }
        holds(&desk, "a storm");
        draws(&mut desk, "a storm");
        if desk.console.exported().is_none() {
            nothing_written(&out, "a storm");
        }
    }
}
