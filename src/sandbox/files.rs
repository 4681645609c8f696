//! The wall around files: Landlock. Where the kernel is new enough for that, it is a second wall around TCP, abstract
//! sockets and signals to other processes, which the other wall keeps alone elsewhere.

use std::io;
use std::path::{Path, PathBuf};

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, LandlockStatus, PathBeneath, PathFd,
    RestrictSelf, Ruleset, RulesetAttr, RulesetCreated, RulesetCreatedAttr, RulesetError, RulesetStatus,
    Scope, make_bitflags,
};

use rustix::fs::FileType;

use super::{Failed, Rights, Wall};

/// No kernel says so itself: one without Landlock says that there is no such call, or that it is switched off.
const FILTERED: &str = "a filter around this process refuses it, such as that of systemd-nspawn, which lets it through with \
    --system-call-filter='landlock_create_ruleset landlock_add_rule landlock_restrict_self'";

const LACKS: &str = "emptying a file that may only be read";

/// Builds the wall, as high as this kernel can.
pub(crate) fn raise(paths: &[(PathBuf, Rights)]) -> Result<Wall, Failed> {
    let failed = |error: RulesetError| Failed(format!("Landlock: {error}"));
    // Without a flag this only asks the kernel what it has.
    let status = RestrictSelf::default().no_new_privs(false).apply().map_err(failed)?.landlock;
    // Of a call that failed, nothing but a failing call behind it changes what the system said.
    let said = io::Error::last_os_error();
    match status {
        LandlockStatus::NotImplemented if matches!(said.raw_os_error(), Some(libc::EPERM | libc::EACCES)) => {
            Ok(Wall::Absent(FILTERED.to_owned()))
        }
        LandlockStatus::NotEnabled => Ok(Wall::Absent("the kernel has it switched off".to_owned())),
        LandlockStatus::NotImplemented => Ok(Wall::Absent("this kernel does not offer it".to_owned())),
        LandlockStatus::Available { effective_abi, .. } => {
            build(paths, effective_abi).map_err(failed)?;
            let by = format!("landlock {effective_abi}");
            // The first two versions know nothing of truncating: opening to read may do it.
            Ok(if effective_abi < ABI::V3 { Wall::Low { by, lacks: LACKS } } else { Wall::Stands(by) })
        }
    }
}

/// All that this version of Landlock can forbid is forbidden, but for the paths.
fn build(paths: &[(PathBuf, Rights)], abi: ABI) -> Result<(), RulesetError> {
    // What the kernel says it has must hold, or this fails: nothing is left out silently.
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
    // What cannot be reached now needs no rule: whoever opens it will say why.
    let Ok(there) = PathFd::new(path) else { return Ok(()) };
    let access = access(rights) & AccessFs::from_all(abi);
    let access = match (is_folder(&there), rights) {
        (true, Rights::File) => return Ok(()),
        (true, _) => access,
        (false, _) => access & AccessFs::from_file(abi),
    };
    match ruleset.add_rule(PathBeneath::new(there, access)) {
        Err(error) if takes_no_rule(&error) => Ok(()),
        added => added.map(|_| ()),
    }
}

/// Of what the rule will be about, whatever has the name by now.
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

/// Pipes and sockets have no place in any folder: Landlock takes no rule for them and never stands in their way.
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
