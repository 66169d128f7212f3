package io.meproc.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.OptionalLong;

/**
 * The last events in the form in which they are sent, shared by all followers. A follower is a position in the log
 * and needs no copy. The log is bounded; a follower that falls behind its beginning is sent a gap event and a
 * snapshot.
 */
final class EventLog {
    /** A batch needs twice the memory of its text, and may use at most half of the log. */
    private static final int BATCH_SHARE = 4;

    private final int mostBytes;
    private final Deque<EventBatch> batches = new ArrayDeque<>();
    private long bytes;
    private long first;
    private long begin;
    private long revision;

    /**
     * An empty log.
     *
     * @param revision the revision of the table after which events are logged
     */
    EventLog(long revision, int mostBytes) {
        this.begin = revision;
        this.revision = revision;
        this.mostBytes = mostBytes;
    }

    /** Appends the events since {@link #revision}. */
    void add(EventBatch batch) {
        revision = batch.revision();
        batches.add(batch);
        bytes += batch.weight();
        while (bytes > mostBytes && batches.size() > 1) {
            EventBatch oldest = batches.remove();
            bytes -= oldest.weight();
            begin = oldest.revision();
            first++;
        }
    }

    /** Removes all batches and continues at this revision, so that every follower misses events. */
    void skip(long reached) {
        first = end() + 1;
        batches.clear();
        bytes = 0;
        begin = reached;
        revision = reached;
    }

    /** The largest text of a batch in bytes. */
    long mostOfBatch() {
        return mostBytes / BATCH_SHARE;
    }

    /** The revision of the table after the last batch. */
    long revision() {
        return revision;
    }

    /** The position after the last batch. */
    long end() {
        return first + batches.size();
    }

    /** The position that follows this revision; empty if events after it are missing. */
    OptionalLong after(long known) {
        long position = first;
        if (known == begin) {
            return OptionalLong.of(position);
        }
        for (EventBatch batch : batches) {
            position++;
            if (batch.revision() == known) {
                return OptionalLong.of(position);
            }
        }
        return OptionalLong.empty();
    }

    /** Whether the batch at a position is in the log or yet to come. */
    boolean has(long position) {
        return position >= first;
    }

    /** The batch at a position, which must be in the log. */
    EventBatch at(long position) {
        long behind = end() - position;
        return behind <= position - first
                ? nth(batches.descendingIterator(), behind)
                : nth(batches.iterator(), position - first + 1);
    }

    private static EventBatch nth(Iterator<EventBatch> some, long number) {
        for (long i = 1; i < number; i++) {
            some.next();
        }
        return some.next();
    }
}
