package io.meproc.bus;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** Passes immutable messages by reference; they have no wire format. */
public final class PassThroughCodec implements MessageCodec<Object, Object> {
    static final String NAME = "meproc";

    private PassThroughCodec() {}

    /** Registers the codec under its name, without a change of the codec selector of {@code vertx}. */
    public static void install(Vertx vertx) {
        try {
            vertx.eventBus().registerCodec(new PassThroughCodec());
        } catch (IllegalStateException already) {
            // An earlier Meproc on the same Vert.x has registered it.
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
