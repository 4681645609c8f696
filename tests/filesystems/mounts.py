"""File systems of our own: made in files, or by programs that speak FUSE. Each says by name what it lacks here."""

import os
import shutil
import socket
import subprocess
import time

# A mount that is not there by then does not come.
PATIENCE_SECONDS = 20


class Missing(Exception):
    """The machine does not have it, or does not allow it."""


class NotMade(Exception):
    """All of it is here, and it could not be made or mounted."""


# What a machine lacks, by what programs say of that.
LACKS = {
    "unknown filesystem type": "this kernel has no such file system",
    "failed to setup loop device": "there is no free loop device",
}


def fails(program, said):
    """What to raise where a program did not do it; `said` is what it said."""
    name, lines = os.path.basename(program), said.strip().splitlines()
    for words, lacks in LACKS.items():
        if words in said.lower():
            return Missing(f"{lacks}, says {name}")
    return NotMade(f"{name} says: {lines[-1] if lines else 'nothing'}")


def need(*programs):
    """Where programs are, or which one is missing."""
    paths = os.environ.get("PATH", "") + ":/usr/sbin:/sbin:/usr/lib/openssh"
    for program in programs:
        if shutil.which(program, path=paths) is None:
            raise Missing(f"{program} is not installed")
    return [shutil.which(program, path=paths) for program in programs]


def run(*command, **options):
    """Runs a program to its end, which must be a good one."""
    done = subprocess.run(command, capture_output=True, **options)
    if done.returncode != 0:
        raise fails(command[0], (done.stderr + done.stdout).decode(errors="replace"))


class Disk:
    """A mounted file system, and what has to end with it."""

    def __init__(self, root, before=lambda below: None):
        self.root = root
        self.before = before
        self.mount = os.path.join(root, "mount")
        os.makedirs(self.mount)
        self.others = []

    def folder(self, name):
        """A folder beside the mount."""
        path = os.path.join(self.root, name)
        os.makedirs(path, exist_ok=True)
        return path

    def image(self, mebibytes):
        """A file as large as a disk."""
        path = os.path.join(self.root, "image")
        with open(path, "wb") as file:
            file.truncate(mebibytes << 20)
        return path

    def serve(self, *command, at=None, **options):
        """Starts a program that serves a mount until it is ended, and waits for the mount."""
        at = at or self.mount
        log = open(os.path.join(self.root, "log"), "ab")
        options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("stdout", log)
        server = subprocess.Popen(command, stderr=log, **options)
        self.others.append((server, at))
        until = time.monotonic() + PATIENCE_SECONDS
        while not os.path.ismount(at):
            if server.poll() is not None or time.monotonic() > until:
                with open(log.name, encoding="utf-8", errors="replace") as file:
                    raise fails(command[0], file.read())
            time.sleep(0.02)
        return server

    def end(self):
        """Takes everything down again."""
        for server, at in reversed(self.others):
            subprocess.run(["umount", at], capture_output=True)
            try:
                server.wait(5)
            except subprocess.TimeoutExpired:
                subprocess.run(["umount", "-l", at], capture_output=True)
                server.kill()
                server.wait()
        self.others = []
        for _ in range(3):
            if not os.path.ismount(self.mount):
                break
            subprocess.run(["umount", self.mount], capture_output=True)


def may_mount(folder):
    """Says why nothing can be mounted here, if that is so."""
    if os.geteuid() != 0:
        raise Missing("only root may mount")
    tried = subprocess.run(["mount", "-t", "tmpfs", "none", folder], capture_output=True, check=False)
    if tried.returncode != 0:
        raise Missing(f"mounting is not allowed here: {tried.stderr.decode(errors='replace').strip()}")
    subprocess.run(["umount", folder], check=True)


def on_loop(disk, made, mebibytes, kind, *options):
    """A disk in a file, of the kernel."""
    maker = need(made)[0]
    image = disk.image(mebibytes)
    run(maker, *options, image)
    run("mount", "-o", "loop", "-t", kind, image, disk.mount)


def ext4(disk, mebibytes=32):
    on_loop(disk, "mkfs.ext4", mebibytes, "ext4", "-q", "-F")


def xfs(disk, mebibytes=320):
    on_loop(disk, "mkfs.xfs", mebibytes, "xfs", "-q")


def btrfs(disk, mebibytes=128):
    on_loop(disk, "mkfs.btrfs", mebibytes, "btrfs", "-q")


