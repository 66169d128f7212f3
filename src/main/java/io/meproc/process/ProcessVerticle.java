package io.meproc.process;

import io.meproc.bus.Addresses;
import io.meproc.bus.Consumers;
import io.meproc.bus.LocalBus;
import io.meproc.task.Order;
import io.meproc.task.Readings;
import io.meproc.task.Refusal;
import io.meproc.task.Report;
import io.meproc.task.exit.StartFailure;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out {@link Order}s and sends {@link Report}s. Deploy one instance, as a worker: it calls the kernel.
 *
 * <p>Starting fails when the launcher that was asked for can't work here, or when the log directory can't be
 * made. Undeploying ends the watching and leaves no thread behind; it does not end processes.
 */
public final class ProcessVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessVerticle.class);

    /** Of failures that are not the machine's. */
    private static final String STEP = "service";

    private static final String CANCELLED = "it was stopped before its turn came";
    private static final String RUNS_ON = "what runs was left running, since a start would fail: ";
    private static final String SHUTTING_DOWN = "Meproc is shutting down";

    private final ProcessSettings settings;
    private final SpawnQueue waiting = new SpawnQueue();
    private @Nullable ContextTurns turns;
    private @Nullable Launcher launcher;
    private boolean pumping;

    public ProcessVerticle(ProcessSettings settings) {
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        turns = new ContextTurns(vertx, context);
        launcher = Launchers.open(settings, this::report, turns);
        String word = launcher.word();
        return Future.all(
                Consumers.<Object>consume(vertx, Addresses.LAUNCHER, message -> LocalBus.reply(message, word)),
                Consumers.<Object>consume(vertx, Addresses.READINGS, this::measure),
                Consumers.<Order>consume(vertx, Addresses.ORDERS, this::carryOut));
    }

    @Override
    public Future<?> stop() {
        if (launcher != null) {
            launcher.close();
            launcher = null;
        }
        for (Order.Spawn spawn = waiting.poll(); spawn != null; spawn = waiting.poll()) {
            refuse(spawn);
        }
        return turns == null ? Future.succeededFuture() : turns.close();
    }

    private void measure(Message<Object> message) {
        if (launcher == null) {
            LocalBus.reply(message, new Readings(Instant.now(), Map.of()));
        } else {
            launcher.measure(readings -> LocalBus.reply(message, readings));
        }
    }

    private void carryOut(Message<Order> message) {
        Order order = message.body();
        if (order instanceof Order.Spawn spawn) {
            waiting.add(spawn);
            pump();
        } else if (order instanceof Order.Cancel cancel) {
            if (waiting.cancel(cancel.run())) {
                report(new Report.SpawnFailed(cancel.run(), Instant.now(), StartFailure.of(STEP, CANCELLED)));
            }
        } else if (launcher == null) {
            LocalBus.reply(message, new Refusal(Refusal.Reason.SHUTTING_DOWN, SHUTTING_DOWN));
        } else if (order instanceof Order.Send send) {
            launcher.send(send);
        } else if (order instanceof Order.Pass pass) {
            launcher.pass(pass.run(), pass.signal());
        } else if (order instanceof Order.Count count) {
            launcher.count(count.run());
        } else if (order instanceof Order.Check check) {
            LocalBus.reply(message, launcher.check(check.definition()));
        } else if (order instanceof Order.Prepare prepare) {
            prepare(message, prepare, launcher);
        } else if (order instanceof Order.Sweep sweep) {
            launcher.sweep(sweep.task(), left -> LocalBus.reply(message, left));
        }
    }

    private void prepare(Message<Order> message, Order.Prepare order, Launcher ready) {
        Objects.requireNonNull(turns)
                .aside(
                        () -> Optional.ofNullable(ready.obstacle(order.definition(), order.index())),
                        obstacle -> LocalBus.reply(
                                message,
                                obstacle.map(words -> new Refusal(Refusal.Reason.START_FAILED, RUNS_ON + words))
                                        .orElse(null)),
                        broken -> {
                            // A check that breaks is no reason against a start.
                            LOG.error(
                                    "{} could not be checked before its restart",
                                    order.definition().name(),
                                    broken);
                            LocalBus.reply(message, null);
                        });
    }

    /** One spawn for each turn of the context, so that what arrives meanwhile waits for one spawn only. */
    private void pump() {
        if (pumping || waiting.isEmpty()) {
            return;
        }
        pumping = true;
        context.runOnContext(turn -> {
            pumping = false;
            Order.Spawn spawn = waiting.poll();
            if (spawn != null) {
                spawn(spawn);
            }
            pump();
        });
    }

    private void spawn(Order.Spawn spawn) {
        if (launcher == null) {
            refuse(spawn);
            return;
        }
        try {
            launcher.spawn(spawn);
        } catch (RuntimeException broken) {
            LOG.error("{} could not be spawned", spawn.run().replica(), broken);
            report(new Report.SpawnFailed(
                    spawn.run(), Instant.now(), StartFailure.of(STEP, "internal error: " + broken)));
        }
    }

    private void refuse(Order.Spawn spawn) {
        report(new Report.SpawnFailed(spawn.run(), Instant.now(), StartFailure.of(STEP, SHUTTING_DOWN)));
    }

    private void report(Report report) {
        LocalBus.send(vertx, Addresses.REPORTS, report);
    }
}
