package io.meproc.hook;

import io.meproc.bus.Addresses;
import io.meproc.bus.Consumers;
import io.meproc.bus.LocalBus;
import io.meproc.store.OutboxFilled;
import io.meproc.store.OutboxRequest;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.Message;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the notifications of the outbox, one at a time to each target, and replies to {@link HookRequest}s. Undeploying
 * does not wait for attempts in progress: their notifications are in the outbox until they were accepted.
 */
public final class HookVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(HookVerticle.class);
    private static final int MOST_ATTEMPTS = 100;
    private static final int THREADS = 8;

    /** Longer than any attempt, which has limits of its own. */
    private static final Duration LONGEST_BLOCK = Duration.ofMinutes(5);

    /** The wait after the store did not answer. */
    private static final Duration STORE_WAIT = Duration.ofSeconds(5);

    private static final long FIRST_MILLIS = 200;
    private static final long SETTLE_MILLIS = 100;
    private static final long FINISH_MILLIS = 5_000;
    private static final long LONGEST_TIMER = TimeUnit.HOURS.toMillis(1);

    private final HookSettings settings;
    private final String node;
    private final Clock clock;
    private final Timing timing;
    private final Lanes lanes = new Lanes();
    private @Nullable Deliveries deliveries;
    private boolean inquiring;
    private boolean again;
    private boolean stopped;
    private boolean settled;
    private @Nullable Message<Object> finishing;
    private long timer = -1;
    private long trials;

    public HookVerticle(HookSettings settings, String node, Clock clock) {
        this(settings, node, clock, Timing.STANDARD);
    }

    HookVerticle(HookSettings settings, String node, Clock clock, Timing timing) {
        this.settings = settings;
        this.node = node;
        this.clock = clock;
        this.timing = timing;
    }

    @Override
    public Future<?> start() {
        // Not at once, since a service that starts has more urgent work.
        timer = vertx.setTimer(FIRST_MILLIS, id -> wake());
        return Consumers.<Object>consume(vertx, Addresses.HOOKS, this::on);
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        lanes.close();
        vertx.cancelTimer(timer);
        return Future.succeededFuture();
    }

    private void on(Message<Object> message) {
        Object request = message.body();
        if (request instanceof OutboxFilled) {
            wake();
        } else if (request instanceof HookRequest.Wake) {
            lanes.endBackoffs();
            wake();
            LocalBus.reply(message, null);
        } else if (request instanceof HookRequest.Finish) {
            finish(message);
        } else if (request instanceof HookRequest.Targets) {
            LocalBus.reply(message, new HookRequest.All(targets()));
        } else if (request instanceof HookRequest.Try trial) {
            Target target = settings.targets().get(trial.target());
            if (target == null) {
                LocalBus.reply(message, null);
            } else {
                long began = System.nanoTime();
                deliveries()
                        .trial(target, clock.millis() * MOST_ATTEMPTS + trials++)
                        .onSuccess(outcome -> LocalBus.reply(
                                message,
                                new HookRequest.Trial(
                                        outcome instanceof Outcome.Delivered,
                                        outcome.words(),
                                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began))))
                        .onFailure(broken -> Consumers.fail(message, broken));
            }
        } else {
            throw new IllegalArgumentException("a message of an unknown kind: " + request);
        }
    }

    private void finish(Message<Object> message) {
        if (settings.rules().isEmpty()) {
            LocalBus.reply(message, null);
            return;
        }
        finishing = message;
        // The last changes may not be committed yet.
        vertx.setTimer(SETTLE_MILLIS, id -> {
            settled = true;
            wake();
        });
        vertx.setTimer(FINISH_MILLIS, id -> finished());
    }

    private void finished() {
        if (finishing != null) {
            LocalBus.reply(finishing, null);
            finishing = null;
        }
    }

    private List<HookRequest.TargetState> targets() {
        List<HookRequest.TargetState> states = new ArrayList<>();
        settings.targets().forEach((name, target) -> {
            Lanes.Backoff backoff = lanes.backoff(name);
            states.add(new HookRequest.TargetState(
                    name,
                    target.kind().word(),
                    target.place(),
                    backoff == null ? null : backoff.until(),
                    backoff == null ? null : backoff.error()));
        });
        return states;
    }

    /** Made for the first attempt, since most services notify nobody. */
    private Deliveries deliveries() {
        Deliveries ready = deliveries;
        if (ready == null) {
            WorkerExecutor worker = vertx.createSharedWorkerExecutor("meproc-hooks", THREADS, LONGEST_BLOCK.toNanos());
            ready = new Deliveries(vertx, worker, settings, node, clock, timing, lanes);
            deliveries = ready;
        }
        return ready;
    }

    /** Requests what is due from the store, and attempts it. */
    private void wake() {
        if (inquiring) {
            again = true;
        } else if (!stopped && lanes.busy() < MOST_ATTEMPTS) {
            inquiring = true;
            Instant now = clock.instant();
            List<String> closed = lanes.closed(now);
            this.<OutboxRequest.@Nullable Due>store(new OutboxRequest.Next(now, closed))
                    .onSuccess(due -> {
                        inquiring = false;
                        if (due != null) {
                            due.notifications()
                                    .forEach(each -> deliveries().attempt(each).onComplete(recorded -> wake()));
                            arm(due.next(), now);
                            if (settled && due.notifications().isEmpty() && lanes.busy() == 0) {
                                finished();
                            }
                        }
                        if (again) {
                            again = false;
                            wake();
                        }
                    })
                    .onFailure(broken -> {
                        inquiring = false;
                        LOG.warn("Notifications can't be read from the store: {}", broken.getMessage());
                        arm(clock.instant().plus(STORE_WAIT), clock.instant());
                    });
        }
    }

    /** Wakes when a notification is due or a target has waited, and at times, since the clock may be set. */
    private void arm(@Nullable Instant due, Instant now) {
        vertx.cancelTimer(timer);
        Optional<Instant> end = lanes.nextEnd(now);
        Instant until = due == null || end.filter(each -> each.isBefore(due)).isPresent() ? end.orElse(null) : due;
        if (until != null && !stopped) {
            long millis = Duration.between(clock.instant(), until).toMillis() + 1;
            timer = vertx.setTimer(Math.max(1, Math.min(millis, LONGEST_TIMER)), id -> wake());
        }
    }

    private <T extends @Nullable Object> Future<T> store(OutboxRequest request) {
        return LocalBus.request(vertx, Addresses.STORE, request);
    }
}
