"""Validators from PyPI, each by itself: judge.py CASES SCHEMAS. A line a case on stdout: validator, number, verdict."""

import json
import pathlib
import subprocess
import sys
import tempfile

import fastjsonschema
import jsonschema
import jsonschema_rs

cases = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
folder = pathlib.Path(sys.argv[2])
schemas = {name: json.loads((folder / f"{name}.json").read_text("utf-8")) for name in {case["schema"] for case in cases}}


def says(validate):
    """Whether a validator that raises what it has against a value takes it."""

    def verdict(value):
        try:
            validate(value)
        except (fastjsonschema.JsonSchemaValueException, jsonschema.ValidationError):
            return False
        return True

    return verdict


formats = jsonschema.Draft202012Validator.FORMAT_CHECKER
makers = {
    "jsonschema": lambda schema: says(jsonschema.Draft202012Validator(schema).validate),
    "jsonschema, formats": lambda schema: says(jsonschema.Draft202012Validator(schema, format_checker=formats).validate),
    "fastjsonschema": lambda schema: says(fastjsonschema.compile(schema)),
    "jsonschema-rs": lambda schema: jsonschema_rs.Draft202012Validator(schema).is_valid,
    "jsonschema-rs, formats": lambda schema: jsonschema_rs.Draft202012Validator(schema, validate_formats=True).is_valid,
}
for name, make in makers.items():
    made = {schema: make(value) for schema, value in schemas.items()}
    for number, case in enumerate(cases):
        print(name, number, int(bool(made[case["schema"]](case["value"]))), sep="\t")

# A program, not a library: one run a schema, each case a file.
with tempfile.TemporaryDirectory() as temporary:
    for schema in schemas:
        files = {}
        for number, case in enumerate(cases):
            if case["schema"] == schema:
                path = pathlib.Path(temporary, f"{number}.json")
                path.write_text(json.dumps(case["value"]), "utf-8")
                files[str(path)] = number
        command = ["check-jsonschema", "--schemafile", str(folder / f"{schema}.json"), "-o", "json", *files]
        told = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
        assert not told.get("parse_errors"), told["parse_errors"]
        refused = {error["filename"] for error in told["errors"]}
        for path, number in files.items():
            print("check-jsonschema", number, int(path not in refused), sep="\t")
