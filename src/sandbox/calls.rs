//! System call filter (seccomp): allows the calls that this program needs and refuses all others.

use std::collections::BTreeMap;

use libc::c_long;
use seccompiler::{
    BackendError, BpfProgram, Error, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition,
    SeccompFilter, SeccompRule, TargetArch,
};

use super::{Layer, Network, SandboxError, Threads};

/// Calls on descriptors that are open already, and queries. Opening files is included: Landlock decides which files.
const FREE: &[c_long] = &[
    // Files and folders.
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_pread64,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_pwrite64,
    libc::SYS_close,
    libc::SYS_openat,
    libc::SYS_openat2,
    libc::SYS_fstat,
    libc::SYS_newfstatat,
    libc::SYS_statx,
    libc::SYS_fstatfs,
    libc::SYS_lseek,
    libc::SYS_fsync,
    libc::SYS_fdatasync,
    libc::SYS_ftruncate,
    libc::SYS_flock,
    libc::SYS_fadvise64,
    libc::SYS_getdents64,
    libc::SYS_getcwd,
    libc::SYS_faccessat,
    libc::SYS_faccessat2,
    libc::SYS_readlinkat,
    libc::SYS_mkdirat,
    libc::SYS_linkat,
    libc::SYS_unlinkat,
    libc::SYS_renameat,
    libc::SYS_renameat2,
    libc::SYS_dup,
    libc::SYS_dup3,
    // Memory.
    libc::SYS_brk,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    // Waiting, and the clock.
    libc::SYS_ppoll,
    libc::SYS_pselect6,
    libc::SYS_futex,
    libc::SYS_nanosleep,
    libc::SYS_clock_nanosleep,
    libc::SYS_clock_gettime,
    libc::SYS_gettimeofday,
    libc::SYS_restart_syscall,
    libc::SYS_sched_yield,
    // Signals to itself, and the end.
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_exit,
    libc::SYS_exit_group,
    // Its identity and its system.
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_getppid,
    libc::SYS_getpgid,
    libc::SYS_getsid,
    libc::SYS_getuid,
    libc::SYS_geteuid,
    libc::SYS_getgid,
    libc::SYS_getegid,
    libc::SYS_getrandom,
    libc::SYS_getrusage,
    libc::SYS_uname,
    libc::SYS_rseq,
    libc::SYS_set_robust_list,
    // A byte through the socket pair that turns a signal into input.
    libc::SYS_recvfrom,
];

/// Older names of these calls, which some C libraries still use here.
#[cfg(target_arch = "x86_64")]
const FREE_BY_OLD_NAMES: &[c_long] = &[
    libc::SYS_open,
    libc::SYS_stat,
    libc::SYS_lstat,
    libc::SYS_access,
    libc::SYS_readlink,
    libc::SYS_mkdir,
    libc::SYS_rmdir,
    libc::SYS_link,
    libc::SYS_unlink,
    libc::SYS_rename,
    libc::SYS_getdents,
    libc::SYS_dup2,
    libc::SYS_poll,
    libc::SYS_select,
    libc::SYS_getpgrp,
    libc::SYS_time,
];
#[cfg(not(target_arch = "x86_64"))]
const FREE_BY_OLD_NAMES: &[c_long] = &[];

/// Further calls of a server: clients of sockets that listen already, and waiting for many at once. No socket is
/// made, bound or connected.
const ANSWERING: &[c_long] = &[
    libc::SYS_accept4,
    libc::SYS_epoll_create1,
    libc::SYS_epoll_ctl,
    libc::SYS_epoll_pwait,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_epoll_wait,
    libc::SYS_eventfd2,
    libc::SYS_getpeername,
    libc::SYS_getsockname,
    libc::SYS_getsockopt,
    libc::SYS_shutdown,
];

/// Further calls that start a thread.
const THREADING: &[c_long] = &[
    libc::SYS_sched_getaffinity,
    // Never gets through: see `older_clone`.
    libc::SYS_clone3,
];

/// Allowed `fcntl` commands: flags and duplicates. Sending signals (`F_SETOWN`), leases and watching folders are
/// excluded.
const DESCRIPTOR: &[libc::c_int] =
    &[libc::F_GETFD, libc::F_SETFD, libc::F_GETFL, libc::F_SETFL, libc::F_DUPFD_CLOEXEC];

