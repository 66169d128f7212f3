package io.meproc.bus;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** Hands Meproc's own immutable messages over by reference. */
public final class PassThroughCodec implements MessageCodec<Object, Object> {
    static final String NAME = "meproc";

    private PassThroughCodec() {}

    /** Makes the bus of {@code vertx} carry what {@link LocalBus} sends; nothing else is touched. */
    public static void install(Vertx vertx) {
        try {
            vertx.eventBus().registerCodec(new PassThroughCodec());
        } catch (IllegalStateException already) {
            // An earlier Meproc on the same Vert.x has left it there.
        }
    }

    @Override
    public Object transform(Object message) {
        return message;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }

    @Override
    public void encodeToWire(Buffer buffer, Object message) {
        throw new UnsupportedOperationException("Meproc's messages stay in one JVM");
    }

    @Override
    public Object decodeFromWire(int position, Buffer buffer) {
        throw new UnsupportedOperationException("Meproc's messages stay in one JVM");
    }
}
