"""Asks the endpoints with a client that was made of their description: client.py ORIGIN SAMPLES."""

import json
import pathlib
import sys

from window_client import Client
from window_client.api.default import list_endpoints, prepare_plan, read_policy
from window_client.models import Plan, Policy, Problem, Request
from window_client.types import UNSET

origin, samples = sys.argv[1], pathlib.Path(sys.argv[2])
client = Client(base_url=origin, raise_on_unexpected_status=True)


def sent(path):
    return json.loads(path.read_text("utf-8"))


def same(read, answer):
    """What the client read says all that was answered. A list that was left out is an empty one to this client."""
    answered = json.loads(answer.content)
    told = {name: value for name, value in read.to_dict().items() if name in answered or value != []}
    assert told == answered, type(read)


endpoints = list_endpoints.sync(client=client)
assert {endpoint.method for endpoint in endpoints.endpoints} >= {"GET", "POST"}, endpoints

answer = read_policy.sync_detailed(client=client)
assert answer.status_code == 200 and isinstance(answer.parsed, Policy)
same(answer.parsed, answer)

answer = prepare_plan.sync_detailed(client=client, body=Request.from_dict(sent(samples / "ready-request.json")))
assert answer.status_code == 200 and isinstance(answer.parsed, Plan), answer
assert answer.parsed.packet is not None and str(answer.parsed.status.value).startswith("ready-"), answer.parsed.status
same(answer.parsed, answer)

blocked = 0
for path in sorted((samples / "requests").glob("*.json")):
    answer = prepare_plan.sync_detailed(client=client, body=Request.from_dict(sent(path)))
    assert answer.status_code == 200 and isinstance(answer.parsed, Plan), path
    same(answer.parsed, answer)
    blocked += answer.parsed.packet is None
assert blocked > 0

# A text beyond the bound: why there is no answer.
answer = prepare_plan.sync_detailed(client=client, body=Request.from_dict({"backupReference": "a" * 9000}))
assert answer.status_code == 400 and isinstance(answer.parsed, Problem), answer
assert answer.parsed.status == 400 and answer.parsed.detail and answer.parsed.next_ is not UNSET
same(answer.parsed, answer)
print(f"the client read the policy, a ready plan, {blocked} blocked ones and a problem")
