//! Characters and lengths that several rules share.

/// Base64 digits of eight bytes, the shortest secret.
pub(super) const SHORTEST_BASE64_DIGITS: usize = 11;

/// 168 bits of base64: one digit more than the longest common sortable id (KSUID, 27).
pub(super) const LONG_BASE64_DIGITS: usize = 28;

/// No token is shorter, so shorter runs are skipped. The rule table is checked for this.
pub(super) const SHORTEST_TOKEN_BYTES: usize = 15;

/// Characters between a name and the sign after it.
pub(super) const fn closes_name(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'"' | b'\'' | b'`' | b'\\' | b']')
}

pub(super) const fn is_of_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

pub(super) const fn is_break(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

pub(super) const fn is_base32_digit(byte: u8) -> bool {
    matches!(byte, b'A'..=b'Z' | b'2'..=b'7')
}
