"""Reads evidence with odd widths in the real console and keeps every byte it writes: drive.py FOLDER PROGRAM [ARGUMENT...]

Leaves in FOLDER the bytes of each step, and `expected.json`: the signs, and of each line of the evidence the columns that its
letters belong in.
"""

import fcntl
import json
import os
import pty
import random
import select
import signal
import struct
import sys
import termios
import time

COLUMNS, ROWS, LINES = 80, 24, 60
END = b"\x1b[?2026l"
# What is left of a row beside its frame, the number of its line, and the column for a sign.
TEXT_AT, TEXT_COLUMNS = 5, 73
# Signs whose width is not the same everywhere, with the columns that the console gives them.
SIGNS = {
    "☰": 2, "☷": 2, "䷀": 2, "𝌆": 2, "🫨": 2, "🙂": 2, "⌚": 2, "㊗": 2, "❤\ufe0f": 2, "☺\ufe0e": 1, "❤": 1, "🇸🇪": 2, "🇸": 1,
    "👍🏽": 2, "①": 1, "●": 1, "★": 1, "₿": 1, "e\u0301": 1, "Q\u0308\u0323": 1, "क्षि": 3, "नी": 2, "ก็": 1, "\u1112\u1161\u11ab": 2,
}
SETTLED = {"数": 2, "カ": 2, "한": 2, "é": 1, "ж": 1, "│": 1, "·": 1}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
# By name: a page as a terminal sends it.
DOWN, UP = "\x06", "\x02"
KEYS = ["2", "o", *"j" * 20, *"k" * 20, DOWN, DOWN, UP, UP, "G", *"k" * 6, "g", "q", "o", DOWN, *"jjkk", "q"]


def line(draw):
    """A text that fits a row, and its columns: what stands in each, "" for the rest of a wide one, nothing for a sign."""
    text, columns = "", []
    longest = draw.choice([20, 40, TEXT_COLUMNS])
    while len(columns) < longest:
        kind, room = draw.random(), longest - len(columns)
        sign, width = draw.choice([*(SIGNS if kind < 0.35 else SETTLED).items()])
        if kind > 0.45:
            sign, width = draw.choice(LETTERS if kind < 0.9 else " "), 1
        # Two halves of flags side by side would make another flag, and two letters of a syllable another syllable.
        behind = "-" if sign.startswith(("🇸", "\u1112")) else ""
        if width + len(behind) <= room:
            text += sign + behind
            columns += ([None] * width if sign in SIGNS else [sign] + [""] * (width - 1)) + [*behind]
    return text, columns


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
    draw = random.Random(16)
    lines = [line(draw) for _ in range(LINES)]
    evidence = os.path.join(folder, "evidence")
    os.mkdir(evidence)
    with open(os.path.join(evidence, "backup-log.md"), "w", encoding="utf-8") as file:
        file.writelines(text + "\n" for text, _ in lines)
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
    expected = {
        "size": [COLUMNS, ROWS],
        "textAt": TEXT_AT,
        "lines": [columns for _, columns in lines],
        "signs": [*SIGNS],
        "settled": [*SETTLED],
        "steps": len(steps),
    }
    with open(os.path.join(folder, "expected.json"), "w", encoding="utf-8") as file:
        json.dump(expected, file)


main()
