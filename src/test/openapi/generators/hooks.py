"""For schemathesis: calls meet a task that exists, and no definition that it makes up is ever run.

Two tasks are made anew before a call that needs them. What starts, stops or signals goes to SAMPLE, which runs a definition of this file.
A PATCH goes to STOPPED, which is never started, and is not listed while a call about many tasks could start it. A PUT is a dry run.
"""

import os
import re

import requests
import schemathesis

TASKS = os.environ["MEPROC_BASE"] + "/api/v1/tasks/"
SAMPLE, STOPPED = "sample", "stopped"
DEFINITION = {"args": ["sleep", "600"], "type": "daemon", "replica": 2, "stop": {"grace": "100ms"}}
NAME = re.compile(r"[^\W_][\w.\-]{0,63}")
TAGS = re.compile(r'\*|(W/)?"[!#-~]*"(, *(W/)?"[!#-~]*")*')


def list_task(name, query=""):
    requests.put(TASKS + name + query, json=DEFINITION, timeout=30)


@schemathesis.hook
def before_call(context, case, kwargs):
    method, path = case.method.upper(), case.operation.path
    sent = case.path_parameters or {}
    if "{name}" in path:
        known = method if method in ("PATCH", "PUT") else "any"
        target = STOPPED if known == "PATCH" else SAMPLE
        # A name that is none stays as it is, and so does one in eight of the others.
        if isinstance(sent.get("name"), str) and NAME.fullmatch(sent["name"]) and len(sent["name"]) % 8 != 7:
            case.path_parameters = {**sent, "name": target}
            list_task(target, "?start=false" if target == STOPPED else "")
        if re.fullmatch("[0-9]{1,9}", str(sent.get("index"))):
            case.path_parameters = {**case.path_parameters, "index": int(sent["index"]) % 3}
    elif "/tasks:" in path:
        requests.delete(TASKS + STOPPED, timeout=30)
        list_task(SAMPLE)
    # A condition that is made up is hardly ever met, and keeps a call from being carried out.
    headers = case.headers or {}
    for condition in ("If-Match", "If-None-Match"):
        value = headers.get(condition)
        if method != "GET" and isinstance(value, str) and TAGS.fullmatch(value) and len(value) % 4:
            del headers[condition]
    if method == "PUT":
        case.query = {**(case.query or {}), "dryRun": "true"}
