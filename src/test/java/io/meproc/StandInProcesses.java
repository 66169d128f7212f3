package io.meproc;

import io.meproc.bus.Addresses;
import io.meproc.bus.Consumers;
import io.meproc.bus.LocalBus;
import io.meproc.bus.SteadyClock;
import io.meproc.task.Consumption;
import io.meproc.task.Leftovers;
import io.meproc.task.Order;
import io.meproc.task.Readings;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.RunList;
import io.meproc.task.exit.ExitStatus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A process side for more processes than a test can start: what is spawned lives until it is sent a signal. */
final class StandInProcesses extends VerticleBase {
    private static final Consumption SOME = new Consumption(Duration.ofSeconds(1), 1 << 20, 1);

    private final Set<Run> alive = ConcurrentHashMap.newKeySet();
    private final AtomicLong pids = new AtomicLong(1_000);

    @Override
    public Future<?> start() {
        return Future.all(
                Consumers.<Order>consume(vertx, Addresses.ORDERS, this::carryOut),
                Consumers.<Object>consume(vertx, Addresses.LAUNCHER, asked -> LocalBus.reply(asked, "none")),
                Consumers.<Object>consume(
                        vertx, Addresses.LEFTOVERS, asked -> LocalBus.reply(asked, new Leftovers(List.of()))),
                Consumers.<Object>consume(
                        vertx, Addresses.RELEASED, asked -> LocalBus.reply(asked, new Leftovers(List.of()))),
                Consumers.<Object>consume(vertx, Addresses.READINGS, asked -> LocalBus.reply(asked, readings())));
    }

    private Readings readings() {
        Map<Run, Consumption> runs = alive.stream().collect(Collectors.toMap(Function.identity(), run -> SOME));
        return new Readings(Instant.now(), runs);
    }

    private void carryOut(Message<Order> message) {
        Order order = message.body();
        if (order instanceof Order.Spawn spawn) {
            alive.add(spawn.run());
            report(new Report.Spawned(spawn.run(), SteadyClock.now(), pids.incrementAndGet(), 0));
        } else if (order instanceof Order.Send send) {
            ends(send.run());
        } else if (order instanceof Order.Inventory) {
            LocalBus.reply(message, new RunList(List.copyOf(alive), List.of()));
        } else if (order instanceof Order.Sweep) {
            LocalBus.reply(message, List.of());
        } else if (!(order instanceof Order.Pass)) {
            LocalBus.reply(message, null);
        }
    }

    private void ends(Run run) {
        if (alive.remove(run)) {
            report(new Report.Exited(run, SteadyClock.now(), new ExitStatus.Exited(0), null, List.of()));
        }
    }

    /** Every process of a task ends at the same time. */
    void allEnd(String task) {
        alive.stream().filter(run -> run.replica().task().equals(task)).toList().forEach(this::ends);
    }

    private void report(Report report) {
        LocalBus.send(vertx, Addresses.REPORTS, report);
    }
}
