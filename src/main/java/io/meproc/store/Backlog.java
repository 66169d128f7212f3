package io.meproc.store;

import io.meproc.task.AuditRecord;
import io.meproc.task.Changeset;
import io.meproc.task.Notification;
import io.meproc.task.ReplicaId;
import io.meproc.task.ReplicaRecord;
import io.meproc.task.RunRecord;
import io.meproc.task.TaskRecord;
import io.meproc.task.TaskTimes;
import io.meproc.task.UpdateRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The changes that are not kept yet: of each task, replica and run the latest record only, so that its size is bounded by
 * that of the table. If the store can't keep changes for a long time, the oldest ended runs, audit records and
 * notifications are dropped.
 */
final class Backlog {
    private record Key(long task, ReplicaId replica) {}

    private final int mostRuns;
    private final int mostAudit;
    private Map<Long, TaskRecord> tasks = new LinkedHashMap<>();
    private Map<Long, TaskTimes> times = new LinkedHashMap<>();
    private Map<Key, ReplicaRecord> replicas = new LinkedHashMap<>();
    private Map<Long, RunRecord> runs = new LinkedHashMap<>();
    private Deque<AuditRecord> audit = new ArrayDeque<>();
    private Set<Long> removed = new LinkedHashSet<>();
    private Map<Long, Notification> notifications = new LinkedHashMap<>();
    private Map<Long, UpdateRecord> updates = new LinkedHashMap<>();
    private long dropped;

    /**
     * @param mostRuns the number of runs that wait, from which on ended ones are dropped
     * @param mostAudit the most audit records that wait
     */
    Backlog(int mostRuns, int mostAudit) {
        this.mostRuns = mostRuns;
        this.mostAudit = mostAudit;
    }

    boolean isEmpty() {
        return tasks.isEmpty()
                && times.isEmpty()
                && replicas.isEmpty()
                && runs.isEmpty()
                && audit.isEmpty()
                && removed.isEmpty()
                && notifications.isEmpty()
                && updates.isEmpty();
    }

    /** The number of records that wait. */
    int size() {
        return tasks.size()
                + times.size()
                + replicas.size()
                + runs.size()
                + audit.size()
                + removed.size()
                + notifications.size()
                + updates.size();
    }

    /** The number of runs, audit records and notifications that were dropped so far. */
    long dropped() {
        return dropped;
    }

    /** Adds the changes of an event, in wall-clock time. */
    void add(Changeset changes) {
        for (long gone : changes.removed()) {
            tasks.remove(gone);
            times.remove(gone);
            updates.remove(gone);
            replicas.keySet().removeIf(key -> key.task() == gone);
            removed.add(gone);
        }
        changes.tasks().forEach(record -> tasks.put(record.identity(), record));
        changes.times().forEach(record -> times.put(record.task(), record));
        changes.replicas().forEach(record -> replicas.put(new Key(record.task(), record.replica()), record));
        changes.runs().forEach(record -> runs.put(record.run().incarnation(), record));
        audit.addAll(changes.audit());
        changes.updates().forEach(record -> updates.put(record.task(), record));
        changes.notifications().forEach(each -> notifications.put(each.number(), each));
        bound();
    }

    private void bound() {
        if (runs.size() > mostRuns) {
            Iterator<RunRecord> oldest = runs.values().iterator();
            while (runs.size() > mostRuns && oldest.hasNext()) {
                if (oldest.next().end() != null) {
                    oldest.remove();
                    dropped++;
                }
            }
        }
        while (audit.size() > mostAudit) {
            audit.remove();
            dropped++;
        }
        Iterator<Notification> oldest = notifications.values().iterator();
        for (int surplus = notifications.size() - NotificationWriter.MOST_WAITING; surplus > 0; surplus--) {
            oldest.next();
            oldest.remove();
            dropped++;
        }
    }

    /** Removes and returns all changes. */
    Changeset drain() {
        Changeset all = new Changeset(
                new ArrayList<>(tasks.values()),
                new ArrayList<>(times.values()),
                new ArrayList<>(replicas.values()),
                new ArrayList<>(runs.values()),
                new ArrayList<>(audit),
                new ArrayList<>(removed),
                new ArrayList<>(notifications.values()),
                new ArrayList<>(updates.values()));
        tasks = new LinkedHashMap<>();
        times = new LinkedHashMap<>();
        replicas = new LinkedHashMap<>();
        runs = new LinkedHashMap<>();
        audit = new ArrayDeque<>();
        removed = new LinkedHashSet<>();
        notifications = new LinkedHashMap<>();
        updates = new LinkedHashMap<>();
        return all;
    }

    /** Adds changes that were drained and could not be kept; those that were added meanwhile are later ones. */
    void restore(Changeset taken) {
        Changeset later = drain();
        add(taken);
        add(later);
    }
}
