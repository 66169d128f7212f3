package io.meproc.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client that follows the events: how far it is, and whether it keeps up. */
final class Follower {
    private final HttpServerResponse response;
    private final Set<String> tasks;
    private final boolean metrics;
    private final Budget budget;
    private long position;
    private long revision;
    private boolean preparing;
    private Buffer rest = Buffer.buffer();
    private Budget.@Nullable Lease lease;

    /**
     * One that has been sent nothing so far.
     *
     * @param tasks which it wants to hear of; empty for all
     * @param metrics whether it wants to know what processes use
     */
    Follower(HttpServerResponse response, Set<String> tasks, boolean metrics, Budget budget) {
        this.response = response;
        this.tasks = tasks;
        this.metrics = metrics;
        this.budget = budget;
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
        return !preparing && rest.length() == 0 && !response.closed() && !response.writeQueueFull();
    }

    /** Whether it has missed what is no longer there. */
    boolean behind(EventLog log) {
        return !log.has(position);
    }

    /** Takes the next batch of events that it has not been sent; false when there is none. */
    boolean read(EventLog log) {
        if (position >= log.end()) {
            return false;
        }
        EventBatch batch = log.at(position);
        send(batch.of(tasks));
        position++;
        revision = batch.revision();
        return true;
    }

    /** Takes a text, to be sent part by part by {@link #goOn}. */
    void send(Buffer text) {
        if (text.length() > Paced.PART && !tasks.isEmpty() && !hold(text.length())) {
            close();
            return;
        }
        rest = rest.length() == 0 ? text : rest.copy().appendBuffer(text);
    }

    /** What was written for this client alone counts until it is sent. */
    private boolean hold(int bytes) {
        lease = lease == null ? budget.lease(this::close) : lease;
        return lease.take(bytes);
    }

    /** Sends the next part of a text; false when there is none, or the client does not take it now. */
    boolean goOn() {
        if (rest.length() == 0 || response.closed() || response.writeQueueFull()) {
            return false;
        }
        if (lease != null) {
            lease.touch();
        }
        int part = Math.min(Paced.PART, rest.length());
        Buffer next = rest.slice(0, part);
        rest = rest.slice(part, rest.length());
        response.write(next);
        if (rest.length() == 0) {
            release();
        }
        return true;
    }

    /** Holds nothing more: all is sent, or the client is gone. */
    void release() {
        if (lease != null) {
            lease.close();
            lease = null;
        }
    }

    /** Ends the stream; the client may come back. */
    void close() {
        release();
        if (!response.ended() && !response.closed()) {
            response.end();
        }
    }
}
