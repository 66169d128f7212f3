package io.meproc.supervisor;

import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import io.meproc.task.Adoption;
import io.meproc.task.Order;
import io.meproc.task.Refusal;
import io.meproc.task.Report;
import io.meproc.task.RunList;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the orders that the process side answers. */
final class ProcessSide {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessSide.class);

    /** Longer than the process side needs for a process scan. */
    private static final long TIMEOUT_MILLIS = TimeUnit.SECONDS.toMillis(60);

    /**
     * The answer to {@link Order.Sweep}.
     *
     * @param refusal why there was no scan; null if there was one
     */
    record Sweep(@Nullable Refusal refusal, List<Report.Outlived> left) {
        @SuppressWarnings("unchecked") // The order is answered by such a list, or by a refusal.
        private static Sweep of(Object answer) {
            return answer instanceof Refusal refusal
                    ? new Sweep(refusal, List.of())
                    : new Sweep(null, (List<Report.Outlived>) answer);
        }
    }

    private final Vertx vertx;

    ProcessSide(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * The refusal of the process side, or empty. A failure or an answer that takes longer than {@link
     * #TIMEOUT_MILLIS} is a refusal.
     */
    Future<Optional<Refusal>> request(Order order) {
        return LocalBus.<Refusal>request(vertx, Addresses.ORDERS, order, TIMEOUT_MILLIS)
                .map(Optional::ofNullable)
                .otherwise(broken -> {
                    LOG.error("An order was not answered: {}", order, broken);
                    return Optional.of(Refusal.BROKEN);
                });
    }

    /** Adopts the runs of an earlier service process. Nobody waits for the answer if there are no tasks. */
    Future<Adoption> adopt(Order.Adopt order) {
        if (order.policies().isEmpty()) {
            LocalBus.send(vertx, Addresses.ORDERS, order);
            return Future.succeededFuture(Adoption.NONE);
        }
        return LocalBus.<Adoption>request(vertx, Addresses.ORDERS, order, TIMEOUT_MILLIS)
                .onFailure(broken -> LOG.error("The runs of an earlier Meproc could not be adopted", broken));
    }

    /** The runs of the process side; fails if it does not answer. */
    Future<RunList> runs() {
        return LocalBus.<RunList>request(vertx, Addresses.ORDERS, new Order.Inventory(), TIMEOUT_MILLIS)
                .onFailure(broken -> LOG.error("The process side did not list its runs", broken));
    }

    /** Scans for what ended runs of a task, or of all tasks for null, have left behind. */
    Future<Sweep> sweep(@Nullable String task) {
        Order order = new Order.Sweep(task);
        return LocalBus.<Object>request(vertx, Addresses.ORDERS, order, TIMEOUT_MILLIS)
                .map(Sweep::of)
                .otherwise(broken -> {
                    LOG.error("An order was not answered: {}", order, broken);
                    return new Sweep(Refusal.BROKEN, List.of());
                });
    }
}
