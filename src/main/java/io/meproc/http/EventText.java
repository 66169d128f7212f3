package io.meproc.http;

import io.vertx.core.buffer.Buffer;

/** Events as the HTML standard has them on the wire (server-sent events). */
final class EventText {
    private EventText() {}

    /** The line by which a client that comes back says how far it was. */
    static String id(long revision) {
        return "id: " + revision + "\n";
    }

    /** The line that says after how many milliseconds a browser that lost the connection comes back. */
    static String retry(int millis) {
        return "retry: " + millis + "\n";
    }

    /** An event without its id; JSON on one line. */
    static Buffer event(String name, byte[] json) {
        return Buffer.buffer("event: " + name + "\ndata: ").appendBytes(json).appendString("\n\n");
    }

    /**
     * Something for people, which programs pass over. No empty line follows: httpx-sse takes one for the end of an event whenever it
     * has seen an id or a retry, and makes an event without data.
     */
    static Buffer comment(String words) {
        return Buffer.buffer(": " + words + "\n");
    }
}
