"""What a terminal answers when it is asked, and how far twelve signs move its cursor."""

import re

# With the columns that the console counts: settled ones, ambiguous ones, and what Unicode widened, added or joins.
TWELVE = {
    "·": 1, "“": 1, "─": 1, "e\u0301": 1, "한": 2, "☰": 2, "🫨": 2, "🫩": 2, "❤\ufe0f": 2, "🇩": 1, "🇩🇪": 2, "👩\u200d💻": 2,
}
# Modes that the console sets, and those in which it finds a terminal; `CSI ? mode $ p` asks for one.
MODES = (1, 7, 25, 1000, 1002, 1003, 1004, 1006, 1049, 2004, 2026, 2031)
STATES = {"0": "not known", "1": "set", "2": "reset", "3": "always set", "4": "always reset"}
SHOWN = str.maketrans({"\x1b": "ESC ", "\x07": " BEL"})


class Answers:
    """What is asked at the shell's prompt."""

    def __init__(self, between):
        self.between = between
        self.device = self.asked("")
        self.colours = {number: self.asked(f"\x1b]{number};?\x1b\\") for number in ("4;1", "10", "11")}
        self.synchronized = self.mode(2026)
        self.keys = self.flags()
        self.widths = {sign: between.column("a" + sign) - 1 for sign in TWELVE}

    def asked(self, question):
        """What comes before the answer that every terminal gives; that one, where nothing else was asked."""
        answer = self.between.ask(question.encode()).decode("latin1")
        return re.sub(r"\x1b\[\?[\d;]*c$", "", answer) if question else answer

    def mode(self, number):
        told = re.search(rf"\x1b\[\?{number};(\d)\$y", self.asked(f"\x1b[?{number}$p"))
        return STATES.get(told[1]) if told else None

    def flags(self):
        """Those of the kitty keyboard protocol."""
        told = re.search(r"\x1b\[\?(\d+)u", self.asked("\x1b[?u"))
        return told[1] if told else None

    def modes(self):
        return {number: self.mode(number) for number in MODES} | {"keys": self.flags()}


def done(answers, written):
    """What the console made of the answers, by what it wrote."""
    does = ["theme fitted to its colours" if answers.colours["11"] else "theme without colours of its own"]
    does.append("keys told apart" if b"\x1b[>1u" in written else "keys in the old encoding")
    if answers.widths["·"] > 1:
        does.append("signs of ASCII")
    if any(answers.widths[sign] != columns for sign, columns in TWELVE.items()):
        does.append("rows with odd signs drawn around them")
    return "; ".join(does)


def row(host, answers, written):
    """The row of a terminal in the table of docs/compatibility.md."""
    ends = {"\x1b\\": "", "\x07": " (ends with BEL)", "\x1b": " (ends with ESC alone)"}
    told = [f"{number}: {end(answer, ends)}" for number, answer in answers.colours.items()]
    colours = told[0].split(": ")[1] if len({part.split(": ")[1] for part in told}) == 1 else ", ".join(told)
    signs = " ".join(str(width) for width in answers.widths.values())
    cells = [host.name, host.version(), f"`{answers.device.translate(SHOWN)}`", colours, answers.synchronized or "no answer"]
    return [*cells, f"flags {answers.keys}" if answers.keys else "no answer", signs, done(answers, written)]


def end(answer, ends):
    if not answer:
        return "no answer"
    return "yes" + next((what for how, what in ends.items() if answer.endswith(how)), " (no end)")


def table(rows):
    heads = ["terminal", "version", "DA1", "OSC 4, 10, 11", "2026", "kitty keys", " ".join(TWELVE), "what the console does"]
    own = ["the console counts", *[""] * 5, " ".join(map(str, TWELVE.values())), ""]
    lines = ["|" + "".join(f" {cell} |" if cell else " |" for cell in cells) for cells in (heads, own, *rows)]
    return "\n".join([lines[0], "|---" * len(heads) + "|", *lines[1:]])
