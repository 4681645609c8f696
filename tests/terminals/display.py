"""A display of its own for one terminal: its window, keys, clicks and pastes as a person makes them."""

import os
import subprocess
import time

WITHIN = 20


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def wait_for(holds, what):
    """Waits until something holds, and returns it."""
    deadline = time.monotonic() + WITHIN
    while not (held := holds()):
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(0.02)
    return held


class Display:
    def __init__(self, folder):
        self.folder, self.started, self.window = folder, [], None
        ours, theirs = os.pipe()
        command = ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "1600x1100x24", "-nolisten", "tcp", "-noreset"]
        self.server = subprocess.Popen(command, pass_fds=[theirs], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(theirs)
        with os.fdopen(ours) as said:
            number = said.readline().strip()
        # No settings of the user, and a Unicode locale that is everywhere.
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("STRICT_REVIEW_", "LC_", "XDG_"))}
        own = {"DISPLAY": f":{number}", "HOME": str(folder), "LANG": "C.UTF-8", "LIBGL_ALWAYS_SOFTWARE": "1"}
        self.environment = kept | own | {"XDG_RUNTIME_DIR": str(folder)}

    def start(self, command, **environment):
        """Starts a terminal, and waits for its window."""
        with open(self.folder / "terminal.log", "ab") as log:
            own = self.environment | environment
            terminal = subprocess.Popen(command, env=own, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.started.append(terminal)
        self.window = wait_for(self.windows, f"no window of {command[0]}")[-1]
        self.xdotool("windowfocus", self.window)

    def windows(self):
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", "."], env=self.environment, capture_output=True, text=True, check=False
        )
        return found.stdout.split()

    def xdotool(self, *command):
        return run("xdotool", *command, env=self.environment)

    def keys(self, *names):
        self.xdotool("key", "--clearmodifiers", "--delay", "30", *names)

    def click(self, button):
        """In the middle of the window."""
        width, height = self.pixels()
        self.xdotool("mousemove", "--sync", "--window", self.window, str(width // 2), str(height // 2))
        self.xdotool("click", str(button))

    def pixels(self):
        told = self.xdotool("getwindowgeometry", "--shell", self.window)
        told = dict(line.split("=") for line in told.split())
        return int(told["WIDTH"]), int(told["HEIGHT"])

    def resize(self, by_columns, by_rows):
        width, height = self.pixels()
        self.xdotool("windowsize", self.window, str(round(width * by_columns)), str(round(height * by_rows)))

    def paste(self, text):
        """Selects a text elsewhere, and presses the button that pastes what is selected."""
        self.select("primary", text)
        self.click(2)

    def select(self, selection, text):
        # It stays until the display is gone, and says so.
        command = ["xclip", "-selection", selection]
        subprocess.run(command, input=text, env=self.environment, text=True, check=True, stderr=subprocess.DEVNULL)

    def close(self):
        for process in [*reversed(self.started), self.server]:
            process.terminate()
            process.wait()
