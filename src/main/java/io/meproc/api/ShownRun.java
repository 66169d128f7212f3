package io.meproc.api;

import io.meproc.json.RunJson;
import io.meproc.store.StoredRun;
import io.meproc.task.Replica;
import io.meproc.task.RunRecord;
import io.meproc.task.Task;
import io.meproc.task.TaskTable;
import io.meproc.task.Timeline;
import io.meproc.task.exit.End;
import java.io.IOException;
import java.util.Optional;

/**
 * A run record as it is shown: a run without an end is shown as running only if the table has it.
 *
 * @param run with wall-clock times
 * @param state {@code running}, {@code ended}, or {@code unknown} for a run that does not run and has no end in the store
 */
public record ShownRun(RunRecord run, String node, String state) {
    private static final String UNKNOWN = "unknown";

    static ShownRun of(StoredRun stored, TaskTable table) {
        RunRecord run = stored.run();
        if (run.end() != null) {
            return new ShownRun(run, stored.node(), "ended");
        }
        Optional<Replica> replica = replica(run, table);
        if (replica.filter(known -> run.run().equals(known.run())).isPresent()) {
            return new ShownRun(run, stored.node(), HistoryParameters.RUNNING);
        }
        // The end may be in the table, and not in the store yet.
        return replica.map(known -> known.history().last())
                .filter(end -> end.run() == run.run().incarnation())
                .map(end -> new ShownRun(ended(run, wall(end, table.timeline())), stored.node(), "ended"))
                .orElseGet(() -> new ShownRun(run, stored.node(), UNKNOWN));
    }

    private static Optional<Replica> replica(RunRecord run, TaskTable table) {
        int index = run.run().replica().index();
        return table.find(run.run().replica().task())
                .filter(task -> index < task.size())
                .map((Task task) -> task.replica(index));
    }

    private static RunRecord ended(RunRecord run, End end) {
        return new RunRecord(run.run(), run.task(), run.pid(), run.started(), run.since(), run.output(), end);
    }

    private static End wall(End end, Timeline times) {
        return end.between(times.wall(end.since()), times.wall(end.at()));
    }

    /** Writes the members into the object that the caller has begun. */
    public void members(RunJson json) throws IOException {
        json.members(run, node, state);
    }
}
