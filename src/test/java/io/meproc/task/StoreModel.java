package io.meproc.task;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.exit.End;
import io.meproc.task.occasion.RunOccasion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a store holds after some changes. */
final class StoreModel {
    private record Place(long task, int index) {}

    final Map<Long, TaskRecord> tasks = new TreeMap<>();
    private final Map<Long, TaskTimes> times = new TreeMap<>();
    private final Map<Place, ReplicaRecord> replicas = new HashMap<>();
    final Map<Long, RunRecord> runs = new TreeMap<>();
    final List<AuditRecord> audit = new ArrayList<>();
    private final Map<Long, UpdateRecord> updates = new HashMap<>();

    void keep(Changeset changes) {
        assertThat(changes.isEmpty()).as("a change without content").isFalse();
        changes.removed().forEach(identity -> {
            assertThat(tasks.remove(identity)).as("task " + identity).isNotNull();
            times.remove(identity);
            updates.remove(identity);
            replicas.keySet().removeIf(place -> place.task() == identity);
        });
        changes.tasks().forEach(record -> tasks.put(record.identity(), record));
        changes.times().forEach(record -> times.put(record.task(), record));
        changes.replicas().forEach(record -> replicas.put(place(record), record));
        changes.runs().forEach(this::keep);
        audit.addAll(changes.audit());
        changes.updates().forEach(record -> {
            if (record.over()) {
                updates.remove(record.task());
            } else {
                updates.put(record.task(), record);
            }
        });
    }

    /** A run ends once; its end may be amended, and keeps its cause and its time. */
    private void keep(RunRecord run) {
        RunRecord before = runs.get(run.run().incarnation());
        runs.put(run.run().incarnation(), before == null ? run : with(run, before.occasion()));
        if (before != null) {
            assertThat(run.run()).isEqualTo(before.run());
            if (before.end() == null || !retracted(before.end())) {
                assertThat(run.task()).isEqualTo(before.task());
            }
            assertThat(run.pid()).isEqualTo(before.pid());
        }
        if (before != null && before.end() != null && !retracted(before.end())) {
            assertThat(run.end()).as("the end of %s", run.run()).isNotNull();
            assertThat(run.end().cause()).isEqualTo(before.end().cause());
            assertThat(run.end().at()).isEqualTo(before.end().at());
        }
    }

    /** Whether an operator may decide that the run goes on, since a process may belong to it. */
    private static boolean retracted(End end) {
        return end.cause().words().contains("may be its process");
    }

    private static Place place(ReplicaRecord record) {
        return new Place(record.task(), record.replica().index());
    }

    /** Every record of the table is here, and nothing that the table no longer has. */
    void matches(TaskTable table) {
        Map<Long, TaskRecord> listed = new TreeMap<>();
        Map<Long, TaskTimes> timed = new TreeMap<>();
        Map<Place, ReplicaRecord> all = new HashMap<>();
        table.stream().forEach(task -> {
            listed.put(task.identity(), task.record());
            timed.put(task.identity(), TaskTimes.of(task));
            for (int index = 0; index < task.size(); index++) {
                ReplicaRecord record = ReplicaRecords.of(task, index);
                all.put(place(record), record);
            }
        });
        assertThat(tasks).as("the records that were kept").isEqualTo(listed);
        assertThat(times).as("the times that were kept").isEqualTo(timed);
        Map<Long, UpdateRecord> updating = new HashMap<>();
        table.stream()
                .filter(task -> task.pending().update() != null)
                .forEach(task -> updating.put(
                        task.identity(), requireNonNull(task.pending().update()).record()));
        assertThat(updates).as("the updates that were kept").isEqualTo(updating);
        Map<Place, ReplicaRecord> here = withoutBlanks(replicas);
        Map<Place, ReplicaRecord> there = withoutBlanks(all);
        there.forEach((place, record) -> assertThat(here.get(place)).isEqualTo(record));
        assertThat(here.keySet()).as("the replicas that were kept").isEqualTo(there.keySet());
        assertThat(running()).as("the runs without an end").isEqualTo(live(all));
    }

    /** The runs without an end, by incarnation, without their occasions, which the records of replicas don't have. */
    private Map<Long, RunRecord> running() {
        return runs.entrySet().stream()
                .filter(run -> run.getValue().end() == null)
                .collect(Collectors.toMap(Map.Entry::getKey, run -> withoutOccasion(run.getValue())));
    }

    private static RunRecord withoutOccasion(RunRecord run) {
        return with(run, null);
    }

    /** The occasion of a run is that of its first record. */
    private static RunRecord with(RunRecord run, @Nullable RunOccasion occasion) {
        return new RunRecord(
                run.run(), run.task(), run.pid(), run.started(), run.since(), run.output(), run.end(), occasion);
    }

    private static Map<Long, RunRecord> live(Map<Place, ReplicaRecord> all) {
        return all.values().stream()
                .map(ReplicaRecord::live)
                .filter(run -> run != null && run.pid() != 0)
                .collect(Collectors.toMap(run -> run.run().incarnation(), run -> run));
    }

    private static Map<Place, ReplicaRecord> withoutBlanks(Map<Place, ReplicaRecord> all) {
        return all.entrySet().stream()
                .filter(each -> !each.getValue()
                        .equals(ReplicaRecords.blank(
                                each.getValue().replica(), each.getValue().task())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The tasks as a store reads them, with the newest number that is in use. */
    StoredTable stored(boolean boot) {
        List<StoredTable.StoredTask> all = tasks.values().stream()
                .map(record -> new StoredTable.StoredTask(
                        record,
                        requireNonNull(times.get(record.identity())),
                        of(record),
                        updates.get(record.identity())))
                .toList();
        long newest = Stream.of(runs.keySet(), tasks.keySet())
                .flatMap(Collection::stream)
                .max(Comparator.naturalOrder())
                .orElse(0L);
        return new StoredTable(all, newest, boot, null);
    }

    private List<ReplicaRecord> of(TaskRecord task) {
        return replicas.values().stream()
                .filter(record -> record.task() == task.identity())
                .sorted(Comparator.comparing(record -> record.replica().index()))
                .toList();
    }

    /** The record of a run; null if it is not kept. */
    @Nullable
    RunRecord run(long incarnation) {
        return runs.get(incarnation);
    }
}