/// Allowed `ioctl` requests of a terminal. Pushing keys into it (`TIOCSTI`) is excluded.
const TERMINAL: &[libc::Ioctl] = &[
    libc::TCGETS,
    libc::TCSETS,
    libc::TCSETSW,
    libc::TCSETSF,
    // The newer form of these: without it raw mode would not end.
    libc::TCGETS2,
    libc::TCSETS2,
    libc::TCSETSW2,
    libc::TCSETSF2,
    libc::TCFLSH,
    libc::TIOCGWINSZ,
    libc::TIOCGPGRP,
    libc::FIONREAD,
    libc::FIONBIO,
    libc::FIOCLEX,
];

pub(super) fn raise(network: Network, threads: Threads) -> Result<Layer, SandboxError> {
    let Ok(arch) = TargetArch::try_from(std::env::consts::ARCH) else {
        return Ok(Layer::Missing(format!("not supported on {}", std::env::consts::ARCH)));
    };
    let failed = |error: BackendError| SandboxError(format!("seccomp: {error}"));
    let layer = filter(arch, network, threads).and_then(BpfProgram::try_from).map_err(failed)?;
    let before: Option<BpfProgram> = match threads {
        Threads::One => None,
        Threads::Many => Some(older_clone(arch).and_then(BpfProgram::try_from).map_err(failed)?),
    };
    // The main filter comes last: it refuses to install another one.
    match before.iter().chain([&layer]).try_for_each(|filter| seccompiler::apply_filter(filter)) {
        Ok(()) => Ok(Layer::Active("seccomp".to_owned())),
        // seccomp(2): no such call, or no such operation.
        Err(Error::Seccomp(error)) if matches!(error.raw_os_error(), Some(libc::ENOSYS | libc::EINVAL)) => {
            Ok(Layer::Missing("this kernel does not support it".to_owned()))
        }
        Err(error) => Err(SandboxError(format!("seccomp: {error}"))),
    }
}

/// All calls outside the lists fail with `EPERM`.
fn filter(arch: TargetArch, network: Network, threads: Threads) -> Result<SeccompFilter, BackendError> {
    let answering = match network {
        Network::Silent => &[],
        Network::Answering => ANSWERING,
    };
    let threading = match threads {
        Threads::One => &[],
        Threads::Many => THREADING,
    };
    let free = FREE.iter().chain(FREE_BY_OLD_NAMES).chain(answering).chain(threading);
    let mut calls: BTreeMap<c_long, Vec<SeccompRule>> = free.map(|call| (*call, Vec::new())).collect();
    for Bounded { call, argument, length, test, value } in bounded(std::process::id()) {
        let condition = SeccompCondition::new(argument, length, test, value)?;
        calls.entry(call).or_default().push(SeccompRule::new(vec![condition])?);
    }
    if network == Network::Answering {
        calls.insert(libc::SYS_setsockopt, vec![at_once()?]);
    }
    if threads == Threads::Many {
        calls.insert(libc::SYS_clone, vec![a_thread()?]);
    }
    let refused = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    SeccompFilter::new(calls, refused, SeccompAction::Allow, arch)
}

/// A call that is allowed with a certain argument only.
struct Bounded {
    call: c_long,
    /// Index of the argument, from 0.
    argument: u8,
    length: SeccompCmpArgLen,
    test: SeccompCmpOp,
    value: u64,
}