def tmpfs(disk, mebibytes=16):
    run("mount", "-t", "tmpfs", "-o", f"size={mebibytes}m", "none", disk.mount)


def overlay(disk):
    disk_below = Disk(disk.folder("layers"))
    ext4(disk_below)
    try:
        layers = {name: os.path.join(disk_below.mount, name) for name in ("lower", "upper", "work")}
        for path in layers.values():
            os.makedirs(path)
        options = "lowerdir={lower},upperdir={upper},workdir={work}".format(**layers)
        run("mount", "-t", "overlay", "-o", options, "none", disk.mount)
    except (Missing, NotMade):
        disk_below.end()
        raise
    end = disk.end
    disk.end = lambda: (end(), disk_below.end())


def fuse():
    """FUSE must be there, and for us."""
    try:
        os.close(os.open("/dev/fuse", os.O_RDWR))
    except OSError as error:
        raise Missing(f"/dev/fuse: {error.strerror}") from error


def bind(disk):
    run("mount", "--bind", disk.folder("below"), disk.mount)


def bindfs(disk):
    fuse()
    disk.serve(*need("bindfs"), "-f", disk.folder("below"), disk.mount)


def sshfs(disk, at=None, *options):
    """A mount over a pair of sockets: the protocol is that of ssh, without its network."""
    fuse()
    client, server = need("sshfs", "sftp-server")
    here, there = socket.socketpair()
    serving = subprocess.Popen([server], stdin=there, stdout=there, stderr=subprocess.DEVNULL)
    there.close()
    try:
        below = disk.folder("below")
        disk.serve(client, "-f", "-o", "passive", *options, f":{below}", at or disk.mount, at=at, stdin=here, stdout=here)
    finally:
        here.close()
    disk.others.insert(0, (serving, os.path.join(disk.root, "no mount")))


def gocryptfs(disk, below=None):
    fuse()
    program = need("gocryptfs")[0]
    below = below or disk.folder("below")
    run(program, "-init", "-q", "-scryptn", "10", "-extpass", "echo", "-extpass", "word", below)
    disk.serve(program, "-q", "-f", "-extpass", "echo", "-extpass", "word", below, disk.mount)


def encfs(disk, below=None):
    fuse()
    program = need("encfs")[0]
    below = below or disk.folder("below")
    word = os.path.join(disk.root, "word")
    with open(word, "w", encoding="utf-8") as file:
        file.write("word\n")
    with open(word, "rb") as file:
        disk.serve(program, "-f", "--standard", "--stdinpass", below, disk.mount, stdin=file)


def exfat(disk, mebibytes=32):
    fuse()
    maker, program = need("mkfs.exfat", "mount.exfat-fuse")
    image = disk.image(mebibytes)
    run(maker, image)
    # It takes a block device only.
    made = subprocess.run(["losetup", "--find", "--show", image], capture_output=True, check=False)
    if made.returncode != 0:
        raise Missing("there is no free loop device")
    device = made.stdout.decode().strip()
    end = disk.end
    disk.end = lambda: (end(), subprocess.run(["losetup", "--detach", device], capture_output=True, check=False))
    disk.serve(program, "-d", device, disk.mount)


def ntfs(disk, mebibytes=32):
    fuse()
    maker, program = need("mkfs.ntfs", "ntfs-3g")
    image = disk.image(mebibytes)
    run(maker, "-F", "-Q", "-q", image)
    disk.serve(program, "-o", "no_detach", image, disk.mount)


def rclone(disk):
    fuse()
    program = need("rclone")[0]
    options = ["--config", os.path.join(disk.root, "none"), "--cache-dir", disk.folder("cache")]
    below = disk.folder("below")
    # Until a file is uploaded, each time it is opened gives it a new time: what is read has to be there before.
    disk.before(below)
    disk.serve(program, "mount", *options, "--vfs-cache-mode", "full", below, disk.mount)


# In the order in which they are tried.
ALL = {
    "ext4": ext4,
    "xfs": xfs,
    "btrfs": btrfs,
    "tmpfs": tmpfs,
    "overlay": overlay,
    "bind": bind,
    "bindfs": bindfs,
    "sshfs": sshfs,
    "gocryptfs": gocryptfs,
    "encfs": encfs,
    "exfat-fuse": exfat,
    "ntfs-3g": ntfs,
    "rclone": rclone,
}
