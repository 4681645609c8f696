#!/usr/bin/env bash
# Guess: a file that is replaced below a mount is another file at the mount too: its name gets another number (st_ino) than the one that
# is open, at once.
# Seen: the name keeps the number of the file that is open, for good, and leads to the other file; and once that was read by its name, the
# file that is open gives its bytes as well, for the kernel keeps them under the number.
# Needs root, /dev/fuse, apt-get and python3 on Debian 12.
set -euo pipefail
work=$(mktemp -d)
trap 'umount "$work/mount" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
mkdir packages root mount below
(cd packages && apt-get -o APT::Sandbox::User=root download -qq bindfs=1.14.7-1 fuse3=3.14.0-4 libfuse3-3=3.14.0-4 2>&1)
for package in packages/*.deb; do dpkg -x "$package" root; done
export LD_LIBRARY_PATH="$work/root/lib/x86_64-linux-gnu:$work/root/usr/lib/x86_64-linux-gnu" PATH="$work/root/usr/bin:$PATH"
bindfs --version | sed -n 1p
bindfs -f below mount &
for _ in $(seq 200); do mountpoint -q mount && break; sleep 0.05; done
mountpoint mount

python3 - "$work" <<'P'
import os, sys, time

work = sys.argv[1]
with open(f"{work}/mount/file", "w") as file:
    file.write("one\n")
descriptor = os.open(f"{work}/mount/file", os.O_RDWR)
with open(f"{work}/below/other", "w") as file:
    file.write("two\n")
os.lstat(f"{work}/mount/file")
os.rename(f"{work}/below/other", f"{work}/below/file")
found = {}
for when, wait in (("at once", 0), ("later", 3)):
    time.sleep(wait)
    name, opened = os.lstat(f"{work}/mount/file"), os.fstat(descriptor)
    with open(f"{work}/mount/file", "rb") as file:
        found[when] = (name.st_ino == opened.st_ino, file.read(), os.pread(descriptor, 9, 0))
    print(when, "the same number:", found[when][0], "by name:", found[when][1], "open:", found[when][2])
os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
forgotten = os.pread(descriptor, 9, 0)
print("open, once the kernel was let to forget:", forgotten)
seen = (True, b"two\n", b"two\n")
sys.exit(0 if found == {"at once": seen, "later": seen} and forgotten == b"one\n" else 1)
P
