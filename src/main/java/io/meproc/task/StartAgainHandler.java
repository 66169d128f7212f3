package io.meproc.task;

import io.meproc.task.Answer.Change.Kind;
import io.meproc.task.WaitingRequest.Until;
import io.meproc.task.occasion.Occasion;
import io.meproc.task.occasion.Slots;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Starts the replicas of a listed task that do not run. */
final class StartAgainHandler implements RequestHandler<Request.StartAgain> {
    /** Phases in which a start has to spawn a process. */
    private static final Set<Phase> DOWN = EnumSet.of(
            Phase.STOPPED,
            Phase.BACKING_OFF,
            Phase.FINISHED,
            Phase.FAILED,
            Phase.ABORTING,
            Phase.STOPPING,
            Phase.STUCK);

    @Override
    public List<Order> checks(Request.StartAgain request, @Nullable Task listed) {
        return PreStartOrders.sweep(listed);
    }

    @Override
    public boolean queuesBehind(Request.StartAgain request, Request earlier) {
        return true;
    }

    @Override
    public void carryOut(Request.StartAgain request, Transition transition, long ticket) {
        AdmittedTask admitted = AdmittedTask.of(transition, request.target(), ticket);
        if (admitted == null) {
            return;
        }
        Task task = admitted.task();
        Span span = admitted.span();
        Indices down = slot(task, Indices.of(span, index -> starts(task, index, request.runs())));
        Occasion occasion = Occasion.fire(Occasion.Kind.REQUEST, transition.wallNow());
        Task wanted = occasion(task, down, occasion)
                .toStart(down)
                .released(Indices.of(span, index -> task.held(index) && !down.contains(index)));
        boolean starts = admitted.differs(wanted)
                || task.pending().starts().count() != wanted.pending().starts().count();
        admitted.proceed(
                admitted.fires(wanted),
                Until.STARTED,
                admitted.change(wanted, starts ? Kind.STARTED : Kind.UNCHANGED),
                request.waits());
    }

    private static boolean starts(Task task, int index, boolean runs) {
        boolean cron = task.definition().type() == TaskType.CRON;
        return DOWN.contains(task.replica(index).phase())
                && (!cron || (runs && !task.held(index) && (alone(task) || quiet(task))));
    }

    /** Of a cron task of which each replica runs for an occasion of its own, one replica alone. */
    private static Indices slot(Task task, Indices down) {
        if (down.count() < 2 || !alone(task)) {
            return down;
        }
        return Indices.of(new Span(down.first(), down.first() + 1));
    }

    private static Task occasion(Task task, Indices down, Occasion occasion) {
        if (task.definition().type() != TaskType.CRON || down.count() == 0) {
            return task;
        }
        Slots slots = task.status().schedule().slots();
        return task.with(
                task.status().schedule().with(alone(task) ? slots.with(down.first(), occasion) : Slots.all(occasion)));
    }

    /** Whether each replica runs for an occasion of its own. */
    private static boolean alone(Task task) {
        return task.definition().behaviour().schedule().overlap().slots();
    }

    /** Whether no replica runs or is about to, the condition under which a cron task fires. */
    private static boolean quiet(Task task) {
        return task.live() == 0 && !task.waiting();
    }
}
