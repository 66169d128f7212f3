package io.meproc.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.json.Content;
import io.meproc.json.Fields;
import io.meproc.json.InvalidInput;
import io.meproc.json.RunBody;
import io.meproc.json.TaskBody;
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
    private static final Set<Verb> MAY_AWAIT = EnumSet.of(Verb.START, Verb.RESTART);

    private final SupervisorClient supervisor;
    private final AnswerRenderer renderer;
    private final BodyParser parser;

    TaskChanges(SupervisorClient supervisor, AnswerRenderer renderer, BodyParser parser) {
        this.parser = parser;
        this.supervisor = supervisor;
        this.renderer = renderer;
    }

    Future<Reply> put(Call call, Parameters parameters) throws InvalidInput {
        boolean dry = parameters.flag("dryRun", false);
        WaitMode wait = WaitMode.of(parameters);
        boolean starts = parameters.flag("start", true);
        return parser.read(call.body(), body -> TaskBody.parse(body, call.task()))
                .compose(wanted -> {
                    Request put = put(new Request.Put(wanted, call.expected(), wait.waits(), starts), dry);
                    return wait == WaitMode.READY && starts && !dry
                            ? untilReady(call, put, Target.task(wanted.name()))
                            : send(call, put);
                });
    }

    private static Request put(Request.Put put, boolean dry) {
        return dry ? new Request.Try(put) : put;
    }

    Future<Reply> patch(Call call, boolean waits) {
        return patch(call, waits, TRIES);
    }

    private Future<Reply> patch(Call call, boolean waits, int tries) {
        Task task = supervisor.table().find(call.task()).orElse(null);
        if (task == null) {
            return Future.failedFuture(Lookup.unknown(call.task()));
        }
        Expected expected = anyRevision(call) ? new Expected.Revision(task.revision()) : call.expected();
        return parser.read(call.body(), body -> TaskBody.patch(task.definition(), body))
                .compose(wanted -> patch(call, new Request.Put(wanted, expected, waits), tries));
    }

    private Future<Reply> patch(Call call, Request.Put put, int tries) {
        return supervisor.send(put, call.by()).compose(answer -> {
            boolean overtaken = anyRevision(call) && refused(answer, Reason.CONFLICT);
            return overtaken && tries > 1 ? patch(call, put.waits(), tries - 1) : reply(put, answer);
        });
    }

    /** Whether the call accepts any revision, so that a concurrent change by another client is not a conflict. */
    private static boolean anyRevision(Call call) {
        return call.expected() instanceof Expected.Any || call.expected() instanceof Expected.Present;
    }

    private static boolean refused(Answer answer, Reason reason) {
        return answer.refusal().filter(refusal -> refusal.reason() == reason).isPresent();
    }

    Future<Reply> remove(Call call, boolean waits) {
        return send(call, new Request.Remove(call.task(), call.expected(), waits));
    }

    /** Starts, stops, restarts, resets or signals a task or one of its replicas. */
    Future<Reply> act(Call call, Target target, Parameters parameters) throws InvalidInput {
        WaitMode wait = WaitMode.of(parameters);
        boolean waits = wait.waits();
        if (wait == WaitMode.READY && !MAY_AWAIT.contains(call.verb())) {
            throw InvalidInput.value("wait", "ready", "true or false");
        }
        return switch (call.verb()) {
            case START -> {
                Request start = new Request.StartAgain(target, waits, parameters.flag("run", true));
                yield wait == WaitMode.READY ? untilReady(call, start, target) : send(call, start);
            }
            case RUN_NOW ->
                parser.read(call.body(), RunBody::parse)
                        .compose(with -> send(call, new Request.RunNow(target, with, waits)));
            case PAUSE, RESUME -> send(call, new Request.SwitchSchedule(target, call.verb() == Verb.PAUSE, waits));
            case STOP -> send(call, new Request.Stop(target, waits));
            case RESET -> send(call, new Request.Reset(target, waits));
            case SIGNAL ->
                signal(call, parameters)
                        .compose(order -> send(call, new Request.SendSignal(target, order.signal(), order.to())));
            default -> {
                Request restart = restart(target, parameters.flag("rolling", false), waits);
                yield wait == WaitMode.READY ? untilReady(call, restart, target) : send(call, restart);
            }
        };
    }

    private static Request restart(Target target, boolean rolling, boolean waits) throws InvalidInput {
        if (rolling && target.index() != null) {
            throw InvalidInput.query("rolling", "is for a whole task, not for one replica", "false");
        }
        return rolling ? new Request.Roll(target.task(), target.expected(), waits) : new Request.Restart(target, waits);
    }

    private Future<SignalOrder> signal(Call call, Parameters parameters) throws InvalidInput {
        SignalOrder order = SignalOrder.of(parameters);
        return order == null
                ? parser.read(call.body(), body -> SignalOrder.of(Fields.ofBody(body, SignalOrder.MEMBERS)))
                : Future.succeededFuture(order);
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

    private static String word(Request request, Answer answer) {
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
