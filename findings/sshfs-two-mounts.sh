#!/usr/bin/env bash
# Guess: a lock that is held on a file of a network mount keeps out everybody who has the folder, and two writers that append put their
# lines one behind the other.
# Seen: the second mount gets the lock as well, and a file that was opened to be read and written and marked as appending later loses the
# lines of the other mount: each side writes where it believes the end is, and is told that it went well.
# Needs root, /dev/fuse, apt-get and python3 on Debian 12.
set -euo pipefail
work=$(mktemp -d)
trap 'umount "$work/a" "$work/b" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
mkdir packages unpacked a b below
(cd packages && apt-get -o APT::Sandbox::User=root download -qq sshfs=3.7.3-1.2~deb12u1 openssh-sftp-server=1:9.2p1-2+deb12u10 fuse3=3.14.0-4 libfuse3-3=3.14.0-4 2>&1)
for package in packages/*.deb; do dpkg -x "$package" unpacked; done
export LD_LIBRARY_PATH="$work/unpacked/lib/x86_64-linux-gnu:$work/unpacked/usr/lib/x86_64-linux-gnu" PATH="$work/unpacked/usr/bin:$work/unpacked/bin:$PATH"
sshfs --version 2>&1 | sed -n '/SSHFS/p'

python3 - "$work" <<'P'
import fcntl, os, socket, subprocess, sys, time

work = sys.argv[1]
served = []
for mount in ("a", "b"):
    here, there = socket.socketpair()
    subprocess.Popen([f"{work}/unpacked/usr/lib/openssh/sftp-server"], stdin=there, stdout=there)
    command = ["sshfs", "-f", "-o", "passive", f":{work}/below", f"{work}/{mount}"]
    served.append(subprocess.Popen(command, stdin=here, stdout=here))
    here.close(), there.close()
    while not os.path.ismount(f"{work}/{mount}"):
        time.sleep(0.02)

with open(f"{work}/a/file", "wb") as file:
    file.write(b"begun\n")
def writer(mount):
    descriptor = os.open(f"{work}/{mount}/file", os.O_RDWR)
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.fcntl(descriptor, fcntl.F_SETFL, os.O_APPEND)
    return descriptor

one, two = writer("a"), writer("b")
print("both hold the lock")
for number in range(3):
    for name, descriptor in (("a", one), ("b", two)):
        line = f"{name} {number}\n".encode()
        assert os.write(descriptor, line) == len(line)
        os.fsync(descriptor)
with open(f"{work}/below/file", "rb") as file:
    lines = file.read().decode().split("\n")
print("the file:", lines)
sys.exit(0 if lines == ["begun", "b 0", "b 1", "b 2", ""] else 1)
P
