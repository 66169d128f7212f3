package io.meproc.task;

import io.meproc.task.exit.Cause;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Observations.MemoryEvents;
import io.meproc.task.limit.Size;
import io.meproc.task.update.UpdateKind;
import java.time.Duration;

/** The causes that follow from the report of an end and from what was in progress. */
final class RunCauses {
    private RunCauses() {}

    /** The cause of an end that nobody requested. */
    static Cause ownEnd(TaskDefinition definition, Report.Exited report) {
        Size max = definition.behaviour().limits().memoryMax();
        MemoryEvents memory = report.observed().memory();
        // The kernel counts oom where the limit was reached, and oom_kill also below a group whose limit was.
        boolean reached = report.status() instanceof ExitStatus.KilledForMemory && memory != null && memory.oom() > 0;
        return max != null && reached
                ? new Cause.MemoryLimit(max)
                : new Cause.Own(report.status(), definition.ends().success().includes(report.status()));
    }

    /** The cause of an end after a stop. */
    static Cause stopped(Task task, int index, Report.Exited report, Duration took, boolean forced) {
        Update update = task.pending().update();
        if (update != null
                && update.record().kind() == UpdateKind.REPLACEMENT
                && update.record().open().contains(index)) {
            return new Cause.Replaced(
                    report.status(), took, forced, update.record().why());
        }
        return new Cause.Stopped(report.status(), took, forced);
    }
}
