package io.meproc.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.OptionalLong;

/**
 * The last events as they are sent, once for all who follow: a follower is a position in it and costs no copy. It is
 * bounded; who falls behind its beginning has lost something, and is told.
 */
final class EventLog {
    /** A batch takes twice its text, and at most half of all. */
    private static final int BATCH_SHARE = 4;

    private final int mostBytes;
    private final Deque<EventBatch> batches = new ArrayDeque<>();
    private long bytes;
    private long first;
    private long begin;
    private long revision;

    /**
     * An empty one.
     *
     * @param revision of the table from which on it tells what happens
     */
    EventLog(long revision, int mostBytes) {
        this.begin = revision;
        this.revision = revision;
        this.mostBytes = mostBytes;
    }

    /** Adds what has happened since {@link #revision}. */
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

    /** Forgets all and leaves out what leads to this revision: every earlier position has missed something. */
    void skip(long reached) {
        first = end() + 1;
        batches.clear();
        bytes = 0;
        begin = reached;
        revision = reached;
    }

    /** Bytes of the text of a batch that there is room for. */
    long mostOfBatch() {
        return mostBytes / BATCH_SHARE;
    }

    /** Of the table when the last event was added. */
    long revision() {
        return revision;
    }

    /** The position behind all that is there. */
    long end() {
        return first + batches.size();
    }

    /** The position from which one goes on who knows this revision; empty when something is missing. */
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

    /** Whether what came at a position is still there, or is yet to come. */
    boolean has(long position) {
        return position >= first;
    }

    /** What comes at a position that is there. */
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
