#!/usr/bin/env bash
# Guess: a terminal shows a character whose bytes come in two reads as if they had come in one.
# Seen: the :terminal of vim 9.0.1378 shows U+FFFD in its place where ASCII stands before it in the first read, and a second U+FFFD
# before the next text that begins with ASCII (mended in 9.1.2134).
# And, guess: what switches the kitty keyboard protocol on, and answers that it is on, switches it off when it is told to.
# Seen: `CSI > 1 u` is heard and `CSI < 1 u` is not (mended in 9.2.0264); `CSI > 4 ; 0 m`, which takes xterm's modifyOtherKeys back,
# switches it off.
# Needs apt-get and python3 on Debian 12.
set -euo pipefail
work=$(mktemp -d)
trap 'for socket in "$work"/tmux-*; do tmux -S "$socket" kill-server 2>/dev/null || true; done; rm -rf "$work"' EXIT
cd "$work"
mkdir packages root
(cd packages && apt-get -o APT::Sandbox::User=root download -qq vim=2:9.0.1378-2+deb12u2 tmux=3.3a-3 libsodium23 libgpm2 2>&1)
for package in packages/*.deb; do dpkg -x "$package" root; done
export LD_LIBRARY_PATH="$work/root/usr/lib/x86_64-linux-gnu" PATH="$work/root/usr/bin:$PATH"
vim.basic --version | head -1

cat >split.sh <<'S'
stty raw
# e with an acute accent is C3 A9.
printf 'a\303'; sleep 0.5; printf '\251b'
sleep infinity
S
cat >keys.py <<'P'
import os, select, time, tty

tty.setraw(0)
told = []
for asked in (b"", b"\x1b[>1u", b"\x1b[<1u", b"\x1b[>4;0m"):
    os.write(1, asked + b"\x1b[?u\x1b[c")
    answer = b""
    while not answer.endswith(b"c"):
        select.select([0], [], [], 5)
        answer += os.read(0, 100)
    told.append(answer.split(b"u")[0][-1:].decode())
os.write(1, "".join(told).encode())
time.sleep(1000)
P
# What stands in the first row of a program in vim's terminal.
shown() {
  printf 'set laststatus=0 noruler\ncall term_start(%s, {"curwin": 1})\n' "$1" >tour.vim
  socket=$(mktemp -u "$work/tmux-XXXX")
  tmux -S "$socket" -f /dev/null -u new-session -d -x 80 -y 24 'vim.basic -u NONE -N -n -S tour.vim'
  for _ in $(seq 100); do
    text=$(tmux -S "$socket" capture-pane -p | head -1)
    [[ $text == *$2 ]] && break
    sleep 0.1
  done
  tmux -S "$socket" kill-server
  printf '%s\n' "$text"
}
split=$(shown '["bash", "split.sh"]' b)
keys=$(shown '["python3", "keys.py"]' '????')
printf '%s\n' "split: $split" "flags at first, switched on, off, taken back: $keys"
[[ $split == a*$'\xef\xbf\xbd'*b && $keys == 0110 ]]
