//! A disk for tests: it fails on request and loses at power failure what a real disk may lose.

use std::cell::RefCell;
use std::collections::{BTreeSet, VecDeque};
use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::disk::Disk;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    Works,
    /// A write takes only so many bytes.
    Short(usize),
    Fails(io::ErrorKind),
    /// The disk is full, and the byte at this offset is overwritten.
    Spoils(u64),
}

/// A file whose calls follow a plan; clones share it. Later opens read the real file. `platter` is what survives a
/// power failure.
///
/// A sync that works updates `platter`. A failed sync marks every unsynced byte as written, so that no later sync
/// writes it: the worst behavior known of a system.
#[derive(Clone, Debug)]
pub(crate) struct Faulty(Rc<RefCell<State>>);

#[derive(Debug)]
struct State {
    path: PathBuf,
    file: File,
    platter: Vec<u8>,
    /// Offsets of bytes that the next sync would write.
    dirty: BTreeSet<usize>,
    plan: VecDeque<Call>,
    calls: Vec<&'static str>,
}

impl Faulty {
    pub(crate) fn with(path: &Path, platter: &[u8]) -> Self {
        fs::write(path, platter).unwrap();
        let file = File::options().read(true).write(true).open(path).unwrap();
        Self(Rc::new(RefCell::new(State {
            path: path.to_owned(),
            file,
            platter: platter.to_vec(),
            dirty: BTreeSet::new(),
            plan: VecDeque::new(),
            calls: Vec::new(),
        })))
    }

    pub(crate) fn plan(&self, plan: &[Call]) {
        let mut state = self.0.borrow_mut();
        state.plan = plan.iter().copied().collect();
        state.calls.clear();
    }

    pub(crate) fn calls(&self) -> Vec<&'static str> {
        self.0.borrow().calls.clone()
    }

    pub(crate) fn read(&self) -> Vec<u8> {
        fs::read(&self.0.borrow().path).unwrap()
    }

    /// Bytes left after a power failure, at worst.
    pub(crate) fn platter(&self) -> Vec<u8> {
        self.0.borrow().platter.clone()
    }
}

impl State {
    fn next(&mut self, call: &'static str, bytes: usize) -> io::Result<usize> {
        self.calls.push(call);
        match self.plan.pop_front() {
            None | Some(Call::Works) => Ok(bytes),
            Some(Call::Short(taken)) => Ok(taken.min(bytes)),
            Some(Call::Fails(kind)) => Err(kind.into()),
            Some(Call::Spoils(at)) => {
                self.put(b"\0", at);
                Err(io::ErrorKind::StorageFull.into())
            }
        }
    }

    fn put(&mut self, bytes: &[u8], at: u64) {
        self.file.write_all_at(bytes, at).unwrap();
        let at = usize::try_from(at).unwrap();
        self.dirty.extend(at..at + bytes.len());
    }
}

impl Write for Faulty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.0.borrow_mut();
        let taken = state.next("write", bytes.len())?;
        let end = state.file.metadata()?.len();
        state.put(&bytes[..taken], end);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Disk for Faulty {
    fn metadata(&self) -> io::Result<Metadata> {
        self.0.borrow().file.metadata()
    }

    fn read_at(&self, bytes: &mut [u8], offset_bytes: u64) -> io::Result<usize> {
        Disk::read_at(&self.0.borrow().file, bytes, offset_bytes)
    }

    fn write_again(&mut self, bytes: &[u8], offset_bytes: u64) -> io::Result<()> {
        let mut state = self.0.borrow_mut();
        state.next("write again", 0)?;
        state.put(bytes, offset_bytes);
        Ok(())
    }

    fn cut(&mut self, length_bytes: u64) -> io::Result<()> {
        let mut state = self.0.borrow_mut();
        state.next("cut", 0)?;
        state.file.set_len(length_bytes)?;
        state.dirty.retain(|place| (*place as u64) < length_bytes);
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut state = self.0.borrow_mut();
        let synced = state.next("sync", 0);
        let dirty = std::mem::take(&mut state.dirty);
        synced?;
        let now = fs::read(&state.path)?;
        state.platter.resize(now.len(), 0);
        for place in dirty {
            state.platter[place] = now[place];
        }
        Ok(())
    }
}
