"""One call of each kind by the Python client that openapi-generator makes: its package is `openapi_client`."""

import sys

import openapi_client
from openapi_client import Definition, DefinitionPatch, TaskState, TaskType

with openapi_client.ApiClient(openapi_client.Configuration(host=sys.argv[1])) as client:
    tasks, verbs = openapi_client.TasksApi(client), openapi_client.VerbsApi(client)
    definition = Definition(type=TaskType.DAEMON, args=["sleep", "60"], replica=2)

    created = tasks.put_task("web", definition, if_none_match="*")
    assert created.change == "created", created
    try:
        tasks.put_task("web", definition, if_none_match="*")
        raise AssertionError("a listed task was created again")
    except openapi_client.ApiException as refused:
        assert refused.status == 412 and "changed-meanwhile" in refused.body, refused
    listed = tasks.list_tasks(state=[TaskState.TASK_STATE_RUNNING, TaskState.TASK_STATE_FAILED])
    assert [task.name for task in listed.tasks] == ["web"] and listed.tasks[0].counts["running"] == 2, listed
    task = tasks.get_task("web")
    assert len(task.replicas) == 2 and task.definition.args == ["sleep", "60"], task
    changed = tasks.patch_task("web", DefinitionPatch(replica=1), if_match=f'"{task.revision}"')
    assert changed.change == "changed" and changed.task.definition.replica == 1, changed
    assert verbs.stop_task("web").change == "stopped"
    exit_ = tasks.get_task("web").replicas[0].last_exit
    assert exit_.cause == "stopped" and exit_.forced is False, exit_
    assert tasks.explain_task("web").state == TaskState.TASK_STATE_STOPPED
    assert tasks.remove_task("web").change == "removed"
    try:
        tasks.get_task("web")
        raise AssertionError("a removed task was found")
    except openapi_client.ApiException as unknown:
        assert unknown.status == 404, unknown
