//! A journal in memory, for tests and measurements.

use super::{AppendError, Journal};

#[derive(Clone, Debug, Default)]
pub struct Memory {
    pub bytes: Vec<u8>,
}

impl Journal for Memory {
    fn append(&mut self, line: &[u8]) -> Result<(), AppendError> {
        self.bytes.extend_from_slice(line);
        Ok(())
    }
}
