//! Every test of the program as one binary.

mod screens;
