#!/usr/bin/env bash
# Guess: below fakeroot a program whose system-call filter refuses what fakeroot needs sees calls that fail, as with any other refused call.
# Seen: fakeroot's library, which is preloaded, ends the whole program from inside of stat(2), with the exit code 1 and a line on
# standard error. A program whose code 1 has a meaning of its own seems to have said it.
# Needs apt-get, python3 with venv, and Debian 12 on x86_64.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir packages root
(cd packages && apt-get -o APT::Sandbox::User=root download -qq fakeroot=1.31-1.2 libfakeroot=1.31-1.2 libseccomp2=2.5.4-1+deb12u1)
for package in packages/*.deb; do dpkg -x "$package" root; done
python3 -m venv python
python/bin/pip install -q pyseccomp==0.1.2

cat >stat.py <<'P'
import errno, os, sys
import pyseccomp as seccomp

if sys.argv[1] == "refused":
    filter = seccomp.SyscallFilter(seccomp.ALLOW)
    for call in ("semop", "semtimedop"):
        filter.add_rule(seccomp.ERRNO(errno.EPERM), call)
    filter.load()
print("went on:", oct(os.stat("/etc/passwd").st_mode), flush=True)
P

tried() {
    local code=0
    LD_LIBRARY_PATH="$work/root/usr/lib/x86_64-linux-gnu:$work/root/lib/x86_64-linux-gnu" "$@" >out 2>err || code=$?
    echo "code $code; said: $(cat out err)"
}
faked=(root/usr/bin/fakeroot-sysv --lib "$work/root/usr/lib/x86_64-linux-gnu/libfakeroot/libfakeroot-sysv.so" --faked "$work/root/usr/bin/faked-sysv")
"${faked[@]}" --version
alone=$(tried python/bin/python stat.py refused)
whole=$(tried "${faked[@]}" -- python/bin/python stat.py allowed)
refused=$(tried "${faked[@]}" -- python/bin/python stat.py refused)
printf '%s\n' "without fakeroot, refused:  $alone" "with fakeroot, allowed:     $whole" "with fakeroot, refused:     $refused"
[[ $alone == "code 0; said: went on:"* && $whole == "code 0; said: went on:"* && $refused == "code 1; said: semop"* ]]
