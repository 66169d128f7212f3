package io.meproc.supervisor;

import io.meproc.bus.Addresses;
import io.meproc.bus.Consumers;
import io.meproc.bus.LocalBus;
import io.meproc.bus.SteadyClock;
import io.meproc.task.Changes;
import io.meproc.task.Event;
import io.meproc.task.Next;
import io.meproc.task.Report;
import io.meproc.task.Rules;
import io.meproc.task.SentRequest;
import io.meproc.task.TaskTable;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell around the pure core: converts messages and alarms into events, and effects into messages and alarms.
 * Only this class holds the current task table.
 */
public final class SupervisorVerticle extends VerticleBase {
    /** More runs than can be started, so that the incarnations of two service processes never overlap. */
    private static final long RUNS_A_MILLISECOND = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(SupervisorVerticle.class);
    private static final Duration WORTH_LOGGING = Duration.ofSeconds(1);
    private static final double MILLIS = 1e3;
    private static final long CLOCK_MILLIS = 5_000;
    private static final long INVENTORY_MILLIS = 60_000;
    private static final long SETTLE_MILLIS = 10;
    private static final int SETTLE_POLLS = 100;

    private final Rules rules;
    private final WallTime clock;
    private final long inventoryMillis;
    private final OpenRequests tickets = new OpenRequests();
    private TaskTable table;
    private @Nullable EffectQueue queue;
    private @Nullable ProcessSide processSide;
    private @Nullable Drain drain;
    private @Nullable Slices slices;
    private @Nullable FreezeWatch freezes;
    private boolean listing;

    /** @param wall the clock for the fires of cron patterns and for displayed times */
    public SupervisorVerticle(Rules rules, Clock wall) {
        this(rules, wall, SteadyClock.INSTANCE, INVENTORY_MILLIS);
    }

    /**
     * @param steady the clock for everything else; the process side must use the same
     * @param inventoryMillis the time between two inventories
     */
    SupervisorVerticle(Rules rules, Clock wall, Clock steady, long inventoryMillis) {
        this.rules = rules;
        this.inventoryMillis = inventoryMillis;
        this.clock = new WallTime(wall, steady);
        this.table = TaskTable.empty(rules).countingFrom(wall.millis() * RUNS_A_MILLISECOND);
    }

    @Override
    public void init(Vertx vertx, Context context) {
        super.init(vertx, context);
        processSide = new ProcessSide(vertx);
        EffectRunner effects = new EffectRunner(vertx, clock, tickets, processSide, () -> table.timeline(), this::on);
        queue = new EffectQueue(context, effects::carryOut);
        slices = new Slices(context);
    }

    @Override
    public Future<?> start() {
        watchClock();
        ProcessSide side = Objects.requireNonNull(processSide);
        return Future.all(List.of(
                        TaskEventLog.open(vertx),
                        Consumers.<Report>consume(vertx, Addresses.REPORTS, m -> on(new Event.Reported(m.body()))),
                        Consumers.<Event>consume(vertx, Addresses.ALARMS, m -> on(m.body())),
                        Consumers.<Object>consume(vertx, Addresses.TABLE, this::table)))
                .compose(open -> new EarlierService(vertx, side).remains())
                .compose(this::serve);
    }

    /** Continues with the tasks of an earlier service process, and accepts requests from then on. */
    private Future<?> serve(EarlierService.Remains earlier) {
        on(new Event.Recovered(earlier.stored(), earlier.adoption(), clock.steady()));
        // Not before, since a verticle whose start fails is not stopped.
        watchFreezes();
        vertx.setPeriodic(inventoryMillis, timer -> requestInventory());
        return Future.all(List.of(
                Consumers.<SentRequest>consume(vertx, Addresses.REQUESTS, this::request),
                Consumers.<Object>consume(vertx, Addresses.DRAIN, this::drain),
                Consumers.<Object>consume(vertx, Addresses.KILL_NOW, m -> killNow())));
    }

    private void on(Event event) {
        checkClock(event.at());
        Next next = table.on(event);
        table = next.table();
        if (next.changes().any()) {
            LocalBus.publish(vertx, Addresses.CHANGES, next.changes());
        }
        if (queue != null) {
            queue.add(next.effects());
            if (drain != null && drain.ordered()) {
                TaskTable now = table;
                queue.afterwards(() -> Objects.requireNonNull(drain).check(now));
            }
        }
    }

