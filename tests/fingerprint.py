#!/usr/bin/env python3
"""Holds plan documents against their fingerprints, with an implementation of RFC 8785 that is none of ours.

Usage: fingerprint.py FILE...    needs `pip install rfc8785`

Ends with 0 where every file is the canonical form and a newline and carries the fingerprint of its content, else with 1.
"""

import hashlib
import json
import sys
from pathlib import Path

import rfc8785


def fault(written: bytes) -> str | None:
    """What is wrong with a document, or nothing."""
    document = json.loads(written)
    if rfc8785.dumps(document) + b"\n" != written:
        return "is not the canonical form and a newline"
    carried = document.pop("fingerprint")
    computed = "sha256:" + hashlib.sha256(rfc8785.dumps(document)).hexdigest()
    return None if carried == computed else f"does not carry the fingerprint of its content, {computed}"


def main(names: list[str]) -> int:
    faults = [(name, fault(Path(name).read_bytes())) for name in names]
    for name, found in faults:
        print(f"{name}: {found or 'held'}")
    return 0 if names and not any(found for _, found in faults) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
