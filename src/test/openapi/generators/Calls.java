import java.util.List;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.TasksApi;
import org.openapitools.client.api.VerbsApi;
import org.openapitools.client.model.Definition;
import org.openapitools.client.model.DefinitionPatch;
import org.openapitools.client.model.Outcome.ChangeEnum;
import org.openapitools.client.model.Task;
import org.openapitools.client.model.TaskList;
import org.openapitools.client.model.TaskState;
import org.openapitools.client.model.TaskType;

/** One call of each kind by the Java client that openapi-generator makes. */
public final class Calls {
    private Calls() {}

    private static void must(boolean fine, Object what) {
        if (!fine) {
            throw new AssertionError(what);
        }
    }

    public static void main(String[] arguments) throws ApiException {
        ApiClient client = new ApiClient();
        client.updateBaseUri(arguments[0]);
        TasksApi tasks = new TasksApi(client);
        VerbsApi verbs = new VerbsApi(client);

        Definition definition = new Definition().type(TaskType.DAEMON).args(List.of("sleep", "60")).replica(2);
        must(tasks.putTask("web", definition, null, null, null, null, "*").getChange() == ChangeEnum.CREATED, "created");
        try {
            tasks.putTask("web", definition, null, null, null, null, "*");
            throw new AssertionError("a listed task was created again");
        } catch (ApiException refused) {
            must(refused.getCode() == 412, refused);
        }
        TaskList listed = tasks.listTasks(List.of(TaskState.TASK_STATE_RUNNING), null, null, null, null, null, null, null);
        must(listed.getTasks().get(0).getCounts().get("running") == 2, listed);
        Task task = tasks.getTask("web", null);
        must(task.getReplicas().size() == 2 && task.getDefinition().getArgs().get(0).equals("sleep"), task);
        DefinitionPatch patch = new DefinitionPatch().replica(1);
        String seen = "\"" + task.getRevision() + "\"";
        must(tasks.patchTask("web", patch, null, seen, null).getTask().getDefinition().getReplica() == 1, "changed");
        must(verbs.stopTask("web", null, null, null).getChange() == ChangeEnum.STOPPED, "stopped");
        Task stopped = tasks.getTask("web", null);
        must(stopped.getReplicas().get(0).getLastExit().getCause().getValue().equals("stopped"), stopped);
        must(tasks.explainTask("web").getState() == TaskState.TASK_STATE_STOPPED, "why");
        must(tasks.removeTask("web", null, null, null).getChange() == ChangeEnum.REMOVED, "removed");
        try {
            tasks.getTask("web", null);
            throw new AssertionError("a removed task was found");
        } catch (ApiException unknown) {
            must(unknown.getCode() == 404, unknown);
        }
    }
}
