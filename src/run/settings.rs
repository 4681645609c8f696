//! Resolves the settings before anything else is read: flags, environment, configuration file.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use clap::builder::PossibleValue;
use etcetera::BaseStrategy;

use crate::cli::args;
use crate::cli::exit::{CliError, Exit};
use crate::commands::config::{FileSeen, Keys};
use crate::config::example::Action;
use crate::config::file::{Asked, Ground};
use crate::config::table::{self, Name};
use crate::config::{self, Fault, Settings, Source, Value, Values};
use crate::files::{self, ReadError, shown};
use crate::frontend;
use crate::review::problem::shown_key;
use crate::tui::keys::{BindingError, actions};
use crate::tui::model::keymap::{Bound, Keymap};

/// Further faults are only counted.
const FAULTS_TOLD_MAX: usize = 20;

pub(super) struct InForce {
    pub(super) settings: Settings,
    pub(super) file: FileSeen,
    pub(super) keymap: Keymap,
    asked: Asked,
}

/// Fails with 2, listing every fault of the file or the environment, or if a named file is missing.
pub(super) fn settle(flags: &args::Settings) -> Result<InForce, CliError> {
    let (file, bytes) = find(flags.config.as_deref())?;
    let asked = match (&file.path, &bytes) {
        (Some(path), Some(bytes)) => read(path, bytes)?,
        (_, _) => Asked::default(),
    };
    let environment = config::environment(|name| std::env::var_os(name)).map_err(|faults| {
        refused("environment", &faults, "Set it to an expected value, or remove it from the environment.")
    })?;
    let place = |path: &Path| shown(path);
    let keymap = Keymap::rebound(&asked.keys).map_err(|misbound| {
        let path = file.path.as_deref().map(place).unwrap_or_default();
        refused(&path, &placed(&misbound, &asked), FIX)
    })?;
    let layers = [
        (Source::Flag, typed(flags)),
        (Source::Environment, environment),
        (Source::File, asked.values.clone()),
        (Source::Default, defaults()),
    ];
    let in_force = InForce { settings: Settings::of(&layers), file, keymap, asked };
    in_force.hold_label()?;
    Ok(in_force)
}

const FIX: &str = "Fix the file; `strict-review config --example` prints a complete one.";

impl InForce {
    pub(super) fn keys(&self) -> Vec<Keys> {
        let of = |bound: &Bound| Keys {
            action: bound.binding.name,
            keys: bound.keys.iter().map(ToString::to_string).collect(),
            source: if self.asked.keys.contains_key(bound.binding.name) {
                Source::File
            } else {
                Source::Default
            },
        };
        self.keymap.all().map(of).collect()
    }

    /// Checks the label, and names its source in the error.
    fn hold_label(&self) -> Result<(), CliError> {
        let Some(label) = self.settings.label(Name::Reviewer) else { return Ok(()) };
        let Err(stop) = frontend::label(label.to_owned()) else { return Ok(()) };
        let held = self.settings.get(Name::Reviewer);
        let place = match held.map(|held| (held.source, held.setting)) {
            Some((Source::Environment, setting)) => setting.variable.to_owned(),
            Some((Source::File, _)) => {
                let path = self.file.path.as_deref().map(shown).unwrap_or_default();
                let at = self.asked.places.get(&Name::Reviewer);
                at.map_or(path.clone(), |at| format!("{path}:{}:{}", at.line, at.column))
            }
            Some((Source::Flag | Source::Default, _)) | None => return Err(stop),
        };
        Err(CliError { place, ..stop })
    }
}

/// Every action with its default keys.
pub(super) fn unbound() -> Vec<Action<'static>> {
    let of = |bound: &Bound| {
        let keys: Vec<String> = bound.keys.iter().map(ToString::to_string).collect();
        let asked = BTreeMap::from([(bound.binding.name.to_owned(), keys.clone())]);
        let rebindable = Keymap::rebound(&asked).is_ok();
        Action { name: bound.binding.name, keys, help: bound.binding.help, rebindable }
    };
    Keymap::default().all().map(of).collect()
}

/// Finds the file by the flag, then the environment, then the platform's folder; only there it may be missing.
/// `/dev/null` means no file.
fn find(flag: Option<&Path>) -> Result<(FileSeen, Option<Vec<u8>>), CliError> {
    let variable = std::env::var_os(config::FILE_VARIABLE).filter(|path| !path.is_empty());
    let (path, named) = match (flag, variable) {
        (Some(path), _) => (Some(path.to_owned()), Source::Flag),
        (None, Some(path)) => (Some(PathBuf::from(path)), Source::Environment),
        (None, None) => (
            etcetera::choose_base_strategy().ok().map(|base| base.config_dir().join(config::FILE_IN_FOLDER)),
            Source::Default,
        ),
    };
    let path = path.filter(|path| named == Source::Default || path != Path::new(NO_FILE));
    let bytes = path.as_deref().map(|path| bytes(path, named)).transpose()?.flatten();
    Ok((FileSeen { path, named, read: bytes.is_some() }, bytes))
}

