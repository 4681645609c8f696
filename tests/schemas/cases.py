"""Samples that the published schemas must take, and faults that they must refuse: cases.py OUT SCHEMAS JOURNAL PLAN...

Writes one case a line: the schema, a name, whether it is to be taken, the value. Every fault is one change of a sample."""

import copy
import json
import pathlib
import sys

BLANKS = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000"
ASTRAL = "\U0001f980"


def changed(value, path, new):
    value = copy.deepcopy(value)
    at = value
    for key in path[:-1]:
        at = at[key]
    if new is REMOVED:
        del at[path[-1]]
    else:
        at[path[-1]] = new
    return value


REMOVED = object()


def texts(value, path=()):
    """Every text in a value, with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from texts(inner, (*path, index))


def wrong_types(path, value):
    """Something of another type in the place of each member of an object that has fixed ones."""
    for key in sorted(value):
        for name, new in [("a number", 7), ("an object", {"a": 1}), ("a list of null", [None])]:
            if isinstance(value[key], (int, float)) and name == "a number" and not isinstance(value[key], bool):
                continue
            if isinstance(value[key], dict) and name == "an object":
                continue
            yield f"{key} is {name}", (*path, key), new
        yield f"{key} is missing", (*path, key), REMOVED
    yield "an unknown member", (*path, "unknownMember"), "x"


def digests(plan):
    path = ("runbookFingerprint",)
    good = plan["runbookFingerprint"]
    for name, new in [
        ("a line break behind", good + "\n"),
        ("a carriage return behind", good + "\r"),
        ("U+2028 behind", good + "\u2028"),
        ("a blank before", " " + good),
        ("a digit too few", good[:-1]),
        ("a digit too many", good + "0"),
        ("in capitals", good.upper()),
        ("an astral digit", good[:-1] + "\U0001d7d8"),
        ("a full-width digit", good[:-1] + "\uff10"),
        ("two lines", good + "\n" + good),
    ]:
        yield f"a digest with {name}", changed(plan, path, new)


def moments(line):
    days = [
        *((f"{year}-02-29", year in (2024, 2000, 2400)) for year in (2023, 2024, 1900, 2000, 2100, 2400)),
        ("2026-02-30", False),
        ("2026-04-31", False),
        ("2026-06-30", True),
        ("2026-12-31", True),
        ("2026-13-01", False),
        ("2026-00-10", False),
        ("2026-01-00", False),
        ("2026-01-32", False),
    ]
    for day, good in days:
        yield f"the day {day}", good, changed(line, ("at",), f"{day}T09:30:00.000Z")
    for time, good in [
        ("T23:59:59.999Z", True),
        ("T24:00:00.000Z", False),
        ("T09:60:00.000Z", False),
        ("T23:59:60.000Z", False),
        ("T09:30:00Z", False),
        ("T09:30:00.000z", False),
        ("t09:30:00.000Z", False),
        ("T09:30:00.000+00:00", False),
        ("T09:30:00.000Z\n", False),
        ("T09:30:00.000000Z", False),
        (" 09:30:00.000Z", False),
    ]:
        yield f"the time {time!r}", good, changed(line, ("at",), f"2026-11-02{time}")


def names(runbook):
    """Texts of a form, each with what stands at the bound."""
    field = ("ownerHandoff", "reference", "field")
    for name, good, new in [
        ("of 128 letters", True, "a" * 128),
        ("of 129 letters", False, "a" * 129),
        ("with a line break behind", False, "backup\n"),
        ("of 127 letters and a line break", False, "a" * 127 + "\n"),
        ("with an astral letter", False, "a" + "\U0001d41a" * 3),
        ("with a letter that is no ASCII", False, "backupR\u00e9f\u00e9rence"),
        ("that is a Kelvin sign", False, "\u212a"),
        ("with a long s", False, "a\u017f"),
        ("that is empty", False, ""),
    ]:
        yield f"a field {name}", good, changed(runbook, field, new)
    for name, good, new in [
        ("of 32 characters", True, "T" * 32),
        ("of 33 characters", False, "T" * 33),
        ("of 31 and a line break", False, "T" * 31 + "\n"),
    ]:
        yield f"a stage {name}", good, changed(runbook, ("stage",), new)
    for name, new in [("a line break behind", "/a\n"), ("two slashes", "//a"), ("a blank", "/a b"), ("nothing", "")]:
        yield f"a path with {name}", False, changed(runbook, ("endpoints", "plan", "path"), new)


def blanks(runbook):
    for blank in [*BLANKS, BLANKS, ""]:
        told = " ".join(f"U+{ord(c):04X}" for c in blank) if len(blank) < 2 else "all blanks"
        yield f"a title of {told or 'nothing'}", False, changed(runbook, ("title",), blank)
    for name, text in [
        ("a letter between blanks", "\u3000a\xa0"),
        ("an astral character", ASTRAL),
        ("a zero-width space", "\u200b"),
        ("a word joiner", "\u2060"),
        ("a byte order mark", "\ufeff"),
        ("a Mongolian vowel separator", "\u180e"),
        ("a Braille blank", "\u2800"),
    ]:
        yield f"a title of {name}", True, changed(runbook, ("title",), text)


def numbers(plan, line):
    flag = next(key for key, value in plan.items() if value is False and key.endswith("Sent"))
    for new, good in [(False, True), (True, False), (0, False), (0.0, False), ("false", False), (None, False), ([], False)]:
        yield "plan", f"a flag that is {new!r}", good, changed(plan, (flag,), new)
    for new, good in [(7, True), (7.0, True), (7.5, False), (-1, False), ("7", False), (True, False), (None, False)]:
        yield "journal", f"a sequence number that is {new!r}", good, changed(line, ("seq",), new)
    for new, good in [(None, True), ("approve", False), ("", False), (False, False), (0, False)]:
        yield "plan", f"a decision that is {new!r}", good, changed(plan, ("decision",), new)
    references = plan["references"]
    yield "plan", "a reference too few", False, changed(plan, ("references",), references[:-1])
    yield "plan", "a reference too many", False, changed(plan, ("references",), [*references, references[0]])
    yield "plan", "a packet that is none", False, changed(plan, ("packet",), None)


def cases(schemas, journal, plans):
    root = pathlib.Path("assets")
    read = lambda path: json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    runbook = read(root / "runbooks/t-293.json")
    yield "runbook", "the embedded one", True, runbook
    yield "runbook", "the second one", True, read(root / "samples/second-runbook.json")
    handoffs = [root / "samples/ready-handoff.json", root / "samples/ready-request.json"]
    handoffs += sorted((root / "samples/requests").glob("*.json"))
    for path in handoffs:
        yield "handoff", path.name, True, read(path)
    lines = [json.loads(line) for line in pathlib.Path(journal).read_text(encoding="utf-8").splitlines()]
    for index, line in enumerate(lines):
        yield "journal", f"line {index + 1}", True, line
    plans = [(path, read(path)) for path in plans]
    for path, plan in plans:
        yield "plan", pathlib.Path(path).name, True, plan
    ready = next(plan for _, plan in plans if plan["packet"])
    for name, value in digests(ready):
        yield "plan", name, False, value
    for name, good, value in moments(lines[-1]):
        yield "journal", name, good, value
    for name, good, value in [*names(runbook), *blanks(runbook)]:
        yield "runbook", name, good, value
    yield from numbers(ready, lines[-1])
    handoff = read(handoffs[0])
    for schema, sample in [("plan", ready), ("journal", lines[-1]), ("journal", lines[0]), ("runbook", runbook)]:
        may_lack = sample.keys() - schemas[schema].get("required", sample.keys())
        for name, path, new in wrong_types((), sample):
            yield schema, name, new is REMOVED and path[0] in may_lack, changed(sample, path, new)
    for key in sorted(handoff):
        yield "handoff", f"{key} is a number", False, changed(handoff, (key,), 7)
        yield "handoff", f"{key} is missing", True, changed(handoff, (key,), REMOVED)
    yield "handoff", "an unknown member", False, {**handoff, "unknownMember": "x"}
    for whole in (None, [], "x", 7, True):
        for schema in schemas:
            yield schema, f"the whole is {whole!r}", False, whole


def main():
    out, folder, journal, *plans = sys.argv[1:]
    names = ["runbook", "handoff", "plan", "journal"]
    schemas = {name: json.loads(pathlib.Path(folder, f"{name}.json").read_text("utf-8")) for name in names}
    with open(out, "w", encoding="utf-8") as file:
        for schema, name, good, value in cases(schemas, journal, plans):
            line = {"schema": schema, "name": name, "good": good, "value": value}
            file.write(json.dumps(line, ensure_ascii=True) + "\n")


main()
