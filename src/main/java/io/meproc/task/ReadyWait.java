package io.meproc.task;

import static io.meproc.task.Phase.RUNNING;

import io.meproc.task.exit.End;
import io.meproc.task.probe.Concluded;
import java.util.Optional;
import java.util.stream.IntStream;

/** Decides whether replicas that a request waits for are ready, or may become so. */
final class ReadyWait {
    private final Task task;
    private final Span span;

    ReadyWait(Task task, Span span) {
        this.task = task;
        this.span = span;
    }

    private IntStream indices() {
        return IntStream.range(
                span.first(), Math.min(span.end(), task.definition().replicas()));
    }

    /** Whether the request still has to wait. */
    boolean goesOn() {
        return indices().noneMatch(this::isHopeless)
                && !indices().allMatch(index -> task.replica(index).ready());
    }

    /** The refusal if a replica will not become ready, as far as it is known. */
    Optional<Refusal> refusal() {
        return indices()
                .filter(this::isHopeless)
                .mapToObj(index -> new Refusal(
                        Refusal.Reason.START_FAILED,
                        new ReplicaId(task.name(), index).alias() + " is not ready: " + reason(task.replica(index))))
                .findFirst();
    }

    private boolean isHopeless(int index) {
        Replica replica = task.replica(index);
        if (replica.phase() == RUNNING) {
            Readiness probed = replica.readiness();
            return probed != null && probed.overdue() && probed.concluded() != Concluded.NOTHING;
        }
        return switch (replica.phase()) {
            case STARTING, RESTARTING, ABORTING, STOPPING -> false;
            default -> !task.starts(index);
        };
    }

    private static String reason(Replica replica) {
        Readiness probed = replica.readiness();
        End last = replica.history().last();
        if (probed != null) {
            return probed.detail();
        }
        return replica.phase().words()
                + (last == null ? "" : "; its last run: " + last.cause().words());
    }
}
