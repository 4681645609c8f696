#!/usr/bin/env bash
# Guess: where a disk is full, an append is refused, and what stood in the file before stands there still.
# Seen: encfs writes the last block anew as a whole; where the new end finds no room, bytes of that block that were written and synced
# before are gone.
# Needs root, /dev/fuse, apt-get and python3 on Debian 12.
set -euo pipefail
work=$(mktemp -d)
trap 'umount "$work/plain" 2>/dev/null || true; umount "$work/disk" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
mkdir packages root plain disk
(cd packages && apt-get -o APT::Sandbox::User=root download -qq encfs=1.9.5-2 libfuse2=2.9.9-6+b1 libtinyxml2-9=9.0.0+dfsg-3.1 2>&1)
for package in packages/*.deb; do dpkg -x "$package" root; done
export LD_LIBRARY_PATH="$work/root/lib/x86_64-linux-gnu:$work/root/usr/lib/x86_64-linux-gnu" PATH="$work/root/usr/bin:$PATH"
encfs --version 2>&1 | sed -n 1p
mount -t tmpfs -o size=2m none disk
mkdir disk/cipher
echo word >word
encfs -f --standard --stdinpass "$work/disk/cipher" "$work/plain" <word >/dev/null 2>encfs.log &
for _ in $(seq 200); do mountpoint -q plain && break; sleep 0.05; done
mountpoint plain

python3 - "$work" <<'P'
import os, sys

work = sys.argv[1]
kept = b""
descriptor = os.open(f"{work}/plain/file", os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o600)

def append(number):
    global kept
    line = f"line {number:04} {'x' * 240}\n".encode()
    os.write(descriptor, line)
    os.fsync(descriptor)
    kept += line

for number in range(10):
    append(number)
with open(f"{work}/disk/filler", "wb", buffering=0) as filler:
    try:
        while filler.write(b"x" * 512):
            pass
    except OSError as error:
        print("the disk:", error.strerror)
refused = None
for number in range(10, 200):
    try:
        append(number)
    except OSError as error:
        refused = error.strerror
        break
os.ftruncate(descriptor, len(kept))
os.close(descriptor)
with open(f"{work}/plain/file", "rb") as file:
    found = file.read()
same = next((at for at, (one, other) in enumerate(zip(kept, found)) if one != other), min(len(kept), len(found)))
print(f"refused: {refused}; of {len(kept)} bytes that were synced before, the first {same} are there")
sys.exit(0 if refused and same < len(kept) else 1)
P
