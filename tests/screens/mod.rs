//! The console by its keys: keys in; review, journal and whole screen out. No terminal is needed.

mod closing;
mod copying;
mod dropped;
mod every_key;
mod finding;
mod greetings;
mod hints;
mod hostile;
mod journeys;
mod keys;
mod looks;
mod mouse;
mod near;
mod pace;
mod pictures;
mod reading;
mod sharing;
mod states;
mod storms;
mod told;
mod upstream;
mod watch;
mod world;

/// A phase with every kind of answer, as the docs show it.
pub(crate) fn picture_of_the_docs() -> String {
    let mut desk = states::answered().press("k k k");
    desk.resize(100, 30);
    desk.screen().text()
}

/// Draws a console as its terminal does, cells and cursor.
fn draw_on(frame: &mut ratatui::Frame, console: &strict_review::tui::app::console::Console) {
    let cursor = console.draw(frame.buffer_mut());
    frame.set_cursor_position(cursor);
}
