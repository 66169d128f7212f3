package io.meproc.api;

import io.meproc.json.Content;
import io.meproc.json.InvalidInput;
import io.meproc.json.TaskJson;
import io.meproc.store.StoredRun;
import io.meproc.task.Task;
import io.meproc.task.TaskTable;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;

/** Carries out the calls that read tasks. */
final class TaskReads {
    private static final int LONGEST_PAGE = 1_000;
    private static final int USUAL_PAGE = 100;

    private final SupervisorClient supervisor;
    private final AnswerRenderer renderer;
    private final Clock clock;
    private final RunHistory history;

    TaskReads(SupervisorClient supervisor, AnswerRenderer renderer, Clock clock, RunHistory history) {
        this.history = history;
        this.supervisor = supervisor;
        this.renderer = renderer;
        this.clock = clock;
    }

    Future<Reply> list(Parameters parameters) throws InvalidInput {
        Selection selection = Selection.of(null, parameters::text);
        Sorting sorting = Sorting.of(parameters.text("sort"));
        int limit = (int) parameters.integer("limit", 1, LONGEST_PAGE, USUAL_PAGE);
        String after = parameters.text("after");
        Predicate<Task> rest = after == null ? task -> true : sorting.behind(after);
        TaskTable table = supervisor.table();
        return renderer.offload(table.size(), () -> page(table, selection.from(table), sorting, rest, limit));
    }

    private static Reply page(TaskTable table, List<Task> all, Sorting sorting, Predicate<Task> behind, int limit) {
        List<Task> rest = all.stream().filter(behind).sorted(sorting.order()).toList();
        List<Task> page = rest.subList(0, Math.min(limit, rest.size()));
        String next = page.size() < rest.size() ? sorting.position(page.get(page.size() - 1)) : null;
        Content body = json -> {
            TaskJson tasks = new TaskJson(json, table);
            json.writeStartObject();
            json.writeArrayFieldStart("tasks");
            for (Task task : page) {
                tasks.summary(task);
            }
            json.writeEndArray();
            json.writeStringField("next", next);
            json.writeNumberField("total", all.size());
            json.writeNumberField("revision", table.revision());
            json.writeEndObject();
        };
        return Reply.of(200, table.revision(), body).tagged(quoted(table.revision()));
    }

    Future<Reply> get(Call call) throws Refused {
        TaskTable table = supervisor.table();
        Task task = Lookup.task(table, call.task());
        return renderer.reply(200, task.revision(), List.of(task), json -> new TaskJson(json, table).whole(task))
                .map(reply -> reply.tagged(tag(table, task)));
    }

    /**
     * The weak {@code ETag} of a task. It changes with everything that an answer shows of the task, and also with
     * changes of other tasks.
     */
    static String tag(TaskTable table, Task task) {
        return "W/" + quoted(task.revision() + "." + table.revision());
    }

    static String quoted(Object text) {
        return "\"" + text + "\"";
    }

    Future<Reply> replica(Call call, String sent) throws Refused {
        TaskTable table = supervisor.table();
        Task task = Lookup.task(table, call.task());
        int index = Lookup.replica(task, sent);
        Content body = json -> new TaskJson(json, table).replica(index, task);
        return Future.succeededFuture(Reply.of(200, task.revision(), body).tagged(tag(table, task)));
    }

    Future<Reply> why(Call call) throws Refused {
        TaskTable table = supervisor.table();
        Task task = Lookup.task(table, call.task());
        // After a restart of the service, the store alone knows what was before.
        Future<List<StoredRun>> runs = task.recentEvents().size() < PastEvent.MOST
                ? history.latest(task, PastEvent.MOST)
                : Future.succeededFuture(List.of());
        return runs.map(past -> Reply.of(200, task.revision(), new Why(table, task, clock.instant(), past)));
    }
}