const NO_FILE: &str = "/dev/null";

fn bytes(path: &Path, named: Source) -> Result<Option<Vec<u8>>, CliError> {
    let unusable = |why: String| {
        let next = match named {
            Source::Default => {
                "Make it a readable file, name another with --config FILE, or use none: --config /dev/null."
            }
            Source::Flag | Source::Environment | Source::File => {
                "Name a readable configuration file with --config FILE; --config /dev/null means none."
            }
        };
        CliError::new(Exit::Unusable, shown(path), format!("configuration: {why}"), next)
    };
    if path.as_os_str() == OsStr::new("-") {
        return Err(unusable("it is read from a file, not from standard input".to_owned()));
    }
    match files::read_at_most(path, config::FILE_BYTES_MAX) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(ReadError::Io(error))
            if named == Source::Default
                && matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            Ok(None)
        }
        Err(unreadable) => Err(unusable(unreadable.to_string())),
    }
}

fn read(path: &Path, bytes: &[u8]) -> Result<Asked, CliError> {
    let actions: Vec<&str> = actions().collect();
    let home = etcetera::home_dir().ok();
    let folder = path.parent().unwrap_or(Path::new(""));
    let ground = Ground { folder, home: home.as_deref(), actions: &actions };
    config::file::read(bytes, &ground).map_err(|faults| refused(&shown(path), &faults, FIX))
}

/// A single fault gets its position like any other input error.
fn refused(place: &str, faults: &[Fault], next: &str) -> CliError {
    if let [Fault { place: at, message }] = faults {
        let place = at.map_or(place.to_owned(), |at| format!("{place}:{}:{}", at.line, at.column));
        return CliError::new(Exit::Unusable, place, message.clone(), next);
    }
    let mut told: Vec<String> =
        faults.iter().take(FAULTS_TOLD_MAX).map(|fault| format!("\n  {fault}")).collect();
    if faults.len() > FAULTS_TOLD_MAX {
        told.push(format!("\n  and {} more", faults.len() - FAULTS_TOLD_MAX));
    }
    let message = format!("{} faults:{}", faults.len(), told.concat());
    CliError::new(Exit::Unusable, place, message, next)
}

/// Each fault at the position of its action.
fn placed(misbound: &[BindingError], asked: &Asked) -> Vec<Fault> {
    let place = |misbound: &BindingError| match misbound {
        // One of the two may have its default key, which has no position.
        BindingError::Conflict { actions, .. } => {
            actions.iter().filter_map(|action| asked.key_places.get(*action)).max().copied()
        }
        other => asked.key_places.get(other.action()).copied(),
    };
    let mut faults: Vec<Fault> = misbound
        .iter()
        .map(|misbound| Fault { place: place(misbound), message: harmless(misbound).to_string() })
        .collect();
    faults.sort();
    faults
}

/// Replaces a key that is too long or looks like a credential.
fn harmless(misbound: &BindingError) -> BindingError {
    match misbound {
        BindingError::UnknownKey { action, key } => BindingError::UnknownKey { action, key: shown_key(key) },
        other => other.clone(),
    }
}

fn typed(flags: &args::Settings) -> Values {
    let folder = |name, folder: &Option<PathBuf>| Some((name, Value::Folder(folder.clone()?)));
    let label = flags.reviewer.clone().map(|label| (Name::Reviewer, Value::Label(label)));
    let folders = [
        folder(Name::Evidence, &flags.evidence),
        folder(Name::Out, &flags.out),
        folder(Name::Session, &flags.session),
    ];
    let word = |name, typed: Option<PossibleValue>| {
        let typed = typed?;
        let words = table::words(name).iter().find(|word| **word == typed.get_name())?;
        Some((name, Value::Word(words)))
    };
    let looks = [
        word(Name::Theme, flags.theme.and_then(|theme| theme.to_possible_value())),
        word(Name::Glyphs, flags.glyphs.and_then(|glyphs| glyphs.to_possible_value())),
        flags.no_mouse.then_some((Name::Mouse, Value::Switch(false))),
    ];
    folders.into_iter().chain([label]).chain(looks).flatten().collect()
}

fn defaults() -> Values {
    let sessions = super::state_folder().map(|folder| (Name::Session, Value::Folder(folder)));
    let here = (Name::Out, Value::Folder(PathBuf::from(".")));
    let looks = [
        (Name::Theme, Value::Word("auto")),
        (Name::Glyphs, Value::Word("auto")),
        (Name::Mouse, Value::Switch(true)),
    ];
    sessions.into_iter().chain([here]).chain(looks).collect()
}
