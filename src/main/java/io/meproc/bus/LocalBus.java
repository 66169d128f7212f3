package io.meproc.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Meproc's messages on the event bus: by reference, and inside this {@link Vertx} alone. A clustered one would send them
 * to a Meproc of another machine otherwise, in a form that does not exist.
 */
public final class LocalBus {
    /** Shared by all sends, which only read them. */
    private static final DeliveryOptions OWN =
            new DeliveryOptions().setLocalOnly(true).setCodecName(PassThroughCodec.NAME);

    private static final DeliveryOptions PUBLIC = new DeliveryOptions().setLocalOnly(true);

    private LocalBus() {}

    public static void send(Vertx vertx, String address, Object message) {
        vertx.eventBus().send(address, message, OWN);
    }

    public static void publish(Vertx vertx, String address, Object message) {
        vertx.eventBus().publish(address, message, OWN);
    }

    /** Publishes JSON for other programs in this JVM. */
    public static void publish(Vertx vertx, String address, JsonObject message) {
        vertx.eventBus().publish(address, message, PUBLIC);
    }

    /** Fails when there is no reply within Vert.x's default of 30 s. */
    public static <T extends @Nullable Object> Future<T> request(Vertx vertx, String address, Object message) {
        return request(vertx, address, message, OWN);
    }

    /** Fails when there is no reply within {@code millis}. */
    public static <T extends @Nullable Object> Future<T> request(
            Vertx vertx, String address, Object message, long millis) {
        return request(vertx, address, message, new DeliveryOptions(OWN).setSendTimeout(millis));
    }

    private static <T extends @Nullable Object> Future<T> request(
            Vertx vertx, String address, Object message, DeliveryOptions options) {
        return vertx.eventBus().<T>request(address, message, options).map(Message::body);
    }

    public static void reply(Message<?> message, @Nullable Object answer) {
        message.reply(answer, OWN);
    }
}
