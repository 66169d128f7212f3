package io.meproc.http;

import io.vertx.core.buffer.Buffer;

/** Events as the HTML standard has them on the wire (server-sent events). */
final class EventText {
    private EventText() {}

    /** The line by which a client that comes back says how far it was. */
    static String id(long revision) {
        return "id: " + revision + "\n";
    }

    /** An event without its id; JSON on one line. */
    static Buffer event(String name, byte[] json) {
        return Buffer.buffer("event: " + name + "\ndata: ").appendBytes(json).appendString("\n\n");
    }

    /** Something for people, which programs pass over. */
    static Buffer comment(String words) {
        return Buffer.buffer(": " + words + "\n\n");
    }
}
