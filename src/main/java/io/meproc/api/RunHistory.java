package io.meproc.api;

import io.meproc.api.Problem.Kind;
import io.meproc.json.Content;
import io.meproc.json.InvalidInput;
import io.meproc.json.RunJson;
import io.meproc.json.Shown;
import io.meproc.store.RunPage;
import io.meproc.store.StoreRequest;
import io.meproc.store.StoredRun;
import io.meproc.task.Task;
import io.meproc.task.TaskTable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers the calls that read the history of runs. */
public final class RunHistory {
    private final SupervisorClient supervisor;
    private final AnswerRenderer renderer;
    private final StoreClient store;

    RunHistory(Vertx vertx, SupervisorClient supervisor, AnswerRenderer renderer) {
        this.supervisor = supervisor;
        this.renderer = renderer;
        this.store = new StoreClient(vertx);
    }

    /** A page of the runs of a task, which need not be listed. */
    Future<Reply> list(Call call, Parameters parameters) throws InvalidInput {
        HistoryParameters sent = new HistoryParameters(parameters);
        StoreRequest.Runs request = new StoreRequest.Runs(
                call.task(),
                sent.replica(),
                sent.causes(),
                sent.success(),
                sent.time("since"),
                sent.time("until"),
                sent.limit(),
                sent.after());
        return store.<RunPage>request(request)
                .compose(page -> page.runs().isEmpty() ? known(call.task()).map(page) : Future.succeededFuture(page))
                .compose(page -> page(page, supervisor.table()));
    }

    /** Fails for a name that is neither listed nor has runs. */
    private Future<Void> known(String task) {
        if (supervisor.table().find(task).isPresent()) {
            return Future.succeededFuture();
        }
        return store.<RunPage>request(new StoreRequest.Runs(task, null, List.of(), null, null, null, 1, null))
                .compose(any ->
                        any.runs().isEmpty() ? Future.failedFuture(Lookup.unknown(task)) : Future.succeededFuture());
    }

    private Future<Reply> page(RunPage page, TaskTable table) {
        List<ShownRun> runs =
                page.runs().stream().map(run -> ShownRun.of(run, table)).toList();
        Content body = json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("runs");
            for (ShownRun run : runs) {
                json.writeStartObject();
                run.members(new RunJson(json));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("next", page.next());
            json.writeEndObject();
        };
        return renderer.offload(runs.size(), () -> Reply.of(200, null, body).taggedByContent());
    }

    /**
     * The latest runs of a listed task, newest first, without those of removed tasks with its name; none if they can't be
     * read.
     */
    Future<List<StoredRun>> latest(Task task, int most) {
        return store.<RunPage>request(new StoreRequest.Runs(task.name(), null, List.of(), null, null, null, most, null))
                .map(page -> page.runs().stream()
                        .filter(run -> run.run().task() == task.identity())
                        .toList())
                .otherwise(List.of());
    }

    /** The run with the number {@code sent}. */
    public Future<ShownRun> find(String sent) {
        if (!sent.matches("[0-9]{1,18}")) {
            return Future.failedFuture(unknown("'" + Shown.of(sent) + "' is not the number of a run, an integer"));
        }
        return store.<@Nullable StoredRun>request(new StoreRequest.OneRun(Long.parseLong(sent)))
                .compose(run -> run == null
                        ? Future.failedFuture(unknown("run " + sent
                                + " is not kept: it is older than the history of its" + " task, or never was"))
                        : Future.succeededFuture(ShownRun.of(run, supervisor.table())));
    }

    private static Refused unknown(String detail) {
        return new Refused(Problem.of(Kind.UNKNOWN_RUN, detail));
    }

    /** The record of one run, without its output. */
    Future<Reply> one(Parameters parameters) throws InvalidInput {
        String sent = parameters.text("run");
        if (sent == null) {
            throw InvalidInput.query("run", "is required: the number of a run", "the number of a run");
        }
        return find(sent)
                .map(run -> Reply.of(200, null, json -> {
                    json.writeStartObject();
                    run.members(new RunJson(json));
                    json.writeEndObject();
                }));
    }
}
