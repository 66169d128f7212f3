package io.meproc;

import io.meproc.bus.Addresses;
import io.meproc.bus.Consumers;
import io.meproc.task.Effect.EndService;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.function.IntConsumer;

/** The end of the service that follows from the failure of an essential task; it waits for a start that is in progress. */
final class EssentialEnd extends VerticleBase {
    private final IntConsumer end;
    private final Promise<Void> started = Promise.promise();
    private boolean ordered;

    /** @param end stops every task and ends the service, with an exit code */
    EssentialEnd(IntConsumer end) {
        this.end = end;
    }

    @Override
    public Future<?> start() {
        return Consumers.<EndService>consume(vertx, Addresses.END_SERVICE, message -> order(message.body()));
    }

    /** The start of the service has succeeded or failed. */
    void started(AsyncResult<Void> result) {
        started.handle(result);
    }

    private void order(EndService order) {
        if (!ordered) {
            ordered = true;
            started.future().onSuccess(up -> end.accept(order.code()));
        }
    }
}
