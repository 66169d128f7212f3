package io.meproc.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The progress of an update.
 *
 * @param ready since when the new process of a replica has been ready, of those that are
 * @param alarm when the update is looked at next without an event; null if it need not be
 * @param failures what failed so far, if the update goes on after a failure; may be empty
 */
record Update(
        UpdateRecord record,
        PMap<Integer, Instant> ready,
        @Nullable Instant alarm,
        String failures) {

    static Update of(UpdateRecord record) {
        return new Update(record, HashTreePMap.empty(), null, "");
    }

    Update with(UpdateRecord next) {
        return new Update(next, ready, alarm, failures);
    }

    Update with(@Nullable Instant next) {
        return new Update(record, ready, next, failures);
    }

    Update without(int index) {
        return new Update(
                record.open(record.open().without(Indices.of(Span.only(index)))), ready.minus(index), alarm, failures);
    }

    Update ready(int index, Instant since) {
        return new Update(record, ready.plus(index, since), alarm, failures);
    }

    Update notReady(int index) {
        return ready.containsKey(index) ? new Update(record, ready.minus(index), alarm, failures) : this;
    }

    /** Leaves a replica as it is after a failure. */
    Update failed(int index, String words) {
        Update rest = without(index);
        return new Update(rest.record, rest.ready, alarm, failures.isEmpty() ? words : failures);
    }
}
