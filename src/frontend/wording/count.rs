//! Counts with their noun, in the singular or the plural.

use std::fmt::Display;

pub(super) fn bytes<N: Copy + Display + PartialEq + From<u8>>(count: N) -> String {
    counted(count, "byte", "bytes")
}

pub(super) fn lines(count: usize) -> String {
    counted(count, "line", "lines")
}

pub(super) fn hidden(count: usize) -> String {
    counted(count, "character that does not show", "characters that do not show")
}

pub(super) fn runbook_warnings(count: usize) -> String {
    counted(count, "runbook warning", "runbook warnings")
}

fn counted<N: Copy + Display + PartialEq + From<u8>>(count: N, one: &str, many: &str) -> String {
    format!("{count} {}", if count == N::from(1) { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_counted_in_the_singular_and_all_others_in_the_plural() {
        assert_eq!(bytes(1_u64), "1 byte");
        assert_eq!(bytes(0_usize), "0 bytes");
        assert_eq!(lines(2), "2 lines");
        assert_eq!(hidden(1), "1 character that does not show");
    }
}
