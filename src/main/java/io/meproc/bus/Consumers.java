package io.meproc.bus;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers consumers whose exceptions are logged and fail the request, which would otherwise wait for its timeout. */
public final class Consumers {
    /** The failure code of a request whose handler threw an exception. */
    public static final int BROKEN = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Consumers.class);

    private Consumers() {}

    /** Consumes messages that are sent inside this Vert.x; completes when the consumer is registered. */
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

    /** Logs the exception of a handler, and fails the message with {@link #BROKEN}. */
    public static void fail(Message<?> message, Throwable broken) {
        LOG.error("A message on {} could not be handled: {}", message.address(), message.body(), broken);
        message.fail(BROKEN, "internal error: " + broken);
    }
}
