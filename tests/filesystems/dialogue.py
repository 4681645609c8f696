"""A review in plain mode, line by line, as somebody who sits before it would type it."""

import os
import re
import select
import signal
import subprocess
import time

# No file system takes longer for one answer.
PATIENCE_SECONDS = 60


class Wrong(Exception):
    """Something is not as it must be."""


class Review:
    """One sitting."""

    def __init__(self, program, place):
        folders = ["--session", place.sessions, "--out", place.out, "--evidence", place.evidence]
        command = [program, "--plain", *folders, "--upstream", place.upstream, place.handoff]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        os.set_blocking(self.process.stdout.fileno(), False)
        self.greeting = self.prompt()

    def prompt(self):
        """What is said up to the next prompt, or to the end."""
        said, until = b"", time.monotonic() + PATIENCE_SECONDS
        while not said.endswith(b"> "):
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, until - time.monotonic()))
            if not ready:
                self.process.kill()
                raise Wrong(f"nothing was said for {PATIENCE_SECONDS} s behind {said[-300:]!r}")
            piece = os.read(self.process.stdout.fileno(), 65536)
            if not piece:
                break
            said += piece
        return said.decode()

    def send(self, line):
        """Types a line and does not wait."""
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def say(self, line):
        """Types a line; what is said to it, its line breaks as spaces."""
        self.send(line)
        return self.prompt()

    def states(self):
        """What is open, by its identifier, with its state: open, or open again."""
        listed = re.sub(r",\s+", ", ", self.say("open"))
        # A question has no name before its identifier.
        return re.findall(r"^(?:.*\s\()?([^\s()]+)\)?: (open|stale|blocked|concern)\b", listed, re.MULTILINE)

    def items(self):
        """The items that are open, by their identifiers."""
        return [item for item, state in self.states() if state == "open"]

    def answer(self, item):
        """Reads and confirms an item; its name as the prompt gives it, and what is said to the answer."""
        shown = self.say(f"go {item}")
        if item not in shown:
            raise Wrong(f"{item} is not shown: {shown}")
        name = shown.split("\n")[-1].rsplit(", ", 1)[0]
        said = self.say("read") + self.say("confirm")
        return name, self.say(echo(said)) if asks_to_type(said) else said

    def confirm(self, item):
        """Reads and confirms an item, which must be taken."""
        name, said = self.answer(item)
        if f"Confirmed: {name}." not in " ".join(said.split()):
            raise Wrong(f"{item} was not confirmed: {said}")

    def close(self):
        """The closing call as ready; what is said to it."""
        self.say("close 1")
        said = self.say("nothing")
        return self.say(echo(said)) if asks_to_type(said) else said

    def leave(self):
        """Leaves; the exit code and what standard error says, its line breaks as spaces."""
        self.send("quit")
        self.prompt()
        return self.ended()

    def ended(self):
        """The exit code and what standard error says."""
        self.process.stdin.close()
        code = self.process.wait(PATIENCE_SECONDS)
        return code, " ".join(self.process.stderr.read().decode().split())

    def kill(self):
        """What no program can do anything about."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE_SECONDS)


def asks_to_type(said):
    """True if the prompt asks to type the value, and not for a command."""
    return said.split("\n")[-1].startswith(("type the value of ", "short fingerprint> "))


def echo(said):
    """What is to be typed of what stands there."""
    stands = re.findall(r"(?:Value|fingerprint): (\S+)", said) or re.findall(r"(sha256:[0-9a-f]{8,})", said)
    if not stands:
        raise Wrong(f"it is not said what to type: {said}")
    hashed = re.search(r"sha256:([0-9a-f]{8})", stands[-1])
    return hashed.group(1) if hashed else stands[-1]
