package io.meproc.task;

import io.meproc.task.ReplicaState.Running;
import io.meproc.task.probe.ProbeKind;
import io.meproc.task.probe.Probes;

/** Applies the conclusions of probes to a replica. */
final class ProbeResults {
    private ProbeResults() {}

    static void concluded(Transition transition, Event.Probed event) {
        transition.onRun(event.run(), (state, replica) -> applied(state, replica, event));
    }

    static void statusReported(Transition transition, Event.StatusReported event) {
        transition.onRun(event.run(), (state, replica) -> {
            Readiness before = replica.readiness();
            if (before != null) {
                replica.readiness(before.with(event.status()));
            }
            return state;
        });
    }

    /** A conclusion that was on its way when the run began to be ended changes nothing. */
    private static ReplicaState applied(ReplicaState state, ReplicaTransition replica, Event.Probed event) {
        Readiness before = replica.readiness();
        if (before == null || !(state instanceof Running running)) {
            return state;
        } else if (event.verdict() == Event.Probed.Verdict.FAILED && event.kind() != ProbeKind.READY) {
            return state.probeFailed(replica, event.kind(), event.detail());
        }
        Readiness after = after(before, event, replica.probes());
        replica.readiness(after);
        if (after.ready() != before.ready()) {
            long pid = running.live().pid();
            replica.report(
                    after.ready()
                            ? new TaskEvent.ProcessReady(event.run(), pid)
                            : new TaskEvent.ProcessNotReady(event.run(), pid, event.detail()));
        }
        return state;
    }

    private static Readiness after(Readiness before, Event.Probed event, Probes probes) {
        return switch (event.verdict()) {
            case PASSED ->
                event.kind() == ProbeKind.STARTUP
                        ? before.started(probes, event.at(), event.detail())
                        : event.kind() == ProbeKind.READY ? before.passed(event.at(), event.detail()) : before;
            case FAILED -> before.failed(event.at(), event.detail());
            case NOT_YET -> before.notYet(event.detail());
            case OVERDUE -> before.late(event.detail());
        };
    }
}
