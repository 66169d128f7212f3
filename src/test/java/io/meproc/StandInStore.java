package io.meproc;

import io.meproc.bus.Addresses;
import io.meproc.bus.Consumers;
import io.meproc.bus.LocalBus;
import io.meproc.store.AuditPage;
import io.meproc.store.OutboxRequest;
import io.meproc.store.RunPage;
import io.meproc.store.StoreRequest;
import io.meproc.store.StoreState;
import io.meproc.task.StoredTable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers like a store that keeps everything, and forgets it. */
public final class StandInStore {
    private StandInStore() {}

    public static Future<Void> open(Vertx vertx) {
        return open(vertx, () -> StoredTable.NONE);
    }

    /** As {@link #open(Vertx)}; {@code kept} has the tasks of an earlier service process. */
    public static Future<Void> open(Vertx vertx, Supplier<StoredTable> kept) {
        return Consumers.<StoreRequest>consume(
                vertx,
                Addresses.STORE,
                message -> LocalBus.reply(
                        message, message.body() instanceof StoreRequest.Load ? kept.get() : answer(message.body())));
    }

    private static @Nullable Object answer(StoreRequest request) {
        if (request instanceof StoreRequest.Runs) {
            return new RunPage(List.of(), null);
        } else if (request instanceof StoreRequest.State) {
            return new StoreState(null, null, 0, 0, 0);
        }
        if (request instanceof OutboxRequest.Inspect) {
            return new OutboxRequest.Outbox(List.of(), List.of(), 0);
        } else if (request instanceof OutboxRequest.Next) {
            return new OutboxRequest.Due(List.of(), null);
        } else if (request instanceof OutboxRequest.Retry || request instanceof OutboxRequest.Drop) {
            return 0;
        }
        return request instanceof StoreRequest.Audit ? new AuditPage(List.of(), null) : null;
    }
}
