//! The folder of all sessions, one subfolder each.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use super::place;
use super::replay::{self, ReplayError};
use super::session_key::{Owner, SessionKey};
use super::status::SessionStatus;
use crate::files::{self, ReadError};
use crate::review::action::Event;
use crate::review::fingerprint::Digest;
use crate::review::limits::{JOURNAL_BYTES_MAX, JOURNAL_LINE};
use crate::review::moment::Moment;
use crate::review::start::Start;

const JOURNAL: &str = "journal.jsonl";
const LOCK: &str = "writer.lock";

#[derive(Clone, Debug)]
pub struct Sessions {
    root: PathBuf,
}

#[derive(Clone, Debug)]
pub struct Listed {
    pub id: String,
    pub found: Result<Summary, String>,
}

#[derive(Clone, Debug)]
pub struct Summary {
    pub start: Start,
    /// Digest of the handoff under review now; `start` holds the first one.
    pub handoff: Digest,
    /// Fingerprint of the runbook in use now; `start` holds the first one.
    pub runbook: Digest,
    pub started_at: Moment,
    pub last_at: Moment,
    /// Events after line one.
    pub events: usize,
    /// Status in the closing call; `None` while the review is open or open again.
    pub closed: Option<String>,
}

impl Sessions {
    /// The folder need not exist.
    #[must_use]
    pub fn in_folder(root: PathBuf) -> Self {
        Self { root }
    }

    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    #[must_use]
    pub fn journal(&self, id: &str) -> PathBuf {
        self.root.join(id).join(JOURNAL)
    }

    #[must_use]
    pub fn lock(&self, id: &str) -> PathBuf {
        self.root.join(id).join(LOCK)
    }

    /// Creates the folder if it is missing, private to its owner. Every new name on the path is made durable, because
    /// a lost parent folder would lose confirmed answers.
    pub fn make_root(&self) -> io::Result<()> {
        let named = self.root.ancestors().filter(|folder| !folder.as_os_str().is_empty());
        let missing: Vec<&Path> = named.take_while(|folder| !folder.exists()).collect();
        DirBuilder::new().recursive(true).mode(0o700).create(&self.root)?;
        for made in missing {
            let parent = made.parent().filter(|parent| !parent.as_os_str().is_empty());
            // The parent of a relative path with one name is empty.
            files::sync_folder(parent.unwrap_or(Path::new(".")))?;
        }
        Ok(())
    }

    /// The folder is private to its owner.
    pub fn make(&self, id: &str) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(self.root.join(id))
    }

    /// Makes the names of a new journal and of its folder durable. Call it after the first line: most file systems
    /// sync the names with that line, so there is little left to wait for.
    pub fn sync(&self, id: &str) -> io::Result<()> {
        files::sync_folder(&self.root.join(id))?;
        files::sync_folder(&self.root)
    }

    pub fn read(&self, id: &str) -> Result<Vec<u8>, ReadError> {
        files::read_at_most(&self.journal(id), JOURNAL_BYTES_MAX)
    }

    /// Latest first. Returns no session if the folder is missing.
    pub fn list(&self) -> io::Result<Vec<Listed>> {
        let listed = self.ids()?.into_iter().map(|id| Listed { found: self.summary(&id), id });
        let mut listed: Vec<Listed> = listed.collect();
        let latest = |listed: &Listed| listed.found.as_ref().ok().map(|summary| summary.last_at);
        listed.sort_by(|a, b| latest(b).cmp(&latest(a)).then_with(|| a.id.cmp(&b.id)));
        Ok(listed)
    }

    fn ids(&self) -> io::Result<Vec<String>> {
        let entries = match fs::read_dir(&self.root) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        Ok(names
            .collect::<io::Result<Vec<String>>>()?
            .into_iter()
            .filter(|name| is_session_id(name))
            .collect())
    }

    fn summary(&self, id: &str) -> Result<Summary, String> {
        let bytes = self.read(id).map_err(|unreadable| unreadable.to_string())?;
        summary(&bytes).map_err(|broken| broken.to_string())
    }

    /// Returns the sessions of a stage and owner, newest first, and the number of journals whose first line is
    /// invalid, so that their owner is unknown. Reads only first lines.
    pub fn of_owner(&self, stage: &str, owner: &Owner) -> io::Result<(Vec<String>, usize)> {
        let (mut begun, mut unreadable) = (Vec::new(), 0);
        for id in self.ids()? {
            let line = files::read_line_at_most(&self.journal(&id), JOURNAL_LINE.bytes).unwrap_or_default();
            match SessionKey::parse(&line) {
                Ok(first) if first.event.stage == stage && first.event.owner() == *owner => {
                    begun.push((first.at, id));
                }
                // A session that never began belongs to nobody.
                Ok(_) | Err(ReplayError::Empty) => {}
                Err(ReplayError::Line { .. } | ReplayError::Format(_)) => unreadable += 1,
            }
        }
        begun.sort_unstable_by(|one, other| other.cmp(one));
        Ok((begun.into_iter().map(|(_, id)| id).collect(), unreadable))
    }

    /// Fails with [`io::ErrorKind::WouldBlock`] if a console holds the journal, even if its lock file was deleted. A
    /// folder that is held, or holds a foreign file, stays whole.
    pub fn remove(&self, id: &str) -> io::Result<()> {
        let _held = self.hold(id)?;
        let folder = self.root.join(id);
        for entry in fs::read_dir(&folder)? {
            let name = entry?.file_name();
            if name != JOURNAL && name != LOCK && name != place::NAME {
                return Err(io::Error::other("the session folder holds a file that does not belong to it"));
            }
        }
        for file in [self.journal(id), self.place(id), self.lock(id)] {
            match fs::remove_file(file) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => {}
            }
        }
        fs::remove_dir(folder)
    }

    /// Locks the journal; `None` if it is missing or not a regular file, to which no console writes.
    fn hold(&self, id: &str) -> io::Result<Option<File>> {
        match fs::symlink_metadata(self.journal(id)) {
            Ok(named) if named.is_file() => {}
            Ok(_) => return Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        }
        let file = File::open(self.journal(id))?;
        file.try_lock()?;
        Ok(Some(file))
    }
}

