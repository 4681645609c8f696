//! `doctor`: what it says of the walls, and that its proof can fail.

use serde_json::Value;

use crate::support::World;

#[test]
fn the_walls_stand_or_it_is_said_why_not() {
    let world = World::new();
    let told = world.run(&["doctor", "--format", "json"]);
    let document: Value = serde_json::from_str(&told.out).unwrap();
    let walls = document["walls"].as_array().unwrap();
    assert_eq!((told.exit, walls.len()), (0, 2));
    for wall in walls {
        assert_ne!(wall["by"].is_string(), wall["absent"].is_string(), "{wall}");
    }
    let standing: Vec<&str> = walls.iter().filter_map(|wall| wall["by"].as_str()).collect();
    let record = if standing.is_empty() { "none".to_owned() } else { standing.join(" + ") };
    assert_eq!(document["confinement"], record);
    let words = world.run(&["doctor"]).out;
    assert!(standing.iter().all(|by| words.contains(by)) && words.contains("--prove"), "{words}");
}

#[test]
fn every_forbidden_thing_is_possible_without_the_walls_and_refused_behind_them() {
    let world = World::new();
    let told = world.run(&["doctor", "--prove", "--format", "json"]);
    let document: Value = serde_json::from_str(&told.out).unwrap();
    let attempts = document["proof"]["attempts"].as_array().unwrap();
    assert!(attempts.len() >= 18);
    for attempt in attempts {
        assert_eq!(attempt["withoutWalls"], "done", "{attempt}");
    }
    let complete = document["confinement"].as_str().unwrap().contains(" + ");
    assert_eq!(document["proof"]["holds"], complete, "{}", told.out);
    assert_eq!(told.exit, if complete { 0 } else { 5 });
}

#[test]
fn without_walls_the_proof_fails_and_says_how_often() {
    let told = World::new().run(&["doctor", "--prove", "--confine", "off"]);
    assert_eq!(told.exit, 5);
    assert!(told.out.starts_with("strict-review") && told.out.contains("not confined"), "{}", told.out);
    assert!(!told.out.contains('✓') && told.out.contains("Not proven: 18 of 18."), "{}", told.out);
}

#[test]
fn an_attempt_that_nobody_knows_is_wrong_usage() {
    let told = World::new().run(&["doctor", "--attempt", "nothing", "--within", "."]);
    assert_eq!((told.exit, told.out.as_str()), (2, ""));
}
