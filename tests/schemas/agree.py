"""Whether every validator said of every case what is right: agree.py CASES VERDICTS."""

import collections
import json
import sys

cases = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
judged = collections.Counter()
wrong = collections.defaultdict(list)
for line in open(sys.argv[2], encoding="utf-8"):
    validator, number, verdict = line.rstrip("\n").split("\t")
    judged[validator] += 1
    if bool(int(verdict)) != cases[int(number)]["good"]:
        wrong[int(number)].append(validator)

good = sum(case["good"] for case in cases)
print(f"{len(judged)} validators and settings, {good} values to be taken and {len(cases) - good} to be refused")
for number, validators in sorted(wrong.items()):
    case = cases[number]
    told = "refused by" if case["good"] else "taken by"
    print(f"{case['schema']}, {case['name']}: {told} {', '.join(validators)}", file=sys.stderr)
untried = [name for name, count in judged.items() if count != len(cases)]
if untried:
    print(f"not every case was judged by {', '.join(untried)}", file=sys.stderr)
if wrong or untried or len(judged) < 12 or len(cases) < 400:
    sys.exit(1)
