package io.meproc.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Sends Meproc's messages by reference and inside this {@link Vertx} only. A clustered event bus would otherwise send them
 * to a Meproc on another machine, for which they have no wire format.
 */
public final class LocalBus {
    /** Shared by all sends, since Vert.x only reads options. */
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

    /** Fails after 30 s without a reply, the default of Vert.x. */
    public static <T extends @Nullable Object> Future<T> request(Vertx vertx, String address, Object message) {
        return request(vertx, address, message, OWN);
    }

    /** Fails after {@code millis} without a reply. */
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
