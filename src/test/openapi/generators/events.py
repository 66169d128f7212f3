"""Events as httpx-sse and sseclient-py read them: each one has a kind, an id or figures, and data that is JSON."""

import json
import sys
import threading
import time

import httpx
import requests
import sseclient
from httpx_sse import connect_sse

base = sys.argv[1]
# A comment comes every 15 s.
until = time.monotonic() + 17


def churn():
    while time.monotonic() < until + 3:
        httpx.put(f"{base}/api/v1/tasks/tick", json={"type": "once", "cmd": "true"})
        httpx.post(f"{base}/api/v1/tasks/tick/restart")
        time.sleep(1)


def by_httpx_sse():
    with httpx.Client() as client, connect_sse(client, "GET", f"{base}/api/v1/events") as source:
        for event in source.iter_sse():
            yield event


def by_sseclient_py():
    yield from sseclient.SSEClient(requests.get(f"{base}/api/v1/events", stream=True)).events()


threading.Thread(target=churn, daemon=True).start()
for read in (by_httpx_sse, by_sseclient_py):
    kinds = []
    for event in read():
        json.loads(event.data)
        kinds.append(event.event)
        if time.monotonic() > until:
            break
    assert kinds[0] == "snapshot" and {"run", "task"} <= set(kinds), kinds
    assert "message" not in kinds, kinds
    print(read.__name__, len(kinds), "events, all with data")
    until = time.monotonic() + 3
httpx.delete(f"{base}/api/v1/tasks/tick")
