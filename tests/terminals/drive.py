"""Reads evidence with odd widths in the real console and keeps every byte it writes: drive.py FOLDER PROGRAM [ARGUMENT...]

Leaves in FOLDER the bytes of each step, and `expected.json`: the signs, and of each line of the evidence the columns that its
letters belong in.
"""

import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

from evidence import KEYS, lay_out

COLUMNS, ROWS = 80, 24
END = b"\x1b[?2026l"


class Console:
    def __init__(self, arguments):
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            kept = {name: value for name, value in os.environ.items() if not name.startswith("STRICT_REVIEW_")}
            os.execvpe(arguments[0], arguments, kept | {"TERM": "xterm-256color"})
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.written = b""

    def step(self, act, frames=1):
        """The bytes up to the next whole frame, or so many."""
        ends, begin, deadline = self.written.count(END), len(self.written), time.monotonic() + 30
        act()
        while self.written.count(END) < ends + frames:
            left = deadline - time.monotonic()
            if left < 0 or not select.select([self.terminal], [], [], left)[0]:
                sys.exit(f"no frame came; the last one was {self.written[-300:]!r}")
            self.written += os.read(self.terminal, 65536)
        return self.written[begin:]

    def press(self, key):
        return self.step(lambda: os.write(self.terminal, key.encode()))


def main():
    folder, *program = sys.argv[1:]
    evidence = os.path.join(folder, "evidence")
    expected = lay_out(evidence)
    folders = [part for name in ("session", "out", "evidence") for part in (f"--{name}", os.path.join(folder, name))]
    console = Console([*program, "assets/samples/ready-handoff.json", "--config", "/dev/null", *folders])
    # Behind the first frame the terminal is asked, and the row that a sign was measured on is drawn again.
    steps = [console.step(lambda: None, frames=2)]
    steps += [console.press(key) for key in KEYS]
    # Draws everything again.
    steps.append(console.step(lambda: os.kill(console.process, signal.SIGWINCH)))
    os.kill(console.process, signal.SIGTERM)
    os.waitpid(console.process, 0)
    for number, step in enumerate(steps):
        with open(os.path.join(folder, f"step-{number:03}"), "wb") as file:
            file.write(step)
    expected |= {"size": [COLUMNS, ROWS], "steps": len(steps)}
    with open(os.path.join(folder, "expected.json"), "w", encoding="utf-8") as file:
        json.dump(expected, file)


main()
