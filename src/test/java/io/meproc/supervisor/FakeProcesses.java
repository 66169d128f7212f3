package io.meproc.supervisor;

import io.meproc.StandInStore;
import io.meproc.bus.Addresses;
import io.meproc.bus.Consumers;
import io.meproc.bus.LocalBus;
import io.meproc.bus.SteadyClock;
import io.meproc.task.Adoption;
import io.meproc.task.Order;
import io.meproc.task.Refusal;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.RunList;
import io.meproc.task.StoredTable;
import io.meproc.task.exit.ExitStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The process side without processes: what is spawned lives until it is signalled or told to end. */
final class FakeProcesses {
    final Set<Run> alive = ConcurrentHashMap.newKeySet();
    final List<String> signals = new CopyOnWriteArrayList<>();

    /** What the supervisor had to have answered before it went on. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    /** The tasks of an earlier service process, and what the process side has found of their runs; null to fail. */
    volatile StoredTable kept = StoredTable.NONE;

    volatile @Nullable Adoption adoption = Adoption.NONE;
    volatile Order.@Nullable Adopt claimed;

    private final Vertx vertx;
    private final AtomicLong pids = new AtomicLong(1000);
    private final Set<String> deaf = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Refusal verdict;
    private volatile boolean brokenChecks;

    FakeProcesses(Vertx vertx) {
        this.vertx = vertx;
    }

    Future<Void> open() {
        return StandInStore.open(vertx, () -> kept)
                .compose(open -> Consumers.<Order>consume(vertx, Addresses.ORDERS, this::carryOut));
    }

    void deafTo(String signal) {
        deaf.add(signal);
    }

    void answersChecks(@Nullable Refusal answer) {
        verdict = answer;
    }

    void breakChecks() {
        brokenChecks = true;
    }

    void ends(Run run) {
        if (alive.remove(run)) {
            report(new Report.Exited(run, SteadyClock.now(), new ExitStatus.Exited(0), null, List.of()));
        }
    }

    /** As {@link #ends}, and nobody hears of it. */
    void endsUnreported(Run run) {
        alive.remove(run);
    }

    private void carryOut(Message<Order> message) {
        Order order = message.body();
        if (order instanceof Order.Adopt adopt) {
            claimed = adopt;
            Adoption found = Objects.requireNonNull(adoption, "the processes can't be listed");
            found.adopted().forEach(each -> alive.add(each.run()));
            LocalBus.reply(message, found);
        } else if (order instanceof Order.Spawn spawn) {
            alive.add(spawn.run());
            report(new Report.Spawned(spawn.run(), SteadyClock.now(), pids.incrementAndGet(), 0));
        } else if (order instanceof Order.Send send) {
            signals.add(send.signal() + " " + send.run().replica());
            if (!deaf.contains(send.signal().name())) {
                ends(send.run());
            }
        } else if (order instanceof Order.Inventory) {
            LocalBus.reply(message, new RunList(List.copyOf(alive), List.of()));
        } else if (order instanceof Order.Prepare) {
            LocalBus.reply(message, null);
        } else if (order instanceof Order.Sweep) {
            asked.add("Sweep");
            LocalBus.reply(message, List.of());
        } else if (order instanceof Order.Check) {
            asked.add("Check");
            if (brokenChecks) {
                throw new IllegalStateException("no checks today");
            }
            LocalBus.reply(message, verdict);
        }
    }

    private void report(Report report) {
        LocalBus.send(vertx, Addresses.REPORTS, report);
    }
}
