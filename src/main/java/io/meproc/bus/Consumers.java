package io.meproc.bus;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers consumers whose bugs are logged and told to the requester, who would else wait for a timeout. */
public final class Consumers {
    /** The failure code of a handler that threw. */
    public static final int BROKEN = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Consumers.class);

    private Consumers() {}

    /** Consumes messages of one family that are sent inside this Vert.x; completes when the address is live. */
    public static <T> Future<Void> consume(Vertx vertx, String address, Handler<Message<T>> handler) {
        return vertx.eventBus()
                .<T>localConsumer(address, message -> {
                    try {
                        handler.handle(message);
                    } catch (RuntimeException | Error broken) {
                        fail(message, broken);
                    }
                })
                .completion();
    }

    /** Answers a message that could not be handled. */
    public static void fail(Message<?> message, Throwable broken) {
        LOG.error("A message on {} could not be handled: {}", message.address(), message.body(), broken);
        message.fail(BROKEN, "internal error: " + broken);
    }
}
