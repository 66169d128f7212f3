package io.meproc.supervisor;

import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import io.meproc.task.Order;
import io.meproc.task.Refusal;
import io.meproc.task.Run;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the orders that the process side answers. */
final class ProcessSide {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessSide.class);

    /** Longer than the process side needs to end what is left of ended runs. */
    private static final long TIMEOUT_MILLIS = TimeUnit.SECONDS.toMillis(60);

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

    /** The runs of the process side; fails if it does not answer. */
    Future<List<Run>> runs() {
        return LocalBus.<List<Run>>request(vertx, Addresses.ORDERS, new Order.Inventory(), TIMEOUT_MILLIS)
                .onFailure(broken -> LOG.error("The process side did not list its runs", broken));
    }

    /** Ends what runs of all tasks have left behind. */
    Future<?> sweepAll() {
        return request(new Order.Sweep(null));
    }
}
