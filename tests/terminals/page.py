"""xterm.js in a page of headless Chromium, on a tty of our own."""

import base64
import fcntl
import json
import os
import pty
import queue
import shutil
import struct
import subprocess
import termios
import threading
from pathlib import Path

from hosts import Host

COLUMNS, ROWS = 80, 24
# As the browser names the keys of X.
KEYS = {"ctrl+Left": "Control+ArrowLeft"}


class Page(Host):
    """Needs its packages in the folder that XTERM_JS names."""

    name, package, needs = "xterm.js", "@xterm/xterm", ("node",)

    @classmethod
    def missing(cls):
        missing = [need for need in cls.needs if shutil.which(need) is None]
        return missing if "XTERM_JS" in os.environ else [*missing, "npm or Chromium"]

    def has_keyboard(self):
        return True

    def version(self):
        package = Path(os.environ["XTERM_JS"]) / "node_modules" / self.package / "package.json"
        return json.loads(package.read_text())["version"]

    def start(self):
        self.ours, self.theirs = pty.openpty()
        self.size = COLUMNS, ROWS
        self.fit()
        script = Path(__file__).with_name("terminal.mjs")
        command = ["node", str(script), os.environ["XTERM_JS"], str(COLUMNS), str(ROWS)]
        self.browser = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.ends.callback(self.end)
        self.told, self.writing = queue.Queue(), threading.Lock()
        threading.Thread(target=self.hear, daemon=True).start()
        self.told.get(timeout=60)
        threading.Thread(target=self.show, daemon=True).start()
        return os.ttyname(self.theirs)

    def fit(self):
        columns, rows = self.size
        fcntl.ioctl(self.ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def hear(self):
        for line in self.browser.stdout:
            said = json.loads(line)
            if "typed" in said:
                os.write(self.ours, base64.b64decode(said["typed"]))
            else:
                self.told.put(said["told"])

    def show(self):
        while True:
            try:
                self.say("write", base64.b64encode(os.read(self.ours, 65536)).decode())
            except (OSError, ValueError):
                return

    def say(self, name, argument):
        with self.writing:
            self.browser.stdin.write(json.dumps([name, argument]).encode() + b"\n")
            self.browser.stdin.flush()

    def ask(self, name, argument=None):
        self.say(name, argument)
        return self.told.get(timeout=30)

    def rows(self):
        return self.ask("rows")

    def resize(self, by_columns, by_rows):
        columns, rows = self.size
        self.size = round(columns * by_columns), round(rows * by_rows)
        self.ask("resize", self.size)
        self.fit()

    def keys(self, *names):
        self.ask("keys", [KEYS.get(name, name) for name in names])

    def paste(self, text):
        self.ask("paste", text)

    def end(self):
        self.browser.stdin.close()
        self.browser.wait(timeout=30)
        os.close(self.theirs)
        os.close(self.ours)
