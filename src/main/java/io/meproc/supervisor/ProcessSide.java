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

/** The orders that the process side answers. */
final class ProcessSide {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessSide.class);

    /** Longer than the process side takes to end what is left of ended runs. */
    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(60);

    private final Vertx vertx;

    ProcessSide(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Its refusal, or empty; one that fails or does not answer within 60 s is a refusal too. */
    Future<Optional<Refusal>> ask(Order order) {
        return LocalBus.<Refusal>request(vertx, Addresses.ORDERS, order, PATIENCE_MILLIS)
                .map(Optional::ofNullable)
                .otherwise(broken -> {
                    LOG.error("An order was not answered: {}", order, broken);
                    return Optional.of(Refusal.BROKEN);
                });
    }

    /** The runs that it has; fails when it does not answer. */
    Future<List<Run>> runs() {
        return LocalBus.<List<Run>>request(vertx, Addresses.ORDERS, new Order.Inventory(), PATIENCE_MILLIS)
                .onFailure(broken -> LOG.error("The process side did not list its runs", broken));
    }

    /** Ends what runs of any task have left behind, as far as that can be done. */
    Future<?> sweepAll() {
        return ask(new Order.Sweep(null));
    }
}
