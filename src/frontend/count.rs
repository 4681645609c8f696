//! Counts with their noun, in the singular or the plural.

use std::fmt::Display;

pub(crate) fn bytes<N: Copy + Display + PartialEq + From<u8>>(count: N) -> String {
    counted(count, "byte", "bytes")
}

pub(crate) fn lines(count: usize) -> String {
    counted(count, "line", "lines")
}

pub(crate) fn counted<N: Copy + Display + PartialEq + From<u8>>(count: N, one: &str, many: &str) -> String {
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
    }
}
