package io.meproc.store;

import io.meproc.bus.Addresses;
import io.meproc.bus.Consumers;
import io.meproc.bus.LocalBus;
import io.meproc.task.AuditRecord;
import io.meproc.task.RunRecord;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers requests to the store from records in memory. */
public final class StandInStore {
    public final List<RunRecord> runs = new ArrayList<>();
    public final List<AuditRecord> audit = new ArrayList<>();
    public final List<StoreRequest> requests = new ArrayList<>();

    /** The reply to every request; null for the records. */
    public volatile @Nullable Object refusal;

    public Future<Void> open(Vertx vertx) {
        return Consumers.<StoreRequest>consume(vertx, Addresses.STORE, this::on);
    }

    private void on(Message<StoreRequest> message) {
        requests.add(message.body());
        LocalBus.reply(message, refusal == null ? answer(message.body()) : refusal);
    }

    private @Nullable Object answer(StoreRequest request) {
        if (request instanceof StoreRequest.Runs some) {
            List<RunRecord> matching = runs.stream()
                    .filter(run -> run.run().replica().task().equals(some.task()))
                    .filter(run -> some.replica() == null
                            || some.replica() == run.run().replica().index())
                    .filter(run -> some.causes().isEmpty() || some.causes().contains(cause(run)))
                    .filter(run -> some.success() == null
                            || (run.end() != null && run.end().cause().success() == some.success()))
                    .filter(run -> some.since() == null || !run.since().isBefore(some.since()))
                    .filter(run -> some.until() == null || !run.since().isAfter(some.until()))
                    .sorted(Comparator.comparing((RunRecord run) -> run.run().incarnation())
                            .reversed())
                    .toList();
            return page(
                    matching,
                    some.after(),
                    some.limit(),
                    run -> String.valueOf(run.run().incarnation()),
                    (part, next) -> new RunPage(
                            part.stream()
                                    .map(run -> new StoredRun(run, "box-1"))
                                    .toList(),
                            next));
        } else if (request instanceof StoreRequest.OneRun one) {
            return runs.stream()
                    .filter(run -> run.run().incarnation() == one.incarnation())
                    .map(run -> new StoredRun(run, "box-1"))
                    .findFirst()
                    .orElse(null);
        } else if (request instanceof StoreRequest.Audit some) {
            List<AuditRecord> matching = audit.stream()
                    .filter(record -> some.task() == null || record.task().equals(some.task()))
                    .toList();
            return new AuditPage(matching, null);
        }
        throw new IllegalArgumentException(request.toString());
    }

    private static String cause(RunRecord run) {
        return run.end() == null ? "running" : run.end().cause().kind();
    }

    private interface Page<R> {
        Object of(List<R> part, @Nullable String next);
    }

    private static <R> Object page(
            List<R> all, @Nullable String after, int limit, Function<R, String> cursor, Page<R> page) {
        int from = 0;
        while (after != null && from < all.size() && cursor.apply(all.get(from)).compareTo(after) >= 0) {
            from++;
        }
        List<R> part = all.subList(from, Math.min(all.size(), from + limit));
        boolean last = from + part.size() == all.size();
        return page.of(part, last ? null : cursor.apply(part.get(part.size() - 1)));
    }
}
