"""Terminals of the X Window System: how each is started, and how it tells what it shows."""

import contextlib
import json
import shutil
import socket

from display import Display, run, wait_for
from evidence import AMBIGUOUS

# Tells the name of its tty, and keeps the terminal open.
HOLDER = 'tty >"$0.part" && mv "$0.part" "$0" && exec sleep infinity'


def holder(folder):
    return ["sh", "-c", HOLDER, str(folder / "tty")]


def read(file):
    return file.read_text(encoding="utf-8", errors="replace").replace("\r", "").split("\n")


def told_tty(folder):
    told = folder / "tty"
    wait_for(told.exists, "its program does not start")
    return told.read_text().strip()


def version(package):
    """As Debian has it, without its own numbers."""
    told = run("dpkg-query", "-W", "-f", "${Version}", package)
    return told.split(":")[-1].split("-")[0].split("+")[0]


class Host:
    """A terminal. `rows` are its rows as they are shown, each a text or a list of cells."""

    name, package, term, needs = "", "", "xterm-256color", ()
    # Whether what was there before comes back behind the console.
    has_second_screen = True
    # Signs for which it was told to be unlike others.
    without = ""
    # What a row tells as the rest of a wide sign, if it tells that.
    rest = None
    # Whether more can be said of what it tells than that letters stand in order.
    tells_columns = True
    # What it tells of a letter with its marks, if it does not name it.
    unnamed = ""
    # Whether what is written to it must end with a whole character wherever it reads.
    in_pieces = False
    display = None

    def __init__(self, folder):
        folder.mkdir()
        # What was started is ended, however far the start came.
        self.folder, self.between, self.ends = folder, None, contextlib.ExitStack()

    @classmethod
    def missing(cls):
        return [need for need in ("Xvfb", "xdotool", "xclip", *cls.needs) if shutil.which(need) is None]

    def version(self):
        return version(self.package)

    def start(self):
        """The name of its tty."""
        self.launch(holder(self.folder))
        return told_tty(self.folder)

    def launch(self, program, **environment):
        self.display = Display(self.folder)
        self.ends.callback(self.display.close)
        self.open(program, **environment)

    def resize(self, by_columns, by_rows):
        self.display.resize(by_columns, by_rows)

    def has_keyboard(self):
        """Whether it has one of its own, and a mouse to paste with."""
        return self.display is not None

    def keys(self, *names):
        self.display.keys(*names)

    def paste(self, text):
        self.display.paste(text)

    def settled(self):
        self.between.settled()

    def close(self):
        self.ends.close()


class Printing(Host):
    """Prints its screen on request (media copy), through a command."""

    # Through a name of its own, so that what is there is whole.
    PRINTER = 'cat >"{0}.part" && mv "{0}.part" "{0}"'

    def printer(self):
        return self.PRINTER.format(self.folder / "printed")

    def rows(self):
        printed = self.folder / "printed"
        printed.unlink(missing_ok=True)
        self.between.put(b"\x1b[i")
        wait_for(printed.exists, f"{self.name} prints nothing")
        return read(printed)


class Xterm(Printing):
    name, package, needs = "xterm", "xterm", ("xterm",)
    options, rest = (), "\uffff"

    def open(self, program, **environment):
        resources = {"printerCommand": self.printer(), "printAttributes": "0", "printerAutoClose": "true"}
        resources = [part for name, value in resources.items() for part in ("-xrm", f"XTerm*{name}: {value}")]
        options = ["-u8", "-geometry", "80x24", *self.options, *resources]
        self.display.start(["xterm", *options, "-e", *program], **environment)


class XtermOfCjk(Xterm):
    name, options, without = "xterm -cjk_width", ("-cjk_width",), AMBIGUOUS


class Urxvt(Host):
    name, package, needs, term = "rxvt-unicode", "rxvt-unicode", ("urxvt",), "rxvt-unicode-256color"
    unnamed = "?"
    TELLS = """
sub on_osc_seq_perl {
    my ($self, $osc) = @_;
    return unless $osc =~ /^cells;(.*)/s;
    open my $file, ">:utf8", "$1.part" or return;
    for my $y (0 .. $self->nrow - 1) {
        my @cells = map { $_ eq $urxvt::NOCHAR ? "" : $self->special_decode($_) } split //, $self->ROW_t($y);
        print $file join("\\x1f", @cells), "\\n";
    }
    close $file;
    rename "$1.part", $1;
    1
}
"""

    def open(self, program, **environment):
        (self.folder / "tells").write_text(self.TELLS)
        self.display.start(["urxvt", "-geometry", "80x24", "-perl-lib", str(self.folder), "-pe", "tells", "-e", *program])

    def rows(self):
        told = self.folder / "cells"
        told.unlink(missing_ok=True)
        self.between.put(f"\x1b]777;cells;{told}\x1b\\".encode())
        wait_for(told.exists, "rxvt-unicode tells nothing")
        return [line.split("\x1f") for line in told.read_text(encoding="utf-8").split("\n")]


