// One call of each kind by the Go client that openapi-generator makes.
package main

import (
	"context"
	"fmt"
	"os"

	meproc "github.com/GIT_USER_ID/GIT_REPO_ID"
)

func must(fine bool, what ...any) {
	if !fine {
		fmt.Fprintln(os.Stderr, what...)
		os.Exit(1)
	}
}

func main() {
	configuration := meproc.NewConfiguration()
	configuration.Servers[0].URL = os.Args[1]
	client := meproc.NewAPIClient(configuration)
	tasks, verbs, all := client.TasksAPI, client.VerbsAPI, context.Background()

	definition := meproc.NewDefinition(meproc.DAEMON)
	definition.SetArgs([]string{"sleep", "60"})
	definition.SetReplica(2)
	created, _, err := tasks.PutTask(all, "web").Definition(*definition).IfNoneMatch("*").Execute()
	must(err == nil && created.Change == "created", created, err)
	_, response, err := tasks.PutTask(all, "web").Definition(*definition).IfNoneMatch("*").Execute()
	must(err != nil && response.StatusCode == 412, response, err)
	listed, _, err := tasks.ListTasks(all).State([]meproc.TaskState{meproc.TASK_STATE_RUNNING}).Execute()
	must(err == nil && listed.Tasks[0].Name == "web" && listed.Tasks[0].Counts["running"] == 2, listed, err)
	task, _, err := tasks.GetTask(all, "web").Execute()
	must(err == nil && len(task.Replicas) == 2 && task.Definition.Args[0] == "sleep", task, err)
	patch := meproc.NewDefinitionPatch()
	patch.SetReplica(1)
	changed, _, err := tasks.PatchTask(all, "web").DefinitionPatch(*patch).IfMatch(fmt.Sprintf("%q", fmt.Sprint(task.Revision))).Execute()
	must(err == nil && changed.Change == "changed" && changed.Task.Definition.Replica == 1, changed, err)
	stopped, _, err := verbs.StopTask(all, "web").Execute()
	must(err == nil && stopped.Change == "stopped", stopped, err)
	task, _, err = tasks.GetTask(all, "web").Execute()
	must(err == nil && task.Replicas[0].LastExit.Get().Cause == "stopped", task, err)
	why, _, err := tasks.ExplainTask(all, "web").Execute()
	must(err == nil && why.State == meproc.TASK_STATE_STOPPED, why, err)
	removed, _, err := tasks.RemoveTask(all, "web").Execute()
	must(err == nil && removed.Change == "removed", removed, err)
	_, response, err = tasks.GetTask(all, "web").Execute()
	must(err != nil && response.StatusCode == 404, response, err)
}
