package io.meproc.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
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
    private Paced.@Nullable Source source;
    private long sourceBytes;
    private boolean asking;
    private Runnable due = () -> {};
    private Promise<Void> written = Promise.promise();

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
        return !preparing
                && rest.length() == 0
                && !response.ended()
                && !response.closed()
                && !response.writeQueueFull();
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

    /**
     * Takes a source, to be sent piece by piece by {@link #goOn}, the next one when the client has taken the one before. Completes at
     * the end, never for a client that does not get there; a client for whose next piece there is no room is closed, and may come back.
     *
     * @param held bytes that the source holds
     * @param ready is run when there is something to send
     */
    Future<Void> write(Paced.Source pieces, long held, Runnable ready) {
        source = pieces;
        sourceBytes = held;
        due = ready;
        ready.run();
        return written.future();
    }

    private void ask(Paced.Source pieces) {
        asking = true;
        pieces.next()
                .onSuccess(piece -> {
                    asking = false;
                    take(piece);
                })
                .onFailure(written::tryFail);
    }

    private void take(Buffer piece) {
        if (source == null) {
            return;
        } else if (piece.length() == 0) {
            Promise<Void> done = written;
            source = null;
            sourceBytes = 0;
            written = Promise.promise();
            release();
            done.complete();
        } else if (hold(sourceBytes + piece.length())) {
            rest = piece;
            due.run();
        } else {
            close();
        }
    }

    /** So much counts until all is sent; false when there is no room for it. */
    boolean hold(long bytes) {
        lease = lease == null ? budget.lease(this::close) : lease;
        return lease.hold(bytes);
    }

    /** A text that all are sent counts as soon as the log does not hold it any more: this client may be the last that does. */
    void outlive(EventLog log) {
        if (rest.length() > 0 && lease == null && !log.has(position - 1) && !hold(rest.length())) {
            close();
        }
    }

    /** Sends the next part of a text; false when there is none, or the client does not take it now. */
    boolean goOn() {
        if (response.ended() || response.closed() || response.writeQueueFull()) {
            return false;
        } else if (rest.length() == 0) {
            if (source != null && !asking) {
                ask(source);
            }
            return false;
        }
        if (lease != null) {
            lease.touch();
        }
        int part = Math.min(Paced.PART, rest.length());
        Buffer next = rest.slice(0, part);
        rest = rest.slice(part, rest.length());
        response.write(next);
        if (rest.length() == 0 && source == null) {
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

    /** The client is gone, or is to go. */
    void leave() {
        source = null;
        sourceBytes = 0;
        rest = Buffer.buffer();
        release();
    }

    /** Ends the stream; the client may come back. */
    void close() {
        leave();
        if (!response.ended() && !response.closed()) {
            response.end();
        }
    }
}
