#!/usr/bin/env bash
# Guess: a client that openapi-python-client made without a warning can be imported.
# Seen in 0.28.4 and 0.29.1: an operation whose body is one of two media types uses the name Unset without importing it.
# Ends with 0 while that is so, with 1 when it is not any more. Needs Python 3.11 or newer with PyPI in reach.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openapi-python-client==0.29.1 httpx==0.28.1
cat >api.json <<'JSON'
{
  "openapi": "3.1.0",
  "info": { "title": "Notes", "version": "1" },
  "paths": { "/note": { "post": {
    "operationId": "addNote",
    "requestBody": { "required": true, "content": {
      "application/json": { "schema": { "$ref": "#/components/schemas/Note" } },
      "application/x-www-form-urlencoded": { "schema": { "$ref": "#/components/schemas/Form" } }
    } },
    "responses": { "200": { "description": "kept" } }
  } } },
  "components": { "schemas": {
    "Note": { "type": "object", "properties": { "text": { "type": "string" } } },
    "Form": { "type": "object", "properties": { "text": { "type": "string" } } }
  } }
}
JSON
echo 'post_hooks: []' >config.yaml
venv/bin/openapi-python-client --version
venv/bin/openapi-python-client generate --path api.json --config config.yaml --meta none --output-path notes --fail-on-warning
if told=$(venv/bin/python -c 'import notes.api.default.add_note' 2>&1); then
  echo 'the client is imported: it behaves otherwise now'
  exit 1
fi
tail -n 1 <<<"$told"
grep -q "name 'Unset' is not defined" <<<"$told"
echo 'made without a warning, and cannot be imported'
