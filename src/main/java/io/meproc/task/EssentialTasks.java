package io.meproc.task;

import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Signal;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Ends the service when a replica of an essential task has failed and is not restarted, unless it ends already. */
final class EssentialTasks {
    /** A shell reports these codes for a program that it can't execute or find. */
    private static final int NOT_EXECUTED = 126;

    private static final int NOT_FOUND = 127;

    /** Added to the number of the signal that ended a process, as by a shell. */
    private static final int SIGNALLED = 128;

    private static final int KILL = Signal.KILL.number();
    private static final int FAILURE = 1;

    private final Transition transition;

    EssentialTasks(Transition transition) {
        this.transition = transition;
    }

    /** @param then the task before the event; null if it was not listed */
    void check(@Nullable Task then, @Nullable Task now) {
        if (now == null || !now.definition().behaviour().restart().essential()) {
            return;
        }
        boolean failed = !now.pending().provisional() && now.phaseCounts().any(Phase.FAILED);
        boolean before = then != null
                && !then.pending().provisional()
                && then.phaseCounts().any(Phase.FAILED);
        if (failed && !before && !now.removing() && !transition.draining()) {
            int code = code(newest(now));
            transition.report(new TaskEvent.EssentialFailed(now.name(), code));
            transition.endService(now.name(), code);
        }
    }

    private static @Nullable End newest(Task task) {
        return task.replicas()
                .filter(replica -> replica.phase() == Phase.FAILED)
                .flatMap(replica -> Stream.ofNullable(replica.history().last()))
                .max(Comparator.comparing(End::at))
                .orElse(null);
    }

    /** The exit code of a service that ends because of this end; never 0. */
    static int code(@Nullable End end) {
        if (end == null) {
            return FAILURE;
        } else if (end.cause() instanceof Cause.NotStarted never) {
            return never.failure().errno().equals("ENOENT") ? NOT_FOUND : NOT_EXECUTED;
        } else if (end.cause() instanceof Cause.Own own) {
            return code(own.status());
        }
        if (end.cause() instanceof Cause.TimedOut timedOut) {
            return code(timedOut.status());
        } else if (end.cause() instanceof Cause.ProbeFailed failed) {
            return code(failed.status());
        }
        return end.cause() instanceof Cause.MemoryLimit ? SIGNALLED + KILL : FAILURE;
    }

    private static int code(ExitStatus status) {
        if (status instanceof ExitStatus.Exited exited) {
            return exited.code() == 0 ? FAILURE : exited.code();
        } else if (status instanceof ExitStatus.Signaled signaled) {
            return SIGNALLED + signaled.signal();
        }
        return status instanceof ExitStatus.KilledForMemory ? SIGNALLED + KILL : FAILURE;
    }
}
