"""What pyte makes of each step, as judge.py reads it: pyte_cells.py FOLDER. wcwidth takes its tables by UNICODE_VERSION."""

import json
import sys
from pathlib import Path

import pyte

folder = Path(sys.argv[1])
columns, rows = json.loads((folder / "expected.json").read_text(encoding="utf-8"))["size"]
screen = pyte.Screen(columns, rows)
stream = pyte.ByteStream(screen)
for step in sorted(folder.glob("step-*")):
    stream.feed(step.read_bytes())
    print(json.dumps([[screen.buffer[y][x].data for x in range(columns)] for y in range(rows)]))
