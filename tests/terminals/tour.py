"""Walks through the real console in real terminals, and looks at every cell: tour.py FOLDER PROGRAM [--table] [TERMINAL...]"""

import os
import re
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pyte

from answers import MODES, Answers, row, table
from between import Between, Wrong
from evidence import KEYS, SETTLED, SIGNS, lay_out
from hosts import Alacritty, Kitty, Mlterm, St, Urxvt, Xterm, XtermOfCjk
from inside import Mosh, Screen, Tmux, Vim
from judge import disorder, fault, line_of
from page import Page
from rows import cells, measured

HOSTS = [Xterm, XtermOfCjk, Urxvt, St, Mlterm, Kitty, Alacritty, Tmux, Screen, Vim, Mosh, Page]
PROMPT = "ready> "
END = b"\x1b[?2026l"
LEFT = b"\x1b[?1049l"
# How long a terminal may take to show what it has read.
SHOWN_WITHIN = 5
# How long nothing may come of a terminal that was given back.
QUIET = 1
PASTED = "pasted text"
WRONG_MAX = 3


class Tour:
    def __init__(self, host, program, folder):
        self.host, self.folder, self.wrong, self.judged, self.screens = host, folder, [], 0, 0
        self.expected = lay_out(folder / "evidence", host.without)
        self.expected["signs"] += host.unnamed
        script = folder / "shell"
        options = " ".join(f"--{name} '{folder / name}'" for name in ("session", "out", "evidence"))
        review = f"'{program}' assets/samples/ready-handoff.json --config /dev/null {options}"
        script.write_text(f"PS1='{PROMPT}'\nunset HISTFILE\nbind 'set enable-bracketed-paste off'\ntour() {{ {review}; }}\n")
        kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "TMPDIR") if name in os.environ}
        own = {"TERM": host.term, "LANG": "C.UTF-8", "HOME": str(folder)}
        tty = host.start()
        self.between = host.between = Between(tty, ["bash", "--noprofile", "--rcfile", str(script), "-i"], kept | own)
        self.between.in_pieces = host.in_pieces
        self.prompted(0)

    def prompted(self, begin):
        prompt = PROMPT.encode()
        self.between.until(lambda: self.between.written[begin:].endswith(prompt), "the shell's prompt")

    def walk(self):
        """From the shell to the console and back."""
        between = self.between
        self.answers = Answers(between)
        self.widths = measured([*SIGNS, *SETTLED], lambda sign: between.column("a" + sign) - 1)
        modes, begin = self.answers.modes(), len(between.written)
        between.clear()
        between.press("echo before\r")
        self.prompted(begin)
        self.look("the shell")
        before = lines(between.model)
        keys = termios.tcgetattr(between.inner)
        self.step("tour\r", "first screen")
        self.review()
        begin = len(between.written)
        between.press("q")
        self.prompted(begin)
        self.left([*before[:-1], before[-1] + " tour"] if self.host.has_second_screen else [])
        if termios.tcgetattr(between.inner) != keys:
            self.note("the shell's terminal settings are not what they were")
        self.given_back(modes)

    def review(self):
        """Every screen of the console that shows something of its own."""
        # Confirmed, undone, done again, taken back, confirmed.
        for key in [" ", "u", "\x12", " ", " "]:
            self.step(key, f"ticks, {key!r}")
        self.between.until(lambda: any("1/5" in row for row in self.between.model.display), "an answer that is counted")
        for number, key in enumerate(KEYS):
            self.step(key, f"evidence, key {number} ({key!r})")
        for key in ["?", "j", "q"]:
            self.step(key, f"help, {key!r}")
        if self.host.has_keyboard():
            self.type()
        self.step("o", "evidence again")
        for by_columns, by_rows in ((1.25, 1.2), (0.8, 0.8), (1, 1.05)):
            size, ends = self.between.size, self.between.written.count(END)
            self.host.resize(by_columns, by_rows)
            self.between.until(lambda: self.between.size != size, "another size")
            self.between.until(lambda: self.between.written.count(END) > ends, "a frame of another size")
            self.look(f"resized to {self.between.size}")
            self.step("G", "the end of it")
            self.step("g", "the beginning of it")
        self.step("q", "back from the evidence")

    def type(self):
        """Keys that terminals send in ways of their own, as a keyboard presses them."""
        self.step("n", "a note")
        self.step("one two three", "its text")
        self.host.keys("ctrl+Left", "ctrl+Left", "Delete", "End")
        shows = lambda: any("one wo three" in row for row in self.between.model.display)
        self.between.until(shows, "what Ctrl with an arrow and Delete make of a note")
        self.look("keys of a keyboard")
        self.step("\x13", "the note is saved")

    def step(self, keys, what):
        """Presses keys, and looks at what they do."""
        ends = self.between.written.count(END)
        self.between.press(keys)
        self.between.until(lambda: self.between.written.count(END) > ends, f"a frame behind {keys!r}")
        self.look(what)

    def look(self, what):
        """Holds what the terminal shows to what the console meant to show."""
        deadline = time.monotonic() + SHOWN_WITHIN
        while True:
            self.between.pass_on(0.005)
            self.between.settled()
            count, found = self.compared(self.host.rows())
            if not found or time.monotonic() > deadline:
                break
        self.screens, self.judged = self.screens + 1, self.judged + count
        if found:
            self.note(f"{what}: {found}")

    def compared(self, shown):
        """How many rows of evidence stand there, and the first cell that is wrong."""
        (columns, count), counted = self.between.size, 0
        blank = [" "] * columns
        for y in range(count):
            wanted = [self.between.model.buffer[y][x].data for x in range(columns)]
            row = shown[y] if y < len(shown) else ""
            line = line_of(wanted, self.expected)
            if line and not self.host.tells_columns:
                counted += 1
                if found := disorder(row, line[0], self.expected):
                    return counted, f"line {line[1]}: {found}\n    {row}"
            elif line:
                row = cells(row, self.widths, columns, self.host.rest) if isinstance(row, str) else [*row, *blank[len(row) :]]
                counted += 1
                text_at = self.expected["textAt"]
                found = fault(row, line[0], self.expected) if row[:text_at] == wanted[:text_at] else "another line"
                if found or len(row) != columns:
                    return counted, f"line {line[1]}: {found or f'{len(row)} columns'}\n    {row}"
            elif "".join(row).rstrip() != "".join(wanted).rstrip():
                return counted, f"row {y}\n    {''.join(row).rstrip()}\n   for\n    {''.join(wanted).rstrip()}"
        return counted, None

    def left(self, before):
        """Holds what stands there behind the console to what stood there before it, and what it said."""
        columns, rows = self.between.size
        after = pyte.Screen(columns, rows)
        pyte.ByteStream(after).feed(self.between.written.split(LEFT)[-1])
        wanted, deadline = before + lines(after), time.monotonic() + SHOWN_WITHIN
        while True:
            self.between.settled()
            shown = [text for row in self.host.rows() if (text := "".join(row).rstrip())]
            # Some print a row that goes on in the next one as one line.
            is_right = shown[-1:] == wanted[-1:] and same("".join(shown), "".join(wanted))
            if is_right or time.monotonic() > deadline:
                break
        if not is_right:
            self.note(f"behind the console stands {shown} for {wanted}")

    def given_back(self, modes):
        """Nothing comes unasked, and every mode is what it was, by its answers and by what it does."""
        between = self.between
        typed, until = len(between.typed), time.monotonic() + QUIET
        while time.monotonic() < until:
            between.pass_on()
        if between.typed[typed:]:
            self.note(f"typed by nobody: {between.typed[typed:]!r}")
        after = self.answers.modes()
        self.told = sum(state not in (None, "not known") for state in after.values())
        for mode, state in modes.items():
            if after[mode] != state:
                self.note(f"mode {mode} was {state} and is {after[mode]}")
        columns, _ = between.size
        if between.column("x" * columns + "y") != 1:
            self.note("a long line does not go on in the next row")
        if self.host.has_keyboard():
            # Neither clicks nor pastes are reported.
            begin = len(between.typed)
            self.host.paste(PASTED)
            between.until(lambda: len(between.typed) >= begin + len(PASTED), "what is pasted")
            if between.typed[begin:] != PASTED.encode():
                self.note(f"pasted comes as {between.typed[begin:]!r}")

    def note(self, what):
        self.wrong.append(what)
        if len(self.wrong) >= WRONG_MAX:
            raise Wrong("and so on")


