package io.meproc.task;

import io.meproc.task.exit.End;
import io.meproc.task.exit.OutputRange;
import io.meproc.task.occasion.RunOccasion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The runs that begin or end during one event, or of which the end is amended, as a store keeps them. */
final class RunChanges {
    private final Map<Long, RunRecord> byIncarnation = new LinkedHashMap<>();

    /** Adds the runs in which two states of a replica differ. */
    @SuppressWarnings(
            "ReferenceEquality") // An end that was replaced by an equal one is kept once more, which is harmless.
    void add(Task task, int index, Replica before, Replica after) {
        End end = after.history().last();
        if (end != null && end != before.history().last()) {
            add(ended(new Run(new ReplicaId(task.name(), index), end.run()), task, end));
        }
        LiveRun was = before.state().live();
        LiveRun live = after.state().live();
        if (live != null && live != was && (was == null || !same(was, live))) {
            add(ReplicaRecords.of(live, task.identity(), occasion(task, index)));
        }
    }

    /** Whether two states are about one run with the same begin; an adopted one may have another than was kept. */
    private static boolean same(LiveRun one, LiveRun other) {
        return one.run().equals(other.run())
                && one.started() == other.started()
                && one.since().equals(other.since());
    }

    private static @Nullable RunOccasion occasion(Task task, int index) {
        return task.status().schedule().slots().record(index);
    }

    private static RunRecord ended(Run run, Task task, End end) {
        OutputRange output = end.output();
        long from = output == null ? 0 : output.from();
        return new RunRecord(
                run,
                task.identity(),
                end.pid(),
                0,
                end.since(),
                from,
                end,
                occasion(task, run.replica().index()));
    }

    void add(RunRecord record) {
        byIncarnation.put(record.run().incarnation(), record);
    }

    List<RunRecord> records() {
        return List.copyOf(byIncarnation.values());
    }
}
