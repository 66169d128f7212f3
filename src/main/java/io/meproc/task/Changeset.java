package io.meproc.task;

import java.util.List;

/**
 * The changes of one event that a store keeps, all or none of them. Each record replaces an earlier one of the same
 * task, replica or run; an audit record is added. Instants are steady time, see {@link Timeline}, except for fires of cron
 * patterns.
 *
 * @param removed the identities of the tasks that are no longer listed; their runs stay
 * @param notifications those to send; each replaces an unsent one of the same number
 */
public record Changeset(
        List<TaskRecord> tasks,
        List<TaskTimes> times,
        List<ReplicaRecord> replicas,
        List<RunRecord> runs,
        List<AuditRecord> audit,
        List<Long> removed,
        List<Notification> notifications,
        List<UpdateRecord> updates) {

    public Changeset {
        tasks = List.copyOf(tasks);
        times = List.copyOf(times);
        replicas = List.copyOf(replicas);
        runs = List.copyOf(runs);
        audit = List.copyOf(audit);
        updates = List.copyOf(updates);
        removed = List.copyOf(removed);
        notifications = List.copyOf(notifications);
    }

    /** Changes of which no target is notified. */
    public Changeset(
            List<TaskRecord> tasks,
            List<TaskTimes> times,
            List<ReplicaRecord> replicas,
            List<RunRecord> runs,
            List<AuditRecord> audit,
            List<Long> removed) {
        this(tasks, times, replicas, runs, audit, removed, List.of(), List.of());
    }

    /** The same changes with these notifications. */
    public Changeset with(List<Notification> others) {
        return others.isEmpty() ? this : new Changeset(tasks, times, replicas, runs, audit, removed, others, updates);
    }

    /** Whether there is nothing to keep. */
    public boolean isEmpty() {
        return tasks.isEmpty()
                && times.isEmpty()
                && replicas.isEmpty()
                && runs.isEmpty()
                && audit.isEmpty()
                && removed.isEmpty()
                && notifications.isEmpty()
                && updates.isEmpty();
    }
}
