"""Terminals inside of a terminal, and over a line: tmux, GNU screen, vim's window, mosh."""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess

from display import run, wait_for
from hosts import Host, Xterm, holder, told_tty


class Tty:
    """What is written on a terminal beside what it shows."""

    def __init__(self, name):
        self.name = name

    def put(self, written):
        with open(self.name, "wb", buffering=0) as tty:
            tty.write(written)


class Inside(Host):
    """Shown by an xterm where there is one, else by a tmux that nobody looks at."""

    @classmethod
    def missing(cls):
        needs = cls.needs if cls.can_xterm() else ("tmux", *cls.needs)
        return [need for need in needs if shutil.which(need) is None]

    @staticmethod
    def can_xterm():
        return not Xterm.missing()

    def carry(self, program, **environment):
        """Shows a program that shows another."""
        self.carrier = (Xterm if self.can_xterm() else Tmux)(self.folder / "carrier")
        self.ends.callback(self.carrier.close)
        program = ["sh", "-c", 'tty >"$0.part" && mv "$0.part" "$0" && exec "$@"', str(self.carrier.folder / "tty"), *program]
        self.carrier.launch(program, **environment)
        self.display = self.carrier.display
        self.carrier.between = Tty(told_tty(self.carrier.folder))

    def start(self):
        self.open(holder(self.folder))
        return told_tty(self.folder)

    def resize(self, by_columns, by_rows):
        self.carrier.resize(by_columns, by_rows)


class Carried(Inside):
    """Tells nothing of what it shows, or less than that; what carries it does."""

    @property
    def tells_columns(self):
        return self.carrier.tells_columns

    def rows(self):
        return self.carrier.rows()

    @property
    def rest(self):
        return self.carrier.rest


class Tmux(Inside):
    name, package, needs, term = "tmux", "tmux", ("tmux",), "tmux-256color"
    carrier = None

    @property
    def tells_columns(self):
        """From 3.5 on it joins half a flag to an emoji before it, and tells both in the cell of one."""
        return [int(number) for number in re.findall(r"\d+", run("tmux", "-V"))] < [3, 5]

    def launch(self, program, **environment):
        config = self.folder / "tmux.conf"
        config.write_text("set -g status off\nset -g default-terminal tmux-256color\nset -g escape-time 20\n")
        self.ends.callback(self.end)
        own = [part for name, value in environment.items() for part in ("-e", f"{name}={value}")]
        self.ask("-u", "-f", str(config), "new-session", "-d", "-x", "80", "-y", "24", *own, "--", *program)

    def open(self, program):
        self.launch(program)
        if self.can_xterm():
            self.carry(["tmux", "-u", "-S", self.socket, "attach"])

    @property
    def socket(self):
        return str(self.folder / "tmux")

    def ask(self, *command):
        return run("tmux", "-S", self.socket, *command)

    def rows(self):
        return self.ask("capture-pane", "-p", "-N").split("\n")

    def resize(self, by_columns, by_rows):
        if self.carrier:
            return super().resize(by_columns, by_rows)
        columns, rows = map(int, self.ask("display-message", "-p", "#{window_width} #{window_height}").split())
        self.ask("resize-window", "-x", str(round(columns * by_columns)), "-y", str(round(rows * by_rows)))

    def end(self):
        # It may have gone with the last program that it showed.
        with contextlib.suppress(subprocess.CalledProcessError):
            self.ask("kill-server")


class Screen(Carried):
    name, package, term = "GNU screen", "screen", "screen-256color"
    # In a tmux both count columns in ways of their own, and rows are wrong that neither of them gets wrong alone.
    needs = ("screen", "Xvfb", "xterm")
    has_second_screen = False

    def open(self, program):
        config, folder = self.folder / "screenrc", self.folder / "screens"
        config.write_text("startup_message off\ndefutf8 on\nterm screen-256color\n")
        folder.mkdir(mode=0o700)
        self.environment = {"SCREENDIR": str(folder)}
        self.ends.callback(self.end)
        self.carry(["screen", "-U", "-c", str(config), "-S", "tour", *program], **self.environment)

    def end(self):
        # It may have gone with the last program that it showed.
        with contextlib.suppress(subprocess.CalledProcessError):
            run("screen", "-S", "tour", "-X", "quit", env=os.environ | self.environment)


class Vim(Inside):
    name, package, needs = "vim, :terminal", "vim", ("vim",)
    # Up to 9.1.2133 it takes a character apart that comes in two reads (findings/vim-terminal-split.sh).
    in_pieces = True
    CELLS = "map(range(1, term_getsize(g:b)[0]), {_, y -> map(term_scrape(g:b, y), {_, cell -> [cell.chars, cell.width]})})"

    def open(self, program):
        listening = self.ends.enter_context(socket.create_server(("127.0.0.1", 0)))
        listening.settimeout(20)
        script = self.folder / "tour.vim"
        port = listening.getsockname()[1]
        script.write_text(
            f'set laststatus=0 noruler noshowcmd\nlet b = term_start({json.dumps(program)}, {{"curwin": 1}})\n'
            f'let c = ch_open("127.0.0.1:{port}")\n'
        )
        self.carry(["vim", "-u", "NONE", "-N", "-n", "-S", str(script)])
        self.channel, _ = listening.accept()
        self.ends.callback(self.channel.close)
        self.channel.settimeout(20)
        self.count = 0

    def rows(self):
        self.count -= 1
        self.channel.sendall(json.dumps(["expr", self.CELLS, self.count]).encode() + b"\n")
        told = b""
        while True:
            told += self.channel.recv(1 << 20)
            try:
                _, rows = json.loads(told)
                break
            except json.JSONDecodeError:
                continue
        return [[part for text, width in row for part in (text or " ", *[""] * (width - 1))] for row in rows]


class Mosh(Carried):
    name, package, needs, has_second_screen = "mosh", "mosh", ("mosh-server", "mosh-client"), False

    def open(self, program):
        own = os.environ | {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "MOSH_SERVER_NETWORK_TMOUT": "120", "TERM": "xterm-256color"}
        log = self.folder / "server"
        run("sh", "-c", '"$@" >"$0" 2>&1', str(log), "mosh-server", "new", "-i", "127.0.0.1", "-c", "256", "--", *program, env=own)
        said = log.read_text(errors="replace")
        port, key = re.search(r"MOSH CONNECT (\d+) (\S+)", said).groups()
        self.ends.callback(self.end, int(re.search(r"pid = (\d+)", said)[1]))
        self.carry(["mosh-client", "127.0.0.1", port], MOSH_KEY=key, LC_ALL="C.UTF-8")

    def end(self, server):
        with contextlib.suppress(ProcessLookupError):
            os.kill(server, signal.SIGTERM)