def same(shown, wanted):
    """Whether two texts are the same but for blanks."""
    return "".join(shown.split()) == "".join(wanted.split())


def lines(screen):
    return [text for row in screen.display if (text := row.rstrip())]


def toured(kind, program, folder):
    """Whether all was right in a terminal, and its row of the table."""
    host, tour, told, wrong = kind(folder / "host"), None, None, []
    try:
        tour = Tour(host, program, folder)
        tour.walk()
        told = row(host, tour.answers, tour.between.written)
    except (Wrong, OSError, subprocess.SubprocessError) as stopped:
        wrong = [str(stopped)]
    finally:
        if tour:
            tour.between.close()
        host.close()
    wrong = (tour.wrong if tour else []) + wrong
    name = f"{kind.name} {host.version()}"
    if wrong:
        print(f"{name}: {len(wrong)} wrong", *wrong, sep="\n  ", flush=True)
    else:
        what = f"{tour.judged} rows of evidence on {tour.screens} screens, {'every cell right' if host.tells_columns else 'letters in order'}"
        print(f"{name}: {what}; modes off, {tour.told} of {len(MODES) + 1} by its own word; no stray byte", flush=True)
    return not wrong, told


def main():
    # What was started is ended, also where this is ended from outside.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    folder, program, *names = sys.argv[1:]
    kinds = {re.sub(r"[^a-z_]+", "-", kind.name.lower()).strip("-"): kind for kind in HOSTS}
    wants_table, names = "--table" in names, [name for name in names if name != "--table"]
    if other := set(names) - set(kinds):
        sys.exit(f"not a terminal: {', '.join(sorted(other))}; there are {', '.join(kinds)}")
    right, untried, rows = True, 0, []
    for name in names or kinds:
        if missing := kinds[name].missing():
            print(f"not tried: {kinds[name].name}, for {', '.join(missing)} is not installed")
            untried += 1
            continue
        own = Path(folder) / name
        own.mkdir()
        is_right, told = toured(kinds[name], program, own)
        right &= is_right
        rows += [told] if told else []
    if untried:
        print(f"{untried} not tried")
    if wants_table:
        print(table(rows))
    # Where everything that is tried was installed, what was not tried is a fault.
    sys.exit(not right or untried > 0 and "STRICT_REVIEW_TRACED" in os.environ)


main()
