package io.meproc.task;

import io.meproc.task.update.UpdateKind;
import java.time.Instant;
import java.util.Optional;

/**
 * An update in progress, as it is shown.
 *
 * @param why the reason in words; empty if {@code kind} says it
 * @param old the replicas that still have their old process
 * @param replacing the replicas whose new process is not known to be good
 * @param replaced the replicas that are done
 * @param next when a replica is good or late at the earliest; empty while none runs
 */
public record UpdateStatus(
        UpdateKind kind, String why, Indices old, Indices replacing, Indices replaced, Optional<Instant> next) {
    /** The update of a task; empty without one. */
    static Optional<UpdateStatus> of(Task task) {
        Update update = task.pending().update();
        if (update == null) {
            return Optional.empty();
        }
        UpdateRecord record = update.record();
        Indices old = RollingUpdate.old(task, record);
        return Optional.of(new UpdateStatus(
                record.kind(),
                record.why(),
                old,
                record.open().without(old),
                record.all().without(record.open()),
                Optional.ofNullable(update.alarm())));
    }
}
