package io.meproc.task;

import io.meproc.task.Answer.Change.Kind;
import io.meproc.task.WaitingRequest.Until;
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
        Indices down = Indices.of(span, index -> starts(task, index, request.runs()));
        Task wanted = task.toStart(down).released(Indices.of(span, index -> task.held(index) && !down.contains(index)));
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
        return DOWN.contains(task.replica(index).phase()) && (!cron || (runs && !task.held(index) && quiet(task)));
    }

    /** Whether no replica runs or is about to, the condition under which a cron task fires. */
    private static boolean quiet(Task task) {
        return task.live() == 0 && !task.waiting();
    }
}