fn bounded(own_process: u32) -> Vec<Bounded> {
    use SeccompCmpArgLen::{Dword, Qword};
    use SeccompCmpOp::{Eq, MaskedEq};
    let own = u64::from(own_process);
    let executable = || MaskedEq(u64::from(libc::PROT_EXEC.unsigned_abs()));
    let row = |call, (argument, length, test, value)| Bounded { call, argument, length, test, value };
    let mut rows = vec![
        // A packet becomes readable for others; no other mode can be set.
        row(libc::SYS_fchmod, (1, Dword, Eq, 0o644)),
        // Memory never becomes code.
        row(libc::SYS_mmap, (2, Dword, executable(), 0)),
        row(libc::SYS_mprotect, (2, Dword, executable(), 0)),
        // Signals to this process only.
        row(libc::SYS_kill, (0, Dword, Eq, own)),
        row(libc::SYS_tkill, (0, Dword, Eq, own)),
        row(libc::SYS_tgkill, (0, Dword, Eq, own)),
        // Limits can be read, but not set.
        row(libc::SYS_prlimit64, (2, Qword, Eq, 0)),
        // A socket pair from this process to itself, and a byte into it, without an address.
        row(libc::SYS_socketpair, (0, Dword, Eq, u64::from(libc::AF_UNIX.unsigned_abs()))),
        row(libc::SYS_sendto, (4, Qword, Eq, 0)),
    ];
    rows.extend(
        DESCRIPTOR.iter().map(|ask| row(libc::SYS_fcntl, (1, Dword, Eq, u64::from(ask.unsigned_abs())))),
    );
    rows.extend(TERMINAL.iter().map(|request| row(libc::SYS_ioctl, (1, Dword, Eq, number(*request)))));
    rows
}

/// Allows `TCP_NODELAY`, so that an answer leaves at once, and no other socket option.
fn at_once() -> Result<SeccompRule, BackendError> {
    let (length, is) = (SeccompCmpArgLen::Dword, SeccompCmpOp::Eq);
    let level =
        SeccompCondition::new(1, length.clone(), is.clone(), u64::from(libc::IPPROTO_TCP.unsigned_abs()))?;
    let option = SeccompCondition::new(2, length, is, u64::from(libc::TCP_NODELAY.unsigned_abs()))?;
    SeccompRule::new(vec![level, option])
}

/// Allows a new thread of this process, but no other process.
fn a_thread() -> Result<SeccompRule, BackendError> {
    let thread = u64::from(libc::CLONE_THREAD.unsigned_abs());
    let is = SeccompCmpOp::MaskedEq(thread);
    SeccompRule::new(vec![SeccompCondition::new(0, SeccompCmpArgLen::Dword, is, thread)?])
}

/// A separate filter: `clone3` purpose its flags in memory, where no filter can check them. It is reported as missing,
/// so that C libraries use `clone`.
/// Of two filters, the one that refuses counts.
fn older_clone(arch: TargetArch) -> Result<SeccompFilter, BackendError> {
    let unknown = SeccompAction::Errno(libc::ENOSYS.unsigned_abs());
    SeccompFilter::new([(libc::SYS_clone3, Vec::new())].into(), SeccompAction::Allow, unknown, arch)
}

/// The kernel compares 32 bits of a request.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "C libraries differ in its type")]
fn number(request: libc::Ioctl) -> u64 {
    u64::from(request as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_asked_of_a_terminal_does_not_include_typing_into_it() {
        assert!(![FREE, FREE_BY_OLD_NAMES].concat().contains(&libc::SYS_ioctl));
        let asked: Vec<u64> = TERMINAL.iter().map(|request| number(*request)).collect();
        for typing in [libc::TIOCSTI, libc::TIOCLINUX, libc::TIOCSCTTY, libc::TIOCCONS] {
            assert!(!asked.contains(&number(typing)));
        }
    }

    #[test]
    fn nothing_that_leads_out_of_the_process_is_let_through_whatever_its_arguments() {
        let out = [
            libc::SYS_socket,
            libc::SYS_connect,
            libc::SYS_bind,
            libc::SYS_sendto,
            libc::SYS_sendmsg,
            libc::SYS_execve,
            libc::SYS_execveat,
            libc::SYS_clone,
            libc::SYS_clone3,
            libc::SYS_ptrace,
            libc::SYS_process_vm_writev,
            libc::SYS_pidfd_getfd,
            libc::SYS_io_uring_setup,
            libc::SYS_fchmod,
            libc::SYS_fcntl,
            libc::SYS_kill,
            libc::SYS_tgkill,
            libc::SYS_mmap,
            libc::SYS_mprotect,
            libc::SYS_memfd_create,
            libc::SYS_mount,
            libc::SYS_prctl,
            libc::SYS_bpf,
        ];
        for call in out {
            assert!(![FREE, FREE_BY_OLD_NAMES, ANSWERING].concat().contains(&call), "{call}");
        }
    }
}
