//! File rules of the sandbox (Landlock). On newer kernels it is also a second layer for TCP, abstract sockets and
//! signals, which are otherwise left to seccomp.

use std::io;
use std::path::{Path, PathBuf};

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, LandlockStatus, PathBeneath, PathFd,
    RestrictSelf, Ruleset, RulesetAttr, RulesetCreated, RulesetCreatedAttr, RulesetError, RulesetStatus,
    Scope, make_bitflags,
};

use rustix::fs::FileType;

use super::{Layer, Rights, SandboxError};

/// No kernel returns this error itself: one without Landlock reports that the call does not exist or is switched off.
const FILTERED: &str = "a filter around this process refuses it, such as that of systemd-nspawn, which \
     allows it with --system-call-filter='landlock_create_ruleset landlock_add_rule landlock_restrict_self'";

const LACKS: &str = "truncating a read-only file";

pub(super) fn raise(paths: &[(PathBuf, Rights)]) -> Result<Layer, SandboxError> {
    let failed = |error: RulesetError| SandboxError(format!("Landlock: {error}"));
    // Without a flag this only asks the kernel what it supports.
    let status = RestrictSelf::default().no_new_privs(false).apply().map_err(failed)?.landlock;
    // The error number stays that of the failed call until another call fails.
    let said = io::Error::last_os_error();
    match status {
        LandlockStatus::NotImplemented if matches!(said.raw_os_error(), Some(libc::EPERM | libc::EACCES)) => {
            Ok(Layer::Missing(FILTERED.to_owned()))
        }
        LandlockStatus::NotEnabled => Ok(Layer::Missing("it is switched off in the kernel".to_owned())),
        LandlockStatus::NotImplemented => Ok(Layer::Missing("this kernel does not support it".to_owned())),
        LandlockStatus::Available { effective_abi, .. } => {
            build(paths, effective_abi).map_err(failed)?;
            let by = format!("landlock {effective_abi}");
            // The first two versions do not cover truncating, which opening to read may do.
            Ok(if effective_abi < ABI::V3 { Layer::Partial { by, gaps: LACKS } } else { Layer::Active(by) })
        }
    }
}

/// Forbids everything that this version of Landlock can, except the paths.
fn build(paths: &[(PathBuf, Rights)], abi: ABI) -> Result<(), RulesetError> {
    // Everything that the kernel claims to support must hold, or this fails: nothing is left out silently.
    let mut ruleset = Ruleset::default().set_compatibility(CompatLevel::HardRequirement);
    ruleset = ruleset.handle_access(AccessFs::from_all(abi))?;
    let (net, scope) = (AccessNet::from_all(abi), Scope::from_all(abi));
    if !net.is_empty() {
        ruleset = ruleset.handle_access(net)?;
    }
    if !scope.is_empty() {
        ruleset = ruleset.scope(scope)?;
    }
    let mut created = ruleset.create()?;
    for (path, rights) in paths {
        allow(&mut created, path, *rights, abi)?;
    }
    let status = created.restrict_self()?;
    debug_assert_eq!(status.ruleset, RulesetStatus::FullyEnforced);
    Ok(())
}

fn allow(ruleset: &mut RulesetCreated, path: &Path, rights: Rights, abi: ABI) -> Result<(), RulesetError> {
    // An unreachable path needs no rule: opening it reports the reason.
    let Ok(there) = PathFd::new(path) else { return Ok(()) };
    // A hard requirement would refuse rights that this version does not have.
    let access = access(rights) & AccessFs::from_all(abi);
    let access = match (is_folder(&there), rights) {
        (true, Rights::File) => return Ok(()),
        (true, _) => access,
        // Landlock refuses rights on folders in the rule of a file.
        (false, _) => access & AccessFs::from_file(abi),
    };
    match ruleset.add_rule(PathBeneath::new(there, access)) {
        Err(error) if takes_no_rule(&error) => Ok(()),
        added => added.map(|_| ()),
    }
}

/// Checks the descriptor of the rule, because something else may have the name by now.
fn is_folder(there: &PathFd) -> bool {
    rustix::fs::fstat(there).is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::Directory)
}

fn access(rights: Rights) -> BitFlags<AccessFs> {
    let read = make_bitflags!(AccessFs::{ReadFile | ReadDir});
    let write = read | make_bitflags!(AccessFs::{WriteFile | Truncate | MakeReg});
    match rights {
        Rights::File | Rights::Read => read,
        Rights::Add => write | AccessFs::MakeDir,
        Rights::Publish => write | AccessFs::RemoveFile,
        Rights::Remove => write | AccessFs::RemoveFile | AccessFs::RemoveDir,
    }
}

/// Pipes and sockets are in no folder: Landlock accepts no rule for them and never restricts them.
fn takes_no_rule(error: &RulesetError) -> bool {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(system) = error.downcast_ref::<io::Error>() {
            return system.raw_os_error() == Some(libc::EBADFD);
        }
        cause = error.source();
    }
    false
}
