#!/bin/sh
# httpx-sse makes an empty event of a comment between two empty lines, once it has seen an id; sseclient-py and the HTML standard
# (section 9.2.6, "If the data buffer is an empty string ... return") make none. Needs python3 with venv, and a registry.
# Exit status: 0 while that is so, 1 when it has changed, 3 when it could not be tried.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
python3 -m venv "$folder/venv" || exit 3
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check httpx==0.28.1 httpx-sse==0.4.3 sseclient-py==1.8.0 || exit 3

"$folder/venv/bin/python" - <<'PYTHON'
import httpx, sseclient
from httpx_sse import EventSource

STREAM = b': hello\n\nid: 7\nevent: run\ndata: {"a": 1}\n\n: still here\n\n: still here\n\nid: 8\nevent: run\ndata: {"a": 2}\n\n'

def by_httpx_sse():
    answer = httpx.Response(200, headers={"Content-Type": "text/event-stream"}, content=STREAM)
    return [(each.event, each.data, each.id) for each in EventSource(answer).iter_sse()]

def by_sseclient_py():
    return [(each.event, each.data, each.id) for each in sseclient.SSEClient([STREAM]).events()]

one, other = by_httpx_sse(), by_sseclient_py()
print("httpx-sse 0.4.3   ", one)
print("sseclient-py 1.8.0", other)
first, last = ("run", '{"a": 1}', "7"), ("run", '{"a": 2}', "8")
assert one == [first, ("message", "", "7"), ("message", "", "7"), last], one
assert [each[:2] for each in other] == [first[:2], last[:2]], other
PYTHON
