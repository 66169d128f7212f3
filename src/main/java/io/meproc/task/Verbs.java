package io.meproc.task;

import static io.meproc.task.Refusal.Reason.NOT_RUNNING;

import io.meproc.task.Answer.Change;
import io.meproc.task.Answer.Change.Kind;
import io.meproc.task.Waiter.Until;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What can be asked of a listed task that stays listed. */
final class Verbs {
    /** Nothing runs in these that would not have to be started to run on. */
    private static final Set<Phase> DOWN = EnumSet.of(
            Phase.STOPPED,
            Phase.BACKING_OFF,
            Phase.FINISHED,
            Phase.FAILED,
            Phase.ABORTING,
            Phase.STOPPING,
            Phase.STUCK);

    private final Turn turn;

    Verbs(Turn turn) {
        this.turn = turn;
    }

    void startAgain(Request.StartAgain request, long ticket) {
        Task task = admitted(request.target(), ticket);
        if (task == null) {
            return;
        }
        Task wished = interrupted(task);
        Span span = request.target().of(task.definition());
        for (int index = span.first(); index < span.end(); index++) {
            wished = Turn.wish(wished, index, wanted(task, index, request.runs()));
        }
        boolean starts = differ(task, wished)
                || task.tally().of(Wish.START) != wished.tally().of(Wish.START);
        Waiter waiter =
                waiter(ticket, Until.STARTED, span, change(task, wished, starts ? Kind.STARTED : Kind.UNCHANGED));
        proceed(task, fires(wished), waiter, request.patient());
    }

    private static Wish wanted(Task task, int index, boolean runs) {
        Replica replica = task.replica(index);
        boolean cron = task.definition().type() == TaskType.CRON;
        boolean starts = DOWN.contains(replica.phase()) && (!cron || (runs && !replica.held() && quiet(task)));
        return starts ? Wish.START : replica.held() ? Wish.NONE : replica.wish();
    }

    /** Whether nothing of it runs or is about to, as where a cron task fires. */
    private static boolean quiet(Task task) {
        return task.live() == 0 && !task.waiting();
    }

    void stop(Request.Stop request, long ticket) {
        Task task = admitted(request.target(), ticket);
        if (task == null) {
            return;
        }
        turn.queue().overtake(request);
        Span span = request.target().of(task.definition());
        if (over(task, span)) {
            turn.answer(ticket, Answer.DONE.with(change(task, task, Kind.UNCHANGED)));
            return;
        }
        Task held = turn.conduct().hold(interrupted(task), span);
        Kind kind = differ(task, held) ? Kind.STOPPED : Kind.UNCHANGED;
        Waiter waiter = waiter(ticket, Until.STOPPED, span, change(task, held, kind));
        proceed(task, held, waiter, request.patient());
    }

    /** Whether these have run once and ended: they stay finished or failed, and are not what a later start of stopped tasks means. */
    private static boolean over(Task task, Span span) {
        return task.definition().type() == TaskType.ONCE
                && IntStream.range(span.first(), span.end())
                        .mapToObj(task::replica)
                        .allMatch(replica ->
                                replica.state() instanceof ReplicaState.Ended && replica.wish() == Wish.NONE);
    }

    void restart(Request.Restart request, long ticket) {
        Task task = admitted(request.target(), ticket);
        if (task == null) {
            return;
        }
        Span span = request.target().of(task.definition());
        Task restarted = request.target().index() == null
                ? turn.conduct().stop(interrupted(task))
                : turn.apply(interrupted(task), span.first(), ReplicaState::stop);
        for (int index = span.first(); index < span.end(); index++) {
            restarted = Turn.wish(restarted, index, Wish.START);
        }
        Waiter waiter = waiter(ticket, Until.STARTED, span, Optional.empty());
        proceed(task, fires(restarted), waiter, request.patient());
    }

    /** A cron task that was stopped as a whole fires again when some of it is started. */
    private Task fires(Task task) {
        return task.standing().nextFire() == null ? turn.conduct().schedule(task) : task;
    }

    void roll(Request.Roll request, long ticket) {
        Task task = admitted(new Target(request.name(), null, request.expected()), ticket);
        if (task == null) {
            return;
        }
        if (RollingRestart.up(task) == 0) {
            refuse(ticket, notRunning(task));
            return;
        }
        Task rolling = new RollingRestart(turn).begun(interrupted(task));
        Waiter waiter = waiter(ticket, Until.ROLLED, Span.of(task.definition()), Optional.empty());
        proceed(task, rolling, waiter, request.patient());
    }

    void send(Request.SendSignal request, long ticket) {
        Task task = admitted(request.target(), ticket);
        if (task == null) {
            return;
        }
        int sent = 0;
        Span span = request.target().of(task.definition());
        for (int index = span.first(); index < span.end(); index++) {
            ReplicaState state = task.replica(index).state();
            if (state.pid() != 0 && state.run() != null) {
                turn.give(new Order.Pass(state.run(), request.signal()));
                sent++;
            }
        }
        if (sent == 0) {
            refuse(ticket, notRunning(task));
        } else {
            turn.tell(new News.TaskSignalled(task.name(), request.signal(), sent));
            turn.answer(ticket, Answer.DONE);
        }
    }

    private static Refusal notRunning(Task task) {
        return new Refusal(NOT_RUNNING, "task '" + task.name() + "' is " + task.condition());
    }

    void reset(Request.Reset request, long ticket) {
        Task task = admitted(request.target(), ticket);
        if (task == null) {
            return;
        }
        Span span = request.target().of(task.definition());
        Task reset = task;
        for (int index = span.first(); index < span.end(); index++) {
            reset = turn.apply(reset, index, ReplicaState::reset);
        }
        proceed(task, reset, waiter(ticket, Until.STARTED, span, Optional.empty()), request.patient());
    }

    private @Nullable Task admitted(Target target, long ticket) {
        Optional<Refusal> closed = new Gate(turn).closed(target);
        closed.ifPresent(why -> refuse(ticket, why));
        return closed.isPresent() ? null : turn.tasks().find(target.task());
    }

    private void refuse(long ticket, Refusal why) {
        turn.answer(ticket, Answer.refused(why));
    }

    private Task interrupted(Task task) {
        return new RollingRestart(turn).interrupt(task);
    }

    private Optional<Change> change(Task before, Task after, Kind kind) {
        return Optional.of(new Change(kind, differ(before, after) ? turn.revision() : before.revision()));
    }

    /** Whether something else is meant to run; no request holds some replicas and lets others go. */
    private static boolean differ(Task before, Task after) {
        return before.tally().of(Wish.REST) != after.tally().of(Wish.REST);
    }

    private Waiter waiter(long ticket, Until until, Span span, Optional<Change> change) {
        return new Waiter(ticket, until, span, turn.now(), change, null);
    }

    private void proceed(Task before, Task after, Waiter waiter, boolean patient) {
        Task revised = differ(before, after) ? after.revised(turn.revision()) : after;
        turn.conduct().attempt(patient ? revised.with(revised.standing().with(waiter)) : revised);
        if (!patient) {
            turn.answer(waiter.ticket(), Answer.DONE.with(waiter.change()));
        }
    }
}
