"""What tmux makes of each step, as judge.py reads it: tmux_cells.py FOLDER SOCKET

tmux tells the text of its rows and not the columns of it, so it is asked first how far each sign moves the cursor. From 3.5 on it
joins half a flag to an emoji before it, also where the cursor was placed in between; then a row is printed as text.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from rows import cells, measured

TRIES_MAX = 10_000


class Tmux:
    def __init__(self, socket, folder, columns, rows):
        self.socket, pipe, config = socket, folder / "pipe", folder / "tmux.conf"
        config.write_text("set -g status off\nset -g allow-rename off\n")
        subprocess.run(["mkfifo", str(pipe)], check=True)
        size = ["-x", str(columns), "-y", str(rows)]
        show = ["sh", "-c", 'stty raw -echo; exec cat "$0"', str(pipe)]
        self.ask("-u", "-f", str(config), "new-session", "-d", *size, "--", *show)
        self.pipe, self.shown = pipe.open("wb", buffering=0), 0

    def ask(self, *command):
        asked = subprocess.run(["tmux", "-S", self.socket, *command], check=True, capture_output=True, text=True)
        return asked.stdout

    def show(self, written):
        """Lets it read bytes, until it tells the title that stands behind them."""
        self.shown += 1
        title = f"shown-{self.shown}"
        self.pipe.write(written + f"\x1b]2;{title}\x1b\\".encode())
        for _ in range(TRIES_MAX):
            if self.ask("display-message", "-p", "#{pane_title}").strip() == title:
                return
        sys.exit("tmux does not read what it is given")

    def width(self, sign):
        self.show(f"\x1b[2J\x1b[1;1Ha{sign}".encode())
        return int(self.ask("display-message", "-p", "#{cursor_x}")) - 1


def main():
    folder, socket = Path(sys.argv[1]), sys.argv[2]
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    (columns, rows), signs = expected["size"], expected["signs"] + expected["settled"]
    with tempfile.TemporaryDirectory() as own:
        tmux = Tmux(socket, Path(own), columns, rows)
        widths = measured(signs, tmux.width)
        joins = tmux.width("🙂🇸🇪") != tmux.width("🙂") + tmux.width("🇸🇪")
        for step in sorted(folder.glob("step-*")):
            tmux.show(step.read_bytes())
            shown = tmux.ask("capture-pane", "-p", "-N").split("\n")[:rows]
            print(json.dumps(shown if joins else [cells(row, widths, columns) for row in shown]))
        tmux.ask("kill-server")


main()
