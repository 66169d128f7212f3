package io.meproc.supervisor;

import io.meproc.bus.Addresses;
import io.meproc.bus.Consumers;
import io.meproc.bus.LocalBus;
import io.meproc.task.Answer;
import io.meproc.task.Order;
import io.meproc.task.Refusal;
import io.meproc.task.Request;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the process side say what it has to say before a request is carried out, or before it is answered. */
final class Sweeping {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeping.class);

    /** Longer than the process side takes to end what is left of ended runs. */
    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(60);

    private final Vertx vertx;

    Sweeping(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Goes on with the refusal of the process side, or with null; a side that is broken fails the request. */
    void first(Message<Request> message, Order order, Consumer<@Nullable Refusal> then) {
        ask(order)
                .map(refusal -> {
                    then.accept(refusal.orElse(null));
                    return refusal;
                })
                .onFailure(broken -> fail(message, broken));
    }

    /** Answers once nothing is left that runs of the task have left behind; they may have done so until their stop. */
    void afterwards(Message<Request> message, Answer answer) {
        ask(new Order.Sweep(message.body().name()))
                .onSuccess(refusal -> LocalBus.reply(
                        message,
                        refusal.map(left -> Answer.refused(left.reason(), left.detail()))
                                .orElse(answer)))
                .onFailure(broken -> fail(message, broken));
    }

    /** Ends what runs of any task have left behind, as far as that can be done. */
    Future<?> all() {
        return ask(new Order.Sweep(null));
    }

    private Future<Optional<Refusal>> ask(Order order) {
        return LocalBus.<@Nullable Refusal>request(vertx, Addresses.ORDERS, order, PATIENCE_MILLIS)
                .map(Optional::ofNullable);
    }

    private static void fail(Message<Request> message, Throwable broken) {
        LOG.error("A request could not be handled: {}", message.body(), broken);
        message.fail(Consumers.BROKEN, String.valueOf(broken.getMessage()));
    }
}
