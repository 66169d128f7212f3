package io.meproc.api;

import io.meproc.json.Fields;
import io.meproc.json.InvalidInput;
import io.meproc.json.RunBody;
import io.meproc.json.TaskBody;
import io.meproc.task.Expected;
import io.meproc.task.Request;
import io.meproc.task.Target;
import io.meproc.task.Task;
import io.vertx.core.Future;

/** The requests for the calls that change one task. */
final class ChangeRequests {
    private final SupervisorClient supervisor;
    private final BodyParser parser;

    ChangeRequests(SupervisorClient supervisor, BodyParser parser) {
        this.supervisor = supervisor;
        this.parser = parser;
    }

    /** @param waits see {@link Request#waits} */
    Future<Request> of(Call call, Target target, Parameters parameters, boolean waits) throws InvalidInput {
        return switch (call.verb()) {
            case START -> known(new Request.StartAgain(target, waits, parameters.flag("run", true)));
            case RUN_NOW ->
                parser.read(call.body(), RunBody::parse).map(with -> new Request.RunNow(target, with, waits));
            case PAUSE, RESUME -> known(new Request.SwitchSchedule(target, call.verb() == Verb.PAUSE, waits));
            case STOP -> known(new Request.Stop(target, waits));
            case RESET -> known(new Request.Reset(target, waits));
            case REMOVE -> known(new Request.Remove(call.task(), call.expected(), waits));
            case SIGNAL ->
                signal(call, parameters).map(order -> new Request.SendSignal(target, order.signal(), order.to()));
            case PUT -> put(call, parameters, waits).map(put -> put);
            case PATCH -> patch(call, waits).map(put -> put);
            default -> known(restart(target, parameters.flag("rolling", false), waits));
        };
    }

    private static Future<Request> known(Request request) {
        return Future.succeededFuture(request);
    }

    private Future<Request.Put> put(Call call, Parameters parameters, boolean waits) throws InvalidInput {
        boolean starts = parameters.flag("start", true);
        return parser.read(call.body(), body -> TaskBody.parse(body, call.task()))
                .map(wanted -> new Request.Put(wanted, call.expected(), waits, starts));
    }

    /** The put that a patch of the current definition amounts to. */
    Future<Request.Put> patch(Call call, boolean waits) {
        Task task = supervisor.table().find(call.task()).orElse(null);
        if (task == null) {
            return Future.failedFuture(Lookup.unknown(call.task()));
        }
        Expected expected = anyRevision(call) ? new Expected.Revision(task.revision()) : call.expected();
        return parser.read(call.body(), body -> TaskBody.patch(task.definition(), body))
                .map(wanted -> new Request.Put(wanted, expected, waits));
    }

    /** Whether the call accepts any revision, so that a concurrent change by another client is not a conflict. */
    static boolean anyRevision(Call call) {
        return call.expected() instanceof Expected.Any || call.expected() instanceof Expected.Present;
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
}
