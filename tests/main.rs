//! Every test of the program as one binary.

fn main() {}
