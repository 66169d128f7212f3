"""One call of each kind by the client that openapi-python-client makes: its package is `pc`."""

import sys

from pc import Client
from pc.api.tasks import explain_task, get_task, list_tasks, patch_task, put_task, remove_task
from pc.api.verbs import stop_task
from pc.models import Definition, DefinitionPatch, Problem, TaskState, TaskType

client = Client(base_url=sys.argv[1], raise_on_unexpected_status=True)
definition = Definition(type_=TaskType.DAEMON, args=["sleep", "60"], replica=2)

created = put_task.sync("web", client=client, body=definition, if_none_match="*")
assert created.change == "created", created
refused = put_task.sync("web", client=client, body=definition, if_none_match="*")
assert isinstance(refused, Problem) and refused.status == 412, refused
listed = list_tasks.sync(client=client, state=[TaskState.RUNNING, TaskState.FAILED])
assert [task.name for task in listed.tasks] == ["web"] and listed.tasks[0].counts["running"] == 2, listed
task = get_task.sync("web", client=client)
assert len(task.replicas) == 2 and task.definition.args == ["sleep", "60"], task
changed = patch_task.sync("web", client=client, body=DefinitionPatch(replica=1), if_match=f'"{task.revision}"')
assert changed.change == "changed" and changed.task.definition.replica == 1, changed
assert stop_task.sync("web", client=client).change == "stopped"
exit_ = get_task.sync("web", client=client).replicas[0].last_exit
assert exit_.cause == "stopped" and exit_.forced is False, exit_
assert explain_task.sync("web", client=client).state == TaskState.STOPPED
assert remove_task.sync("web", client=client).change == "removed"
unknown = get_task.sync("web", client=client)
assert isinstance(unknown, Problem) and unknown.type_ == "/docs#problem-unknown-task", unknown
