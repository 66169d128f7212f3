package io.meproc.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;

/** A client that follows the events: how far it is, and whether it keeps up. */
final class Follower {
    private final HttpServerResponse response;
    private final Set<String> tasks;
    private final boolean metrics;
    private long position;
    private long revision;
    private boolean preparing;

    /**
     * One that has been sent nothing so far.
     *
     * @param tasks which it wants to hear of; empty for all
     * @param metrics whether it wants to know what processes use
     */
    Follower(HttpServerResponse response, Set<String> tasks, boolean metrics) {
        this.response = response;
        this.tasks = tasks;
        this.metrics = metrics;
    }

    Set<String> tasks() {
        return tasks;
    }

    boolean wantsMetrics() {
        return metrics;
    }

    /** From now on it gets what comes from there on. */
    void stand(long at, long known) {
        position = at;
        revision = known;
        preparing = false;
    }

    /** It waits for a snapshot, and gets nothing before. */
    void prepare() {
        preparing = true;
    }

    /** The last revision that it was told of. */
    long revision() {
        return revision;
    }

    /** Whether it can be sent something now. */
    boolean ready() {
        return !preparing && !response.closed() && !response.writeQueueFull();
    }

    /** Whether it has missed what is no longer there. */
    boolean behind(EventLog log) {
        return !log.has(position);
    }

    /** Sends what is there, as far as it takes it; the rest is for when it has taken that. */
    void read(EventLog log) {
        if (position >= log.end()) {
            return;
        }
        for (EventBatch batch : log.from(position)) {
            if (response.writeQueueFull()) {
                return;
            }
            send(batch.of(tasks));
            position++;
            revision = batch.revision();
        }
    }

    void send(Buffer text) {
        if (text.length() > 0 && !response.closed()) {
            response.write(text);
        }
    }

    /** The service ends. */
    void close() {
        if (!response.ended() && !response.closed()) {
            response.end();
        }
    }
}
