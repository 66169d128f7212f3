package io.meproc.http;

import io.meproc.bus.Addresses;
import io.meproc.task.Answer;
import io.meproc.task.Look;
import io.meproc.task.Refusal;
import io.meproc.task.Request;
import io.meproc.task.TaskTable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The supervisor as seen from here: requests become messages, answers become envelopes. */
final class Supervision {
    /** Longer than any stop may take; a start of 10,000 processes needs some ten seconds. */
    private static final DeliveryOptions PATIENCE =
            new DeliveryOptions().setSendTimeout(TimeUnit.SECONDS.toMillis(120));

    private final Vertx vertx;
    private final Set<Promise<Envelope>> waiting = new HashSet<>();

    Supervision(Vertx vertx) {
        this.vertx = vertx;
    }

    /** What became of it; never fails. */
    Future<Envelope> ask(Request request) {
        Promise<Envelope> answer = Promise.promise();
        waiting.add(answer);
        vertx.eventBus()
                .<Answer>request(Addresses.REQUESTS, request, PATIENCE)
                .map(reply -> envelope(request, reply.body()))
                .otherwise(Supervision::failed)
                .onSuccess(answer::tryComplete);
        return answer.future().onComplete(answered -> waiting.remove(answer));
    }

    /** Waits for no answer any longer: the service ends, and whoever asked is told so. */
    void end() {
        List.copyOf(waiting).forEach(answer -> answer.tryComplete(Envelope.shuttingDown()));
    }

    /** The table, or empty when it still has the revision that is known. */
    Future<Optional<TaskTable>> look(long known) {
        return vertx.eventBus()
                .<TaskTable>request(Addresses.LOOKS, new Look(known))
                .map(reply -> Optional.ofNullable(reply.body()));
    }

    private static Envelope envelope(Request request, Answer answer) {
        return answer.refusal()
                .map(Supervision::refused)
                .orElseGet(
                        () -> (request.patient() ? Envelope.OK : Envelope.of(202, "Accepted")).detail(answer.note()));
    }

    private static Envelope refused(Refusal refusal) {
        Envelope envelope = switch (refusal.reason()) {
            case INVALID_FIELD -> Envelope.of(400, "Invalid JSON field");
            case EXISTS -> Envelope.of(403, "Program exists, please stop it at first");
            case UNKNOWN_TASK -> Envelope.unknownTask();
            case START_FAILED -> Envelope.of(400, "Start failed");
            case STILL_ALIVE -> Envelope.of(504, "Still running");
            case REMOVED -> Envelope.of(409, "Removed meanwhile");
            case CONFLICT -> Envelope.of(409, "Changed meanwhile");
            case UNKNOWN_REPLICA -> Envelope.of(404, "No such replica");
            case NOT_RUNNING -> Envelope.of(409, "Not running");
            case ROLL_ENDED -> Envelope.of(409, "Rolling restart ended");
            case SHUTTING_DOWN -> Envelope.of(503, "Shutting down");
        };
        return envelope.detail(refusal.detail());
    }

    /** What to say when the supervisor could not be asked or did not answer. */
    static Envelope failed(Throwable broken) {
        if (broken instanceof ReplyException reply) {
            switch (reply.failureType()) {
                case NO_HANDLERS -> {
                    return Envelope.shuttingDown();
                }
                case TIMEOUT -> {
                    return Envelope.of(504, "Not done yet").detail("it is still under way, GET /proc tells how far");
                }
                default -> {}
            }
        }
        return Envelope.broken();
    }
}
