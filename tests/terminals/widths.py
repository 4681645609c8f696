"""Holds the signs that the painter takes for settled to Unicode's tables of every age: widths.py RUST_FILE"""

import re
import sys

from wcwidth.table_wide import WIDE_EASTASIAN
from wcwidth.table_zero import ZERO_WIDTH

with open(sys.argv[1], encoding="utf-8") as file:
    source = file.read()
# Before 5.2 some were not assigned yet.
ages = [age for age in WIDE_EASTASIAN if tuple(map(int, age.split("."))) >= (5, 2)]


def of(table, age):
    return {c for first, last in table[age] for c in range(first, last + 1)}


for name, is_wide in (("NARROW", False), ("WIDE", True)):
    body = re.search(rf"const {name}: .*?= \[(.*?)\];", source, re.DOTALL)[1]
    ranges = re.findall(r"'\\u\{(\w+)\}', '\\u\{(\w+)\}'", body)
    settled = {c for first, last in ranges for c in range(int(first, 16), int(last, 16) + 1)}
    for age in ages:
        wide, zero = of(WIDE_EASTASIAN, age), of(ZERO_WIDTH, age)
        other = (settled - wide if is_wide else settled & wide) | settled & zero
        if other:
            sys.exit(f"not {name} in Unicode {age}: {' '.join(f'U+{c:04X}' for c in sorted(other)[:9])}")
    print(f"{name}: {len(ranges)} ranges, the same in {len(ages)} versions of Unicode, {ages[0]} to {ages[-1]}")
