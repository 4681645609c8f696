"""Stands between a terminal and a shell: passes on what each sends, keeps it, and asks the terminal for itself."""

import fcntl
import os
import pty
import re
import select
import struct
import termios
import time
import tty

import pyte

WITHIN = 15
# The question that every terminal answers (DA1), and its answer.
WHAT = b"\x1b[c"
DEVICE = re.compile(rb"\x1b\[\?[\d;]*c")
PLACE = re.compile(rb"\x1b\[(\d+);(\d+)R")
# The kitty keyboard protocol, which pyte would show as text; and a sequence whose rest has not come yet.
UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=][\d;]*u")
PART = re.compile(rb"\x1b(\[[0-?]*|\][^\x07\x1b]*\x1b?)?$")
PART_OF_SIGN = re.compile(rb"([\xc0-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf7][\x80-\xbf]{0,2})$")
# What every terminal reads at once.
AT_ONCE = 1000


class Wrong(Exception):
    """What is not as it should be."""


class Between:
    """The terminal is given by the name of its tty; the shell runs on a tty of its own, of the same size."""

    def __init__(self, name, shell, environment):
        self.outer = os.open(name, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(self.outer)
        self.process, self.inner = pty.fork()
        if self.process == 0:
            os.execvpe(shell[0], shell, environment)
        # Whether no character may come to the terminal in two parts, and what is kept back of one.
        self.in_pieces, self.kept = False, b""
        # How many answers are still to come that surely come.
        self.owed = 0
        # By the program, and by the terminal.
        self.written, self.typed = b"", b""
        self.size, self.part = None, b""
        # What the program means to show.
        self.model = pyte.Screen(1, 1)
        self.stream = pyte.ByteStream(self.model)
        self.fit()

    def fit(self):
        """Hands the size on, where it is another one."""
        rows, columns, *_ = struct.unpack("HHHH", fcntl.ioctl(self.outer, termios.TIOCGWINSZ, bytes(8)))
        if self.size != (columns, rows):
            self.size = columns, rows
            self.model.resize(rows, columns)
            fcntl.ioctl(self.inner, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def pass_on(self, wait=0.05):
        """Passes on what comes within a time."""
        self.fit()
        came = select.select([self.outer, self.inner], [], [], wait)[0]
        if self.outer in came:
            taken = os.read(self.outer, 65536)
            self.owed -= len(DEVICE.findall(taken))
            self.hand_on(taken)
        if self.inner in came:
            taken = os.read(self.inner, 65536)
            self.written += taken
            (self.put_piecewise if self.in_pieces else self.put)(taken)
            whole = UNKNOWN_TO_PYTE.sub(b"", self.part + taken)
            self.part = part[0] if (part := PART.search(whole)) else b""
            self.stream.feed(whole[: len(whole) - len(self.part)])

    def hand_on(self, typed):
        """Hands what the terminal says to the program."""
        self.typed += typed
        os.write(self.inner, typed)

    def put(self, written):
        """Writes to the terminal."""
        self.owed += written.count(WHAT)
        while written:
            written = written[os.write(self.outer, written) :]

    def put_piecewise(self, written):
        """Writes so that whatever is read at once ends with a whole character."""
        written = self.kept + written
        part = PART.search(written) or PART_OF_SIGN.search(written)
        self.kept = part[0] if part else b""
        piece = b""
        for run in re.split(rb"(?=\x1b)", written[: len(written) - len(self.kept)]):
            if piece and len(piece) + len(run) > AT_ONCE:
                self.put(piece)
                self.settled()
                piece = b""
            piece += run
        self.put(piece)

    def until(self, holds, what):
        """Passes on until something holds, and returns it."""
        deadline = time.monotonic() + WITHIN
        while not (held := holds()):
            if time.monotonic() > deadline:
                raise Wrong(f"{what} does not come; the last is {self.written[-200:]!r}")
            self.pass_on()
        return held

    def press(self, keys):
        """Sends keys to the program, as they would come from the terminal."""
        os.write(self.inner, keys.encode())

    def ask(self, question):
        """What the terminal answers to a question, and to the one that it always answers. What came before goes to the program."""
        self.settled()
        return self.answered(question + WHAT)

    def settled(self):
        """Waits until the terminal has read everything that was written."""
        answer = self.answered(WHAT)
        # The last is ours; one before it may be the program's.
        own = [*DEVICE.finditer(answer)][-1]
        self.hand_on(answer[: own.start()] + answer[own.end() :])

    def answered(self, question):
        self.put(question)
        answer, deadline, owed = b"", time.monotonic() + WITHIN, self.owed
        while len(DEVICE.findall(answer)) < owed:
            left = deadline - time.monotonic()
            if left < 0 or not select.select([self.outer], [], [], left)[0]:
                raise Wrong(f"{question!r} is not answered but for {answer!r}")
            answer += os.read(self.outer, 65536)
        self.owed = 0
        return answer

    def clear(self):
        """Empties the terminal."""
        # And what it keeps of earlier rows: it would show them where it grows.
        empty = b"\x1b[m\x1b[H\x1b[2J\x1b[3J"
        self.put(empty)
        self.stream.feed(empty)

    def column(self, text):
        """Where the cursor stands behind a text in a row of its own, from 0."""
        answer = self.ask(f"\x1b[2;1H\x1b[2K{text}\x1b[6n".encode())
        return int(PLACE.search(answer)[2]) - 1

    def close(self):
        os.close(self.inner)
        os.waitpid(self.process, 0)
        os.close(self.outer)
