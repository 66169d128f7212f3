package io.meproc.supervisor;

import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import io.meproc.task.Answer;
import io.meproc.task.Changeset;
import io.meproc.task.Effect;
import io.meproc.task.Event;
import io.meproc.task.Order;
import io.meproc.task.Phase;
import io.meproc.task.ProbeOrder;
import io.meproc.task.Refusal;
import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import io.meproc.task.TaskAlarm;
import io.meproc.task.Timeline;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out effects as messages, alarms and answers. */
final class EffectRunner implements Effect.Actions {
    private static final Logger LOG = LoggerFactory.getLogger(EffectRunner.class);

    private final Vertx vertx;
    private final OpenRequests tickets;
    private final ProcessSide processSide;
    private final WallTime clock;
    private final CommitQueue commits;
    private final Consumer<Event> events;
    private final Alarms<ReplicaId, Run> alarms;
    private final Alarms<Run, Run> outlived;
    private final Alarms<ReplicaId, Run> healthy;
    private final Alarms<OfTask, OfTask> ofTasks;
    private final FireClock fires;
    private long unexpected;

    /** The key of an alarm of a whole task. */
    private record OfTask(String task, TaskAlarm alarm) {}

    /** @param timeline the current timeline of the table */
    EffectRunner(
            Vertx vertx,
            WallTime clock,
            OpenRequests tickets,
            ProcessSide processSide,
            Supplier<Timeline> timeline,
            Consumer<Event> events) {
        this.vertx = vertx;
        this.clock = clock;
        this.events = events;
        this.tickets = tickets;
        this.processSide = processSide;
        this.commits = new CommitQueue(
                vertx,
                timeline,
                (commit, refusal) -> events.accept(new Event.Committed(commit, refusal, clock.steady())));
        this.alarms = new Alarms<>(vertx, clock, (run, due, at) -> goesOff(new Event.Elapsed(run, due, at)));
        this.outlived = new Alarms<>(vertx, clock, (run, due, at) -> goesOff(new Event.OutlivedElapsed(run, due, at)));
        this.healthy = new Alarms<>(vertx, clock, (run, due, at) -> goesOff(new Event.Healthy(run, at)));
        this.ofTasks = new Alarms<>(
                vertx, clock, (each, due, at) -> goesOff(new Event.TaskElapsed(each.task(), each.alarm(), due, at)));
        this.fires = new FireClock(vertx, clock, this::goesOff);
    }

    private void goesOff(Event event) {
        LocalBus.send(vertx, Addresses.ALARMS, event);
    }

    /** Carries out an effect. A failure is logged and does not prevent the next effect. */
    void carryOut(Effect effect) {
        try {
            visit(effect);
        } catch (RuntimeException | Error broken) {
            LOG.error("An effect could not be carried out: {}", effect, broken);
        }
    }

    @Override
    public void sendOrder(Order order) {
        LocalBus.send(vertx, Addresses.ORDERS, order);
    }

    @Override
    public void check(long ticket, Order order) {
        processSide.request(order).onSuccess(refusal -> checked(ticket, refusal.orElse(null)));
    }

    /**
     * Passes the answer to the core. A request whose handling fails is refused, so that the requests queued behind it
     * continue.
     */
    private void checked(long ticket, @Nullable Refusal refusal) {
        try {
            events.accept(new Event.Checked(ticket, refusal, clock.steady()));
        } catch (RuntimeException | Error broken) {
            LOG.error("A request could not be carried out", broken);
            events.accept(new Event.Checked(ticket, Refusal.BROKEN, clock.steady()));
        }
    }

    @Override
    public void sweep(long ticket, String task) {
        processSide.sweep(task).onSuccess(found -> swept(ticket, found));
    }

    private void swept(long ticket, ProcessSide.Sweep found) {
        try {
            events.accept(new Event.Swept(ticket, found.refusal(), found.left(), clock.steady()));
        } catch (RuntimeException | Error broken) {
            LOG.error("A request could not be carried out", broken);
            events.accept(new Event.Swept(ticket, Refusal.BROKEN, List.of(), clock.steady()));
        }
    }

    @Override
    public void arm(ReplicaId replica, Run run, Instant until) {
        alarms.arm(replica, run, until);
    }

    @Override
    public void disarm(ReplicaId replica) {
        alarms.disarm(replica);
    }

    @Override
    public void armOutlived(Run run, Instant until) {
        outlived.arm(run, run, until);
    }

    @Override
    public void disarmOutlived(Run run) {
        outlived.disarm(run);
    }

    @Override
    public void armHealthy(Run run, Instant until) {
        healthy.arm(run.replica(), run, until);
    }

    @Override
    public void probe(ProbeOrder order) {
        LocalBus.send(vertx, Addresses.PROBES, order);
    }

    @Override
    public void schedule(String task, Instant fire) {
        fires.schedule(task, fire);
    }

    @Override
    public void unschedule(String task) {
        fires.unschedule(task);
    }

    @Override
    public void armTask(String task, TaskAlarm alarm, Instant until) {
        OfTask key = new OfTask(task, alarm);
        ofTasks.arm(key, key, until);
    }

    @Override
    public void disarmTask(String task, TaskAlarm alarm) {
        ofTasks.disarm(new OfTask(task, alarm));
    }

    @Override
    public void commit(long commit, Changeset changes, boolean awaited) {
        commits.add(commit, changes, awaited);
    }

    @Override
    public void answer(long ticket, Answer answer) {
        LocalBus.reply(tickets.close(ticket), answer);
    }

    @Override
    public void endService(String task, int code) {
        LocalBus.send(vertx, Addresses.END_SERVICE, new Effect.EndService(task, code));
    }

    @Override
    public void lost(Run run) {
        LOG.error(
                "Run {} of {} is known only to the supervisor or only to the process side; ending it",
                run.incarnation(),
                run.replica());
    }

    @Override
    public void unexpected(ReplicaId replica, Phase phase, String event) {
        unexpected++;
        LOG.warn(
                "{}: the event '{}' is unexpected while the replica is {}, and was ignored ({} such events so far)",
                replica,
                event,
                phase.words(),
                unexpected);
    }
}