    /**
     * Records a setting of the wall clock, so that events before and after it are shown with the time that the clock
     * showed.
     */
    private void checkClock(Instant then) {
        Duration before = table.timeline().skew();
        Duration skew = clock.readSkew();
        if (!skew.equals(before)) {
            Duration step = skew.minus(before);
            if (step.abs().compareTo(WORTH_LOGGING) >= 0) {
                LOG.info(
                        "The machine's clock was set {} by {} s; durations are not affected",
                        step.isNegative() ? "back" : "forward",
                        step.abs().toMillis() / MILLIS);
            }
            table = table.clockSet(then, skew);
        }
    }

    private void watchFreezes() {
        FreezeWatch watch =
                new FreezeWatch(FreezeWatch.LEAST, System::nanoTime, FreezeWatch::kernelUptime, clock::steady);
        watch.open(freeze -> LocalBus.send(vertx, Addresses.ALARMS, freeze));
        freezes = watch;
    }

    @Override
    public Future<?> stop() {
        if (freezes != null) {
            freezes.close();
        }
        Promise<Void> settled = Promise.promise();
        settle(settled, SETTLE_POLLS);
        return settled.future();
    }

    /** Completes when every change is committed or has failed to, so that the starts that wait for that are ordered. */
    private void settle(Promise<Void> settled, int polls) {
        if (table.settled() || polls == 0) {
            settled.complete();
        } else {
            vertx.setTimer(SETTLE_MILLIS, timer -> settle(settled, polls - 1));
        }
    }

    /** Requests a list of the runs, unless one is due still: after a freeze a periodic timer goes off many times. */
    private void requestInventory() {
        if (listing) {
            return;
        }
        listing = true;
        long newest = table.incarnations();
        Objects.requireNonNull(processSide)
                .runs()
                .onComplete(listed -> listing = false)
                .onSuccess(runs -> on(new Event.Inventory(runs.runs(), runs.outlived(), newest, clock.steady())));
    }

    private void request(Message<SentRequest> message) {
        long ticket = tickets.open(message);
        try {
            SentRequest sent = message.body();
            on(new Event.Requested(ticket, sent.request(), sent.by(), clock.steady()));
        } catch (RuntimeException | Error broken) {
            tickets.discard(ticket);
            throw broken;
        }
    }

    private void table(Message<Object> message) {
        checkClock(clock.steady());
        LocalBus.reply(message, table);
    }

    /** Publishes a setting of the clock also while no event occurs. */
    private void watchClock() {
        vertx.setPeriodic(CLOCK_MILLIS, timer -> {
            Instant now = clock.steady();
            TaskTable before = table;
            checkClock(now);
            if (table.revision() != before.revision()) {
                LocalBus.publish(vertx, Addresses.CHANGES, new Changes(now, table, List.of(), List.of(), List.of()));
            }
        });
    }

    private void drain(Message<Object> message) {
        if (drain == null) {
            drain = new Drain(vertx, rules, table);
        }
        drain.over()
                .compose(over -> Objects.requireNonNull(processSide).sweep(null))
                .compose(found -> drainOutlived(found.left()))
                .onSuccess(over -> LocalBus.reply(message, null))
                .onFailure(left -> message.fail(Consumers.BROKEN, String.valueOf(left.getMessage())));
        Objects.requireNonNull(slices)
                .each(table, tasks -> on(new Event.Drain(clock.steady(), tasks)))
                .onSuccess(ordered -> begin(Objects.requireNonNull(drain)));
    }

    /** Waits for what has outlived its run, too. */
    private Future<Void> drainOutlived(List<Report.Outlived> left) {
        left.forEach(outlived -> on(new Event.Reported(outlived)));
        return Objects.requireNonNull(drain).outlived(table);
    }

    private void begin(Drain ordered) {
        ordered.begin();
        TaskTable now = table;
        Objects.requireNonNull(queue).afterwards(() -> ordered.check(now));
    }

    private void killNow() {
        Objects.requireNonNull(slices).each(table, tasks -> on(new Event.KillNow(clock.steady(), tasks)));
    }
}
