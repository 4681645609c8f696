"""Holds the screens of an emulator to the evidence, cell by cell: judge.py EXPECTED NAME

Reads a line of JSON for each step: its rows of cells, "" for the rest of a wide one; or of text, of which only the order can be told. Where a line of the evidence stands, each cell
shows what the line has in that column; the cells of a sign are blank or show a sign of that line. The last two screens are the
same: the second one was drawn from nothing.
"""

import json
import re
import sys
from unicodedata import normalize

WRONG_MAX = 5
# With signs of ASCII the frame is another one.
FRAMES = ("│", "|")


def line_of(row, expected):
    """The columns of the line that a row shows, and its number; nothing where the row is another one."""
    text_at = expected["textAt"]
    number = "".join(row[1 : text_at - 1]).strip()
    if row[0] not in FRAMES or row[text_at - 1] != " " or not number.isdecimal():
        return None
    return expected["lines"][int(number) - 1], int(number)


def fault(row, columns, expected):
    """What is wrong with a row that shows a line."""
    text_at = expected["textAt"]
    for at, cell in enumerate(row[text_at:-1]):
        wanted = columns[at] if at < len(columns) else " "
        if wanted is None:
            continue
        if cell != wanted and not (wanted == " " and cell == ""):
            return f"column {at}: {cell!r} for {wanted!r}"
    if row[-1] not in FRAMES:
        return f"the frame is {row[-1]!r}"
    shown = "".join(row[text_at + at] for at, wanted in enumerate(columns) if wanted is None)
    # Some emulators compose a letter and its mark.
    other = set(normalize("NFD", shown)) - set("".join(expected["signs"])) - {" "}
    return f"{other} in the place of a sign" if other else None


def disorder(row, columns, expected):
    """What is wrong with the text of a row that shows a line, where it does not tell columns: its letters stand in order, and
    between them nothing but signs."""
    signs = f"[{re.escape(''.join(expected['signs']))} ]*"
    wanted = "".join(signs if cell is None else re.escape(cell) for cell in columns)
    text = normalize("NFD", row.rstrip()[expected["textAt"] : -1])
    return None if re.fullmatch(normalize("NFD", wanted) + signs, text) else "its letters do not stand in order"


def main():
    path, name = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        expected = json.load(file)
    screens = [json.loads(line) for line in sys.stdin]
    wrong, judged, is_text = [], 0, False
    for step, screen in enumerate(screens):
        for row in screen:
            if line := line_of(row, expected):
                columns, number = line
                judged += 1
                is_text = isinstance(row, str)
                if found := (disorder if is_text else fault)(row, columns, expected):
                    wrong.append(f"step {step}, line {number}: {found}\n  {row}")
    if len(screens) != expected["steps"] or judged < 10 * expected["steps"]:
        wrong.append(f"only {judged} rows on {len(screens)} screens")
    if screens[-2:][0] != screens[-1]:
        wrong.append("something is left behind on the screen that follows")
    right = "letters in order" if is_text else "every cell right"
    print(f"{name}: {judged} rows of {len(screens)} screens, {f'{len(wrong)} wrong' if wrong else right}")
    for what in wrong[:WRONG_MAX]:
        print(f"  {what}")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
