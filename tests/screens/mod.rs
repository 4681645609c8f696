//! The console by its keys: keys in, review, journal and whole screen out. No terminal is needed.

mod copying;
mod every_key;
mod finding;
mod hints;
mod hostile;
mod journeys;
mod keys;
mod looks;
mod mouse;
mod pace;
mod pictures;
mod reading;
mod states;
mod storms;
mod watch;
mod world;

/// A phase with every sort of answer, as the README shows it.
pub(crate) fn picture_of_the_readme() -> String {
    let mut desk = states::answered().press("k k k");
    desk.resize(100, 30);
    desk.screen().text()
}
