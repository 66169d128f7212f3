package io.meproc.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.json.Content;
import io.meproc.json.InvalidInput;
import io.meproc.json.TaskJson;
import io.meproc.task.Answer;
import io.meproc.task.Answer.Change;
import io.meproc.task.Expected;
import io.meproc.task.Refusal.Reason;
import io.meproc.task.Request;
import io.meproc.task.Target;
import io.meproc.task.Task;
import io.meproc.task.TaskTable;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carries out the calls that change one task. */
final class TaskChanges {
    /** The attempts of a patch when other requests change the task at the same time. */
    private static final int TRIES = 5;

    private static final String SIGNALLED = "signalled";
    private static final String REMOVED = "removed";
    private static final String RESTARTED = "restarted";
    private static final String RESET = "reset";
    private static final Set<Verb> MAY_AWAIT = EnumSet.of(Verb.PUT, Verb.START, Verb.RESTART);

    private final SupervisorClient supervisor;
    private final AnswerRenderer renderer;
    private final ChangeRequests requests;
    private final Plans plans;

    TaskChanges(SupervisorClient supervisor, AnswerRenderer renderer, ChangeRequests requests, Plans plans) {
        this.plans = plans;
        this.requests = requests;
        this.supervisor = supervisor;
        this.renderer = renderer;
    }

    /** Answers what a call would change, and changes nothing. */
    Future<Reply> plan(Call call) throws InvalidInput, Refused {
        return plans.one(call);
    }

    /** Puts a task, or starts, stops, restarts, resets or signals it or one of its replicas. */
    Future<Reply> act(Call call, Target target, Parameters parameters) throws InvalidInput {
        WaitMode wait = WaitMode.of(parameters);
        if (wait == WaitMode.READY && !MAY_AWAIT.contains(call.verb())) {
            throw InvalidInput.value("wait", "ready", "true or false");
        }
        return requests.of(call, target, parameters, wait.waits())
                .compose(request -> wait == WaitMode.READY && starts(request)
                        ? untilReady(call, request, target)
                        : send(call, request));
    }

    private static boolean starts(Request request) {
        return !(request instanceof Request.Put put) || put.starts();
    }

    Future<Reply> patch(Call call, boolean waits) {
        return patch(call, waits, TRIES);
    }

    private Future<Reply> patch(Call call, boolean waits, int tries) {
        return requests.patch(call, waits).compose(put -> patch(call, put, tries));
    }

    private Future<Reply> patch(Call call, Request.Put put, int tries) {
        return supervisor.send(put, call.by()).compose(answer -> {
            boolean overtaken = ChangeRequests.anyRevision(call) && refused(answer, Reason.CONFLICT);
            return overtaken && tries > 1 ? patch(call, put.waits(), tries - 1) : reply(put, answer);
        });
    }

    private static boolean refused(Answer answer, Reason reason) {
        return answer.refusal().filter(refusal -> refusal.reason() == reason).isPresent();
    }

    Future<Reply> remove(Call call, boolean waits) {
        return send(call, new Request.Remove(call.task(), call.expected(), waits));
    }

    /** Carries out a request, and answers it when the replicas are ready. */
    private Future<Reply> untilReady(Call call, Request request, Target target) {
        return supervisor
                .send(request, call.by())
                .compose(answer -> answer.refusal().isPresent()
                        ? reply(request, answer)
                        : supervisor
                                .send(
                                        new Request.AwaitReady(new Target(target.task(), target.index(), Expected.ANY)),
                                        call.by())
                                .compose(ready -> reply(request, ready.refusal().isPresent() ? ready : answer)));
    }

    private Future<Reply> send(Call call, Request request) {
        return supervisor.send(request, call.by()).compose(answer -> reply(request, answer));
    }

    private Future<Reply> reply(Request request, Answer answer) {
        if (answer.refusal().isPresent()) {
            return Future.succeededFuture(Reply.of(Problem.of(answer.refusal().get())));
        }
        TaskTable table = supervisor.table();
        Task task = table.find(request.name()).orElse(null);
        Long revision = answer.change().map(Change::revision).orElseGet(() -> task == null ? null : task.revision());
        return renderer.reply(
                status(request, answer),
                revision,
                task == null ? List.of() : List.of(task),
                outcome(word(request, answer), answer.note(), table, task));
    }

    private static int status(Request request, Answer answer) {
        boolean created = answer.change()
                .filter(change -> change.kind() == Change.Kind.CREATED)
                .isPresent();
        boolean queued = answer.change()
                .filter(change -> change.kind() == Change.Kind.QUEUED)
                .isPresent();
        if (!request.waits() || queued) {
            return 202;
        }
        return created && !(request instanceof Request.Try) ? 201 : 200;
    }

    /** The change that an answer reports, in one word. */
    static String word(Request request, Answer answer) {
        if (request instanceof Request.Restart || request instanceof Request.Roll) {
            return RESTARTED;
        } else if (request instanceof Request.Remove) {
            return REMOVED;
        } else if (request instanceof Request.Reset) {
            return RESET;
        } else if (request instanceof Request.SendSignal) {
            return SIGNALLED;
        }
        return word(answer.change().map(Change::kind).orElse(Change.Kind.UNCHANGED));
    }

    private static String word(Change.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static Content outcome(String change, String note, TaskTable table, @Nullable Task task) {
        return json -> {
            json.writeStartObject();
            json.writeStringField("change", change);
            if (!note.isEmpty()) {
                json.writeStringField("note", note);
            }
            task(json, table, task);
            json.writeEndObject();
        };
    }

    private static void task(JsonGenerator json, TaskTable table, @Nullable Task task) throws IOException {
        if (task != null) {
            json.writeFieldName("task");
            new TaskJson(json, table).summary(task);
        }
    }
}
