package io.meproc.http;

import io.vertx.core.buffer.Buffer;

/** The text of server-sent events, as defined by the HTML standard. */
final class EventText {
    private EventText() {}

    /** The id that a client sends when it reconnects. */
    static String id(long revision) {
        return "id: " + revision + "\n";
    }

    /** The time after which a browser reconnects when it has lost the connection. */
    static String retry(int millis) {
        return "retry: " + millis + "\n";
    }

    /** An event without its id; the JSON has one line. */
    static Buffer event(String name, byte[] json) {
        return Buffer.buffer("event: " + name + "\ndata: ").appendBytes(json).appendString("\n\n");
    }

    /**
     * A comment, which clients ignore. No empty line follows: httpx-sse treats one as the end of an event after an id
     * or a retry, and reports an event without data.
     */
    static Buffer comment(String words) {
        return Buffer.buffer(": " + words + "\n");
    }
}