/// A session id has 16 lowercase hex digits.
#[must_use]
pub fn is_session_id(name: &str) -> bool {
    name.len() == 16 && name.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

pub fn summary(bytes: &[u8]) -> Result<Summary, ReplayError> {
    let (first, head) = replay::start(bytes)?;
    let (started_at, mut last_at, mut events, mut closing) = (first.at, first.at, 0, None);
    let (handoff, runbook) = (first.event.handoff.digest(), first.event.runbook.fingerprint());
    let mut standing = SessionStatus { handoff, runbook, closed: false };
    for read in replay::events(bytes, head) {
        let (entry, _) = read?;
        events += 1;
        last_at = entry.at;
        standing.follow(&entry.event);
        if let Event::Closed { status, .. } = entry.event {
            closing = Some(status);
        }
    }
    let SessionStatus { handoff, runbook, closed: is_closed } = standing;
    // A later change of the inputs opens the review again.
    let closed = closing.filter(|_| is_closed);
    Ok(Summary { start: first.event, handoff, runbook, started_at, last_at, events, closed })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::journal::entry::Head;
    use crate::review::testing::{self, HANDOFF, clock, handoff, runbook};

    const IDS: [&str; 3] = ["0000000000000001", "0000000000000002", "0000000000000003"];

    fn sessions() -> (tempfile::TempDir, Sessions) {
        let folder = tempfile::tempdir().unwrap();
        let sessions = Sessions::in_folder(folder.path().join("state").join("sessions"));
        (folder, sessions)
    }

    fn sample(id: &str) -> Start {
        let runbook = runbook();
        Start { session: id.to_owned(), ..testing::start(&runbook, handoff(&runbook, HANDOFF, |_| ())) }
    }

    fn write(sessions: &Sessions, start: &Start, events: &[Event]) -> Vec<u8> {
        let (mut bytes, mut head) = Head::default().line(start, clock());
        for event in events {
            let (line, next) = head.line(event, clock());
            bytes.extend(line);
            head = next;
        }
        sessions.make(&start.session).unwrap();
        fs::write(sessions.journal(&start.session), &bytes).unwrap();
        bytes
    }

    fn opened() -> Event {
        Event::Opened { item: "backupReference".to_owned() }
    }

    fn closed() -> Event {
        let text = || "blocked".to_owned();
        Event::Closed { decision: text(), status: text(), not_looked_at: text() }
    }

    #[test]
    fn a_session_folder_is_private_to_its_owner() {
        let (_folder, sessions) = sessions();
        sessions.make(IDS[0]).unwrap();
        for path in [sessions.root().to_owned(), sessions.root().join(IDS[0])] {
            assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o700);
        }
        sessions.sync(IDS[0]).unwrap();
    }

    #[test]
    fn a_folder_that_is_not_there_holds_no_session() {
        let (_folder, sessions) = sessions();
        assert!(sessions.list().unwrap().is_empty());
        assert_eq!(sessions.of_owner("T-293", &Owner::Practice).unwrap(), (Vec::new(), 0));
    }

    #[test]
    fn sessions_are_listed_latest_first_and_a_broken_one_says_why() {
        let (_folder, sessions) = sessions();
        write(&sessions, &sample(IDS[0]), &[opened(), opened()]);
        write(&sessions, &sample(IDS[1]), &[opened(), closed()]);
        let mut bytes = write(&sessions, &sample(IDS[2]), &[opened()]);
        let last = bytes.len() - 5;
        bytes[last] ^= 1;
        fs::write(sessions.journal(IDS[2]), bytes).unwrap();
        fs::create_dir(sessions.root().join("lost+found")).unwrap();
        let listed = sessions.list().unwrap();
        let ids: Vec<&str> = listed.iter().map(|listed| listed.id.as_str()).collect();
        assert_eq!(ids, [IDS[1], IDS[0], IDS[2]]);
        let found = listed[0].found.as_ref().unwrap();
        assert_eq!((found.events, found.closed.as_deref()), (2, Some("blocked")));
        assert!(found.started_at < found.last_at);
        assert_eq!(listed[1].found.as_ref().unwrap().closed, None);
        assert!(listed[2].found.as_ref().unwrap_err().contains("line 2"));
    }

    #[test]
    fn the_latest_session_is_looked_up_by_stage_and_owner() {
        let (_folder, sessions) = sessions();
        let of = |id: &str, reference: Option<&str>, practice: bool| {
            let reference = reference.map(str::to_owned);
            write(&sessions, &Start { practice, handoff_reference: reference, ..sample(id) }, &[]);
        };
        of(IDS[0], Some("a"), false);
        of(IDS[1], Some("a"), false);
        of(IDS[2], Some("a"), true);
        let latest =
            |stage: &str, owner: Owner| sessions.of_owner(stage, &owner).unwrap().0.into_iter().next();
        let reference = |name: &str| Owner::Reference(name.to_owned());
        assert_eq!(latest("T-293", reference("a")).as_deref(), Some(IDS[1]));
        assert_eq!(latest("T-293", Owner::Practice).as_deref(), Some(IDS[2]));
        assert_eq!(latest("T-293", reference("b")), None);
        assert_eq!(latest("T-293", Owner::Handoff(Digest::compute(b"other"))), None);
        assert_eq!(latest("T-294", reference("a")), None);
    }

    #[test]
    fn a_session_broken_further_down_is_still_found_so_that_opening_it_can_refuse() {
        let (_folder, sessions) = sessions();
        let mut bytes = write(&sessions, &sample(IDS[0]), &[opened()]);
        bytes.extend(b"garbage\n");
        fs::write(sessions.journal(IDS[0]), bytes).unwrap();
        let owner = Owner::from_start(&sample(IDS[0]));
        assert_eq!(sessions.of_owner("T-293", &owner).unwrap().0, [IDS[0]]);
    }

    #[test]
    fn a_session_is_removed_with_its_lock_and_nothing_else() {
        let (_folder, sessions) = sessions();
        write(&sessions, &sample(IDS[0]), &[]);
        write(&sessions, &sample(IDS[1]), &[]);
        fs::write(sessions.lock(IDS[0]), b"process 1").unwrap();
        sessions.remove(IDS[0]).unwrap();
        assert!(!sessions.root().join(IDS[0]).exists());
        assert!(sessions.journal(IDS[1]).exists());
        fs::write(sessions.root().join(IDS[1]).join("mine.txt"), b"keep").unwrap();
        assert!(sessions.remove(IDS[1]).is_err());
        assert!(sessions.root().join(IDS[1]).join("mine.txt").exists());
        assert!(sessions.journal(IDS[1]).exists(), "a folder that is not removed is left whole");
    }

    #[test]
    fn a_session_that_is_written_is_not_removed_also_without_its_lock_file() {
        let (_folder, sessions) = sessions();
        write(&sessions, &sample(IDS[0]), &[]);
        let writer = File::open(sessions.journal(IDS[0])).unwrap();
        writer.lock().unwrap();
        assert_eq!(sessions.remove(IDS[0]).unwrap_err().kind(), io::ErrorKind::WouldBlock);
        assert!(sessions.journal(IDS[0]).exists());
        drop(writer);
        sessions.remove(IDS[0]).unwrap();
        assert!(!sessions.root().join(IDS[0]).exists());
    }

    #[test]
    fn the_folder_of_all_sessions_is_made_with_every_level_that_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        let sessions = Sessions::in_folder(folder.path().join("a").join("b").join("c"));
        for _ in 0..2 {
            sessions.make_root().unwrap();
            assert_eq!(fs::metadata(sessions.root()).unwrap().permissions().mode() & 0o777, 0o700);
        }
        sessions.make(IDS[0]).unwrap();
    }

    #[test]
    fn a_session_id_is_sixteen_lowercase_hex_digits() {
        assert!(is_session_id("0123456789abcdef"));
        for name in ["", "0123456789ABCDEF", "0123456789abcde", "0123456789abcdef0", "../3456789abcdef"] {
            assert!(!is_session_id(name), "{name}");
        }
    }
}
