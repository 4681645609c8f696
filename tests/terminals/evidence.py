"""Evidence with signs of odd widths, the same in every run: its text, and the content of each column of a line."""

import os
import random

LINES = 60
# What is left of a row beside its frame, the number of its line, and the column for a sign.
TEXT_AT, TEXT_COLUMNS = 5, 73
# Signs whose width is not the same everywhere, with the columns that the console gives them.
SIGNS = {
    "☰": 2, "☷": 2, "䷀": 2, "𝌆": 2, "🫨": 2, "🙂": 2, "⌚": 2, "㊗": 2, "❤\ufe0f": 2, "☺\ufe0e": 1, "❤": 1, "🇸🇪": 2, "🇸": 1,
    "👍🏽": 2, "①": 1, "●": 1, "★": 1, "₿": 1, "e\u0301": 1, "Q\u0308\u0323": 1, "क्षि": 3, "नी": 2, "ก็": 1, "\u1112\u1161\u11ab": 2,
}
SETTLED = {"数": 2, "カ": 2, "한": 2, "é": 1, "ж": 1, "│": 1, "·": 1}
# What takes one column unless a terminal was told to make two of everything that Unicode leaves open.
AMBIGUOUS = "éж│·"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
# By name: a page as a terminal sends it.
DOWN, UP = "\x06", "\x02"
# Opens the evidence, reads it to and fro, and leaves it.
KEYS = ["2", "o", *"j" * 20, *"k" * 20, DOWN, DOWN, UP, UP, "G", *"k" * 6, "g", "q", "o", DOWN, *"jjkk", "q"]


def line(draw, settled):
    """A text that fits a row, and its columns: the content of each, "" for the rest of a wide one, nothing for a sign."""
    text, columns = "", []
    longest = draw.choice([20, 40, TEXT_COLUMNS])
    while len(columns) < longest:
        kind, room = draw.random(), longest - len(columns)
        sign, width = draw.choice([*(SIGNS if kind < 0.35 else settled).items()])
        if kind > 0.45:
            sign, width = draw.choice(LETTERS if kind < 0.9 else " "), 1
        # Two halves of flags side by side would make another flag, and two letters of a syllable another syllable.
        behind = "-" if sign.startswith(("🇸", "\u1112")) else ""
        if width + len(behind) <= room:
            text += sign + behind
            columns += ([None] * width if sign in SIGNS else [sign] + [""] * (width - 1)) + [*behind]
    return text, columns


def lay_out(folder, without=""):
    """Writes the evidence into a folder; what is to be seen of it, as judge.py reads it."""
    draw = random.Random(16)
    settled = {sign: width for sign, width in SETTLED.items() if sign not in without}
    lines = [line(draw, settled) for _ in range(LINES)]
    os.mkdir(folder)
    with open(os.path.join(folder, "backup-log.md"), "w", encoding="utf-8") as file:
        file.writelines(text + "\n" for text, _ in lines)
    lines = [columns for _, columns in lines]
    return {"textAt": TEXT_AT, "lines": lines, "signs": [*SIGNS], "settled": [*settled]}

