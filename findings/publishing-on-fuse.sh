#!/usr/bin/env bash
# Guess: where a new name cannot be given without replacing another file (RENAME_NOREPLACE), a hard link does it; a call that a file
# system does not have says so; a mode that was set without an error is the mode; reading a file moves no modification time.
# Seen: exfat-fuse has neither and says “Operation not permitted” of the link, rclone says “Input/output error”; both take a mode and
# keep another; on rclone the time of a file moves after it was written and read, and nobody touched it.
# Needs root, /dev/fuse, a loop device, apt-get and python3 on Debian 12.
set -euo pipefail
work=$(mktemp -d)
cleanup() {
  umount "$work/exfat" "$work/rclone" 2>/dev/null || true
  [ -z "${device:-}" ] || losetup --detach "$device" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
cd "$work"
mkdir packages root exfat rclone below cache
(cd packages && apt-get -o APT::Sandbox::User=root download -qq exfat-fuse=1.3.0+git20220115-2 exfatprogs=1.2.0-1+deb12u1 libfuse2=2.9.9-6+b1 rclone=1.60.1+dfsg-2+b5 \
  fuse3=3.14.0-4 libfuse3-3=3.14.0-4 2>&1)
for package in packages/*.deb; do dpkg -x "$package" root; done
export LD_LIBRARY_PATH="$work/root/lib/x86_64-linux-gnu:$work/root/usr/lib/x86_64-linux-gnu" PATH="$work/root/usr/bin:$work/root/bin:$work/root/usr/sbin:$work/root/sbin:$PATH"

truncate -s 16M image
mkfs.exfat image >/dev/null
device=$(losetup --find --show image)
mount.exfat-fuse -d "$device" exfat >exfat.log 2>&1 &
rclone mount --config none --cache-dir cache --vfs-cache-mode full below rclone 2>rclone.log &
for mount in exfat rclone; do
  for _ in $(seq 200); do mountpoint -q "$mount" && break; sleep 0.05; done
  mountpoint "$mount"
done
sed -n '/exfat/p' exfat.log | sed -n 1p
rclone version | sed -n 1p

python3 - <<'P'
import ctypes, os, sys, time

libc = ctypes.CDLL(None, use_errno=True)

def called(result):
    return "done" if result == 0 else os.strerror(ctypes.get_errno())

def seen(mount):
    one, two, three = (os.path.join(mount, name).encode() for name in ("one", "two", "three"))
    with open(one, "wb") as file:
        file.write(b"one\n")
    told = {
        "rename without replacing": called(libc.renameat2(-100, one, -100, two, 1)),
        "link": called(libc.link(one, three)),
        "mode": called(libc.chmod(one, 0o600)),
    }
    told["mode then"] = oct(os.stat(one).st_mode & 0o777)
    return told

def time_moves(mount):
    path = os.path.join(mount, "read")
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o600)
    os.write(descriptor, b"one\n")
    os.fsync(descriptor)
    before = os.fstat(descriptor).st_mtime_ns
    with open(path, "rb") as file:
        file.read()
    time.sleep(1.5)
    moved = os.fstat(descriptor).st_mtime_ns != before
    os.close(descriptor)
    return moved

found = {"exfat": seen("exfat"), "rclone": seen("rclone")}
found["exfat"]["time moved"], found["rclone"]["time moved"] = time_moves("exfat"), time_moves("rclone")
expected = {
    "exfat": {"rename without replacing": "Invalid argument", "link": "Operation not permitted", "mode": "done", "mode then": "0o777", "time moved": False},
    "rclone": {"rename without replacing": "Invalid argument", "link": "Input/output error", "mode": "done", "mode then": "0o644", "time moved": True},
}
for mount, told in found.items():
    print(mount, told)
sys.exit(0 if found == expected else 1)
P
