#!/usr/bin/env bash
# Guess: a combining mark with nothing before it in its row takes no column, is shown in its row or nowhere, and leaves every other cell as
# it is.
# Seen: pyte 0.8.2 puts it on the last letter of the row above, also where the cursor was placed in the row by its number; xterm.js
# 5.5.0 gives it a column of its own, so that all that follows in the row stands one column further right.
# Needs python3 with venv and Node.js with npm.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv python
python/bin/pip install -q pyte==0.8.2 wcwidth==0.2.13
npm install --silent --no-audit --no-fund --prefix "$work" @xterm/headless@5.5.0 >/dev/null

# Ten columns: a full row, a row that begins with the mark (U+0301), and a row that the cursor is placed in first.
text='0123456789\r\n\u0301x\x1b[3;1H\u0301y'

cat >pyte_cells.py <<'P'
import sys
import pyte

screen = pyte.Screen(10, 3)
pyte.Stream(screen).feed(sys.argv[1].encode().decode("unicode_escape"))
for y in range(3):
    print(y, "|".join(screen.buffer[y][x].data for x in range(10)).encode("ascii", "backslashreplace").decode())
P
cat >xterm_cells.cjs <<'P'
const { Terminal } = require('@xterm/headless');
const terminal = new Terminal({ cols: 10, rows: 3, allowProposedApi: true });
const text = JSON.parse('"' + process.argv[2].replaceAll('\\x1b', '\\u001b') + '"');
terminal.write(text, () => {
  for (let y = 0; y < 3; y++) {
    const line = terminal.buffer.active.getLine(y);
    const cells = Array.from({ length: 10 }, (_, x) => line.getCell(x).getChars() || ' ');
    console.log(y, cells.join('|').replace(/\u0301/g, '\\u0301'));
  }
});
P
of_pyte=$(python/bin/python pyte_cells.py "$text")
of_xterm=$(node xterm_cells.cjs "$text")
printf '%s\n' "pyte 0.8.2:" "$of_pyte" "xterm.js 5.5.0:" "$of_xterm"
[[ $of_pyte == '0 0|1|2|3|4|5|6|7|8|9\u0301'* && $of_pyte == *$'\n''1 x| | | | | | | | |'* ]]
[[ $of_xterm == '0 0|1|2|3|4|5|6|7|8|9'$'\n''1 \u0301|x| |'* && $of_xterm == *'2 \u0301|y| |'* ]]
