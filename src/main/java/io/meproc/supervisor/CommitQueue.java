package io.meproc.supervisor;

import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import io.meproc.store.StoreRequest;
import io.meproc.task.Changeset;
import io.meproc.task.Refusal;
import io.meproc.task.Timeline;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests the store to keep changes. Those for which nothing waits queue up while an earlier request is open, so that in a
 * storm of starts or exits one request has the changes of many runs.
 */
final class CommitQueue {
    private static final Logger LOG = LoggerFactory.getLogger(CommitQueue.class);

    private final Vertx vertx;
    private final Supplier<Timeline> timeline;
    private final Result result;
    private List<Changeset> queued = new ArrayList<>();
    private long latest;
    private int open;

    /** Handles the result of all commits up to a number; the refusal is null if they are kept. */
    interface Result {
        void of(long commit, @Nullable Refusal refusal);
    }

    /** @param timeline the current timeline of the table */
    CommitQueue(Vertx vertx, Supplier<Timeline> timeline, Result result) {
        this.vertx = vertx;
        this.timeline = timeline;
        this.result = result;
    }

    /** @param awaited whether something waits for this commit */
    void add(long commit, Changeset changes, boolean awaited) {
        queued.add(changes);
        latest = commit;
        if (open == 0 || awaited) {
            request(awaited);
        }
    }

    private void request(boolean awaited) {
        long commit = latest;
        StoreRequest write = new StoreRequest.Write(List.copyOf(queued), awaited, timeline.get());
        queued = new ArrayList<>();
        open++;
        LocalBus.<@Nullable Refusal>request(vertx, Addresses.STORE, write)
                .otherwise(CommitQueue::notKept)
                .onSuccess(refusal -> {
                    open--;
                    result.of(commit, refusal);
                    if (open == 0 && !queued.isEmpty()) {
                        request(false);
                    }
                });
    }

    private static Refusal notKept(Throwable broken) {
        LOG.error("The store has not answered a request to keep changes", broken);
        return new Refusal(
                Refusal.Reason.STORE_FAILED, "the store has not confirmed the change: " + broken.getMessage());
    }
}
