package io.meproc.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client of the event stream: its position in the log, and what it is still to be sent. */
final class Follower {
    private final HttpServerResponse response;
    private final Set<String> tasks;
    private final boolean metrics;
    private final Budget budget;
    private long position;
    private long revision;
    private boolean awaitsSnapshot;
    private Buffer rest = Buffer.buffer();
    private Budget.@Nullable Lease lease;
    private PacedWriter.@Nullable Source source;
    private long sourceBytes;
    private boolean reading;
    private Runnable due = () -> {};
    private Promise<Void> written = Promise.promise();

    /**
     * A follower that was sent nothing so far.
     *
     * @param tasks the tasks to follow; empty for all
     * @param metrics whether metrics are to be sent
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

    /** Continues with the batch at a position of the log. */
    void continueAt(long at, long known) {
        position = at;
        revision = known;
        awaitsSnapshot = false;
    }

    /** Suspends the events until a snapshot has been sent. */
    void awaitSnapshot() {
        awaitsSnapshot = true;
    }

    /** The revision after the last batch that was sent. */
    long revision() {
        return revision;
    }

    /** Whether a text can be sent now. */
    boolean ready() {
        return !awaitsSnapshot
                && rest.length() == 0
                && !response.ended()
                && !response.closed()
                && !response.writeQueueFull();
    }

    /** Whether events that it was not sent are no longer in the log. */
    boolean behind(EventLog log) {
        return !log.has(position);
    }

    /** Queues the next batch of the log; returns false if there is none. */
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

    /** Queues a text, which {@link #writePart} sends part by part. */
    void send(Buffer text) {
        if (text.length() > PacedWriter.PART && !tasks.isEmpty() && !hold(text.length())) {
            close();
            return;
        }
        rest = rest.length() == 0 ? text : rest.copy().appendBuffer(text);
    }

    /**
     * Queues a source, which {@link #writePart} sends piece by piece; the next piece is read after the one before was
     * sent. Completes at the end of the source, and never if the client disconnects first. If the budget has no room
     * for a piece, the stream is closed, and the client may reconnect.
     *
     * @param held bytes that the source holds
     * @param ready called when there is something to send
     */
    Future<Void> write(PacedWriter.Source pieces, long held, Runnable ready) {
        source = pieces;
        sourceBytes = held;
        due = ready;
        ready.run();
        return written.future();
    }

    private void readNext(PacedWriter.Source pieces) {
        reading = true;
        pieces.next()
                .onSuccess(piece -> {
                    reading = false;
                    accept(piece);
                })
                .onFailure(written::tryFail);
    }

    private void accept(Buffer piece) {
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

    /** Counts bytes towards the budget until all is sent; returns false if there is no room. */
    boolean hold(long bytes) {
        lease = lease == null ? budget.lease(this::close) : lease;
        return lease.hold(bytes);
    }

    /**
     * Counts a shared text towards the budget as soon as the log has dropped it, since this follower may be the last
     * one that holds it.
     */
    void retain(EventLog log) {
        if (rest.length() > 0 && lease == null && !log.has(position - 1) && !hold(rest.length())) {
            close();
        }
    }

    /**
     * Sends the next part of the queued text; returns false if there is none, or the connection does not accept it
     * now.
     */
    boolean writePart() {
        if (response.ended() || response.closed() || response.writeQueueFull()) {
            return false;
        } else if (rest.length() == 0) {
            if (source != null && !reading) {
                readNext(source);
            }
            return false;
        }
        if (lease != null) {
            lease.touch();
        }
        int part = Math.min(PacedWriter.PART, rest.length());
        Buffer next = rest.slice(0, part);
        rest = rest.slice(part, rest.length());
        response.write(next);
        if (rest.length() == 0 && source == null) {
            release();
        }
        return true;
    }

    /** Releases what counts towards the budget. */
    void release() {
        if (lease != null) {
            lease.close();
            lease = null;
        }
    }

    /** Drops everything that is queued, since the client has disconnected or will be disconnected. */
    void disconnect() {
        source = null;
        sourceBytes = 0;
        rest = Buffer.buffer();
        release();
    }

    /** Ends the stream; the client may reconnect. */
    void close() {
        disconnect();
        if (!response.ended() && !response.closed()) {
            response.end();
        }
    }
}
