package io.meproc.api;

import io.meproc.api.Problem.Kind;
import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import io.meproc.task.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.concurrent.TimeUnit;

/** Answers the call for an upgrade of the service in place. */
final class Upgrades {
    /** Longer than the check of the new version, which may build it. */
    private static final long TIMEOUT_MILLIS = TimeUnit.MINUTES.toMillis(11);

    private static final int ACCEPTED = 202;

    private final Vertx vertx;

    Upgrades(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Answers as soon as it is known that the new version can start. */
    Future<Reply> begin() {
        return LocalBus.<Object>request(vertx, Addresses.UPGRADE, "", TIMEOUT_MILLIS)
                .map(answer -> answer instanceof Refusal refusal
                        ? Reply.of(Problem.of(refusal))
                        : Reply.of(ACCEPTED, null, json -> {
                            json.writeStartObject();
                            json.writeStringField("from", Node.version());
                            json.writeStringField("to", (String) answer);
                            json.writeNumberField("pid", ProcessHandle.current().pid());
                            json.writeEndObject();
                        }))
                .recover(broken ->
                        broken instanceof ReplyException failure && failure.failureType() == ReplyFailure.NO_HANDLERS
                                ? Future.succeededFuture(Reply.of(Problem.of(
                                        Kind.UPGRADE_FAILED,
                                        "Meproc runs inside another program, which has to be restarted in its place")))
                                : Future.failedFuture(broken));
    }
}
