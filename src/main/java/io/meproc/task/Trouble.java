package io.meproc.task;

import io.meproc.task.ReplicaState.BackingOff;
import io.meproc.task.ReplicaState.Ended;
import io.meproc.task.ReplicaState.Idle;
import io.meproc.task.exit.StartFailure;
import org.jspecify.annotations.Nullable;

/** The kind of a replica's latest failure, which decides on its health. */
enum Trouble {
    /** No failure is known. */
    NONE(Health.OK, Health.OK),
    /** Its last start failed for want of resources, and is tried again. */
    SHORTAGE(Health.FAILING, Health.FAILING),
    /** Its run has not been ready for a long time. */
    UNREADY(Health.FAILING, Health.FAILING),
    /** Its last run failed, and its policy has restarted it or is going to. */
    RETRIED(Health.FAILING, Health.FAILING),
    /** Its last run failed; it was started again by request, or has not been. */
    FAILURE(Health.FAILING, Health.FAILED),
    /** Its last run failed, and its policy does not start it again. */
    FAILED(Health.FAILED, Health.FAILED);

    private final Health ofDaemon;
    private final Health ofOther;

    Trouble(Health ofDaemon, Health ofOther) {
        this.ofDaemon = ofDaemon;
        this.ofOther = ofOther;
    }

    static Trouble of(ReplicaState state, History history, @Nullable Readiness readiness) {
        if (history.failures() == 0) {
            if (readiness != null && readiness.overdue()) {
                return UNREADY;
            }
            return lacks(state, history) ? SHORTAGE : NONE;
        } else if (state instanceof Ended) {
            return FAILED;
        }
        return history.retried() && !(state instanceof Idle) ? RETRIED : FAILURE;
    }

    private static boolean lacks(ReplicaState state, History history) {
        StartFailure failure = history.failure();
        return failure != null
                && failure.passing()
                && (state instanceof BackingOff || state.phase() == Phase.RESTARTING);
    }

    Health health(TaskType type) {
        return type == TaskType.DAEMON ? ofDaemon : ofOther;
    }
}
