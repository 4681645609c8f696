//! Standard output, whose reader may leave at any time; that decides no verdict.

use std::io::{self, Write};
use std::process;

use crate::cli::args;
use crate::cli::args::Command;
use crate::cli::exit::Exit;

/// Exit code if nobody reads the output, as a shell shows it after SIGPIPE, which is 13 on every platform.
pub(super) const UNREAD: Exit = Exit::Signal(13);

/// Discards output once its reader is gone.
pub(super) struct Output<W> {
    to: W,
    unread: Unread,
    gone: bool,
}

/// Consequence of a reader that is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unread {
    /// The command runs to its end, and its code is its own.
    GoesOn,
    /// The process ends at once: there may be more input than anybody waits for, and threads that wait for it.
    Ends,
}

impl<W: Write> Output<W> {
    pub(super) fn new(command: &Command, to: W) -> Self {
        let unread = match command {
            Command::Check(args::Check { ndjson: true, .. }) => Unread::Ends,
            _ => Unread::GoesOn,
        };
        Self { to, unread, gone: false }
    }

    fn unless_gone<T>(&mut self, done: io::Result<T>, instead: T) -> io::Result<T> {
        match done {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                if self.unread == Unread::Ends {
                    process::exit(UNREAD.code().into());
                }
                self.gone = true;
                Ok(instead)
            }
            done => done,
        }
    }
}

impl<W: Write> Write for Output<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.gone {
            return Ok(bytes.len());
        }
        let written = self.to.write(bytes);
        self.unless_gone(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.gone {
            return Ok(());
        }
        let flushed = self.to.flush();
        self.unless_gone(flushed, ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails with an error of this kind after so many bytes.
    struct Until(usize, io::ErrorKind);

    impl Write for Until {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let taken = bytes.len().min(self.0);
            self.0 -= taken;
            if taken == 0 { Err(self.1.into()) } else { Ok(taken) }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn printed(kind: io::ErrorKind) -> io::Result<()> {
        let mut output = Output::new(&Command::Man, Until(9, kind));
        (0..9).try_for_each(|_| output.write_all(b"a line\n")).and_then(|()| output.flush())
    }

    #[test]
    fn a_reader_that_is_gone_is_no_failure_and_a_full_disk_is_one() {
        assert!(printed(io::ErrorKind::BrokenPipe).is_ok());
        assert_eq!(printed(io::ErrorKind::StorageFull).unwrap_err().kind(), io::ErrorKind::StorageFull);
    }
}
