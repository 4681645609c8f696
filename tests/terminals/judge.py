"""Holds the screens of an emulator to the evidence, cell by cell: judge.py EXPECTED NAME

Reads a line of JSON for each step: its rows of cells, "" for the rest of a wide one. Where a line of the evidence stands, each cell
shows what the line has in that column; the cells of a sign are blank or show a sign of that line. The last two screens are the
same: the second one was drawn from nothing.
"""

import json
import sys
from unicodedata import normalize

WRONG_MAX = 5


def fault(row, columns, text_at):
    """What is wrong with a row that shows a line."""
    for at, cell in enumerate(row[text_at:-1]):
        wanted = columns[at] if at < len(columns) else " "
        if wanted is None:
            continue
        if cell != wanted and not (wanted == " " and cell == ""):
            return f"column {at}: {cell!r} for {wanted!r}"
    return None if row[-1] == "│" else f"the frame is {row[-1]!r}"


def main():
    path, name = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        expected = json.load(file)
    screens = [json.loads(line) for line in sys.stdin]
    text_at, lines, wrong, judged = expected["textAt"], expected["lines"], [], 0
    of_signs = set("".join(expected["signs"])) | {" "}
    for step, screen in enumerate(screens):
        for row in screen:
            number = "".join(row[1 : text_at - 1]).strip()
            if row[0] != "│" or row[text_at - 1] != " " or not number.isdecimal():
                continue
            columns = lines[int(number) - 1]
            judged += 1
            found = fault(row, columns, text_at)
            shown = "".join(row[text_at + at] for at, wanted in enumerate(columns) if wanted is None)
            # Some emulators compose a letter and its mark.
            other = set(normalize("NFD", shown)) - of_signs
            if found or other:
                wrong.append(f"step {step}, line {number}: {found or f'{other} in the place of a sign'}\n  {row}")
    if len(screens) != expected["steps"] or judged < 10 * expected["steps"]:
        wrong.append(f"only {judged} rows on {len(screens)} screens")
    if screens[-2:][0] != screens[-1]:
        wrong.append("something is left behind on the screen that follows")
    print(f"{name}: {judged} rows of {len(screens)} screens, {f'{len(wrong)} wrong' if wrong else 'every cell right'}")
    for what in wrong[:WRONG_MAX]:
        print(f"  {what}")
    sys.exit(bool(wrong))


main()
