package io.meproc.task;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The difference between two tables in what a store keeps of their tasks and replicas. */
final class TableDiff {
    private final List<TaskRecord> tasks = new ArrayList<>();
    private final List<TaskTimes> times = new ArrayList<>();
    private final List<ReplicaRecord> replicas = new ArrayList<>();
    private final List<UpdateRecord> updates = new ArrayList<>();
    private final List<Long> removed = new ArrayList<>();

    /** @param touched the names of the tasks that may differ */
    TableDiff(Tasks before, Tasks after, Set<String> touched) {
        for (String name : touched) {
            Task then = before.find(name);
            Task now = after.find(name);
            if (then != null && (now == null || now.identity() != then.identity())) {
                removed.add(then.identity());
                then = null;
            }
            if (now != null && now != then) {
                add(then, now);
            }
        }
    }

    /** The difference with the runs and requests of the event that made it. */
    Changeset changeset(List<RunRecord> runs, List<AuditRecord> audit) {
        return new Changeset(tasks, times, replicas, runs, audit, removed, List.of(), updates);
    }

    private void add(@Nullable Task then, Task now) {
        if (then == null || !now.record().equals(then.record())) {
            tasks.add(now.record());
        }
        TaskTimes since = TaskTimes.of(now);
        if (then == null || !since.equals(TaskTimes.of(then))) {
            times.add(since);
        }
        UpdateRecord update = update(now);
        if (!Objects.equals(update, then == null ? null : update(then))) {
            updates.add(update == null ? UpdateRecord.over(now.identity()) : update);
        }
        BitSet changed = changed(then, now);
        for (int index = changed.nextSetBit(0); index >= 0; index = changed.nextSetBit(index + 1)) {
            ReplicaRecord before = record(then, now, index);
            ReplicaRecord after = record(now, now, index);
            if (!ReplicaRecords.same(before, after)) {
                replicas.add(after);
            }
        }
    }

    private static @Nullable UpdateRecord update(Task task) {
        Update update = task.pending().update();
        return update == null ? null : update.record();
    }

    /** The indices of the replicas that may differ. */
    private static BitSet changed(@Nullable Task then, Task now) {
        BitSet changed = new BitSet();
        if (then == null) {
            changed.set(0, now.size());
        } else {
            now.status().replicas().differing(then.status().replicas(), changed::set);
            now.pending().starts().differing(then.pending().starts(), changed::set);
            changed.set(Math.min(now.size(), then.size()), Math.max(now.size(), then.size()));
        }
        return changed;
    }

    private static ReplicaRecord record(@Nullable Task task, Task listed, int index) {
        return task != null && index < task.size()
                ? ReplicaRecords.of(task, index)
                : ReplicaRecords.blank(new ReplicaId(listed.name(), index), listed.identity());
    }
}