class St(Host):
    name, package, needs, term = "st", "stterm", ("st",), "st-256color"

    def open(self, program, **environment):
        self.printed = self.folder / "printed"
        self.display.start(["st", "-g", "80x24", "-o", str(self.printed), "-e", *program])

    def rows(self):
        # It prints everything that it reads, until that is switched off.
        self.between.put(b"\x1b[4i")
        self.settled()
        begin = self.printed.stat().st_size
        self.between.put(b"\x1b[i")
        self.settled()
        with open(self.printed, "rb") as printed:
            printed.seek(begin)
            lines = printed.read().decode(errors="replace").split("\n")
        # Every character has a cell of its own, and so has the rest of a wide one.
        return [[c.strip("\0") for c in line] for line in lines]


class Mlterm(Host):
    name, package, needs, term = "mlterm", "mlterm", ("mlterm",), "mlterm-256color"
    # Of some signs with marks it tells a part twice; the picture of the window shows them once, and the letters in place.
    tells_columns = False

    def open(self, program, **environment):
        self.display.start(["mlterm", "-g", "80x24", "-e", *program])

    def rows(self):
        taken = lambda: sorted((self.folder / ".mlterm").glob("*.snp"))
        for before in taken():
            before.unlink()
        self.between.put(b"\x1b]5379;snapshot\x07")
        self.settled()
        return read(wait_for(taken, "mlterm takes no snapshot")[-1])


class Kitty(Host):
    name, package, needs, term = "kitty", "kitty", ("kitty",), "xterm-kitty"
    TELLS = """
import json
from kittens.tui.handler import result_handler

def main(args):
    pass

@result_handler(no_ui=True)
def handle_result(args, answer, target_window_id, boss):
    screen = boss.active_window.screen
    rows = []
    for y in range(screen.lines):
        line = screen.line(y)
        cells = [line[x].strip(chr(0)) for x in range(screen.columns)]
        rests = [x > 0 and line.width(x - 1) == 2 for x in range(screen.columns)]
        rows.append([cell or ("" if rest else " ") for cell, rest in zip(cells, rests)])
    return json.dumps(rows)
"""

    def open(self, program, **environment):
        (self.folder / "cells.py").write_text(self.TELLS)
        options = ["remember_window_size=no", "initial_window_width=80c", "initial_window_height=24c", "allow_remote_control=yes"]
        options += ["confirm_os_window_close=0", "update_check_interval=0", "enable_audio_bell=no", "shell_integration=disabled"]
        options = [part for option in options for part in ("-o", option)]
        self.display.start(["kitty", "--config", "NONE", *options, "--listen-on", f"unix:{self.folder / 'kitty'}", *program])

    def rows(self):
        asked = {"cmd": "kitten", "version": [0, 26, 0], "payload": {"kitten": str(self.folder / "cells.py"), "args": []}}
        with socket.socket(socket.AF_UNIX) as asking:
            asking.settimeout(20)
            asking.connect(str(self.folder / "kitty"))
            asking.sendall(b"\x1bP@kitty-cmd" + json.dumps(asked).encode() + b"\x1b\\")
            told = b""
            while not told.endswith(b"\x1b\\"):
                told += asking.recv(1 << 20)
        return json.loads(json.loads(told.removeprefix(b"\x1bP@kitty-cmd").removesuffix(b"\x1b\\"))["data"])


class Alacritty(Host):
    name, package, needs, term = "alacritty", "alacritty", ("alacritty",), "alacritty"

    def open(self, program, **environment):
        options = ["window.dimensions.columns=80", "window.dimensions.lines=24", "selection.save_to_clipboard=true"]
        options = [part for option in options for part in ("-o", option)]
        self.display.start(["alacritty", "--config-file", "/dev/null", *options, "-e", *program])

    def rows(self):
        """Selects line by line from the top to the bottom in its vi mode, which the program hears nothing of."""
        self.display.select("clipboard", "")
        self.display.keys("ctrl+shift+space", "shift+h", "shift+v", "shift+l", "y", "ctrl+shift+space")
        copy = lambda: run("xclip", "-selection", "clipboard", "-o", env=self.display.environment)
        return wait_for(copy, "alacritty copies nothing").split("\n")
