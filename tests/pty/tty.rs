//! Modes of a terminal, read and set from outside.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// A dropped writer would type the character that ends the input, if there is one, before the terminal is gone.
pub(super) fn types_no_end(tty: &Path) {
    let tty = open(tty);
    let mut modes = rustix::termios::tcgetattr(&tty).unwrap();
    modes.special_codes[rustix::termios::SpecialCodeIndex::VEOF] = 0;
    rustix::termios::tcsetattr(&tty, rustix::termios::OptionalActions::Now, &modes).unwrap();
}

/// Sets the modes in which a terminal echoes input and edits lines.
pub(super) fn cook(tty: &Path) {
    use rustix::termios::LocalModes;
    let tty = open(tty);
    let mut modes = rustix::termios::tcgetattr(&tty).unwrap();
    modes.local_modes |= LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG;
    rustix::termios::tcsetattr(&tty, rustix::termios::OptionalActions::Now, &modes).unwrap();
}

fn open(tty: &Path) -> File {
    let no_control = rustix::fs::OFlags::NOCTTY.bits().cast_signed();
    OpenOptions::new().read(true).custom_flags(no_control).open(tty).unwrap()
}

pub(super) fn modes(tty: &Path) -> String {
    let modes = rustix::termios::tcgetattr(open(tty)).unwrap();
    format!(
        "{:?} {:?} {:?} {:?} {:?}",
        modes.input_modes, modes.output_modes, modes.control_modes, modes.local_modes, modes.special_codes
    )
}
