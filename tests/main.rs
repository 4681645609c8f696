//! Every test of the program as one binary.

mod pty;

fn main() {}
