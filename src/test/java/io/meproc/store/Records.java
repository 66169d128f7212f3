package io.meproc.store;

import io.meproc.task.AuditRecord;
import io.meproc.task.Changeset;
import io.meproc.task.Indices;
import io.meproc.task.Interval;
import io.meproc.task.ReplicaId;
import io.meproc.task.ReplicaRecord;
import io.meproc.task.Run;
import io.meproc.task.RunRecord;
import io.meproc.task.TaskDefinition;
import io.meproc.task.TaskRecord;
import io.meproc.task.TaskTimes;
import io.meproc.task.TaskType;
import io.meproc.task.UpdateRecord;
import io.meproc.task.command.Command;
import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import io.meproc.task.exit.EndPolicy;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.OutputRange;
import io.meproc.task.exit.Requester;
import io.meproc.task.occasion.ScheduleRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records for tests. */
final class Records {
    static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    static final Changeset NONE = new Changeset(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    private Records() {}

    static TaskRecord task(long identity, String name, int replicas) {
        TaskDefinition definition = new TaskDefinition(
                name,
                TaskType.DAEMON,
                new Command("sleep 1000 # " + name, null, null),
                replicas,
                List.of(),
                Interval.DEFAULT,
                null,
                EndPolicy.DEFAULT);
        return new TaskRecord(identity, definition, identity + 1, Indices.parse(""), false);
    }

    /** The times of a task that was never started. */
    static TaskTimes none(long identity) {
        return new TaskTimes(identity, null, null, null, null, ScheduleRecord.NONE, null, null, false);
    }

    static Changeset tasks(TaskRecord... tasks) {
        return new Changeset(List.of(tasks), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    static Changeset updates(UpdateRecord... updates) {
        return new Changeset(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(updates));
    }

    static Changeset runs(RunRecord... runs) {
        return new Changeset(List.of(), List.of(), List.of(), List.of(runs), List.of(), List.of());
    }

    static Changeset replicas(ReplicaRecord... replicas) {
        return new Changeset(List.of(), List.of(), List.of(replicas), List.of(), List.of(), List.of());
    }

    static Changeset removed(long... identities) {
        List<Long> all = Arrays.stream(identities).boxed().toList();
        return new Changeset(List.of(), List.of(), List.of(), List.of(), List.of(), all);
    }

    static Changeset audit(AuditRecord... audit) {
        return new Changeset(List.of(), List.of(), List.of(), List.of(), List.of(audit), List.of());
    }

    static AuditRecord requested(String action, String task, int second) {
        return new AuditRecord(
                NOON.plusSeconds(second), new Requester("ops@web1", "127.0.0.1"), action, task, null, "because");
    }

    /** A run of replica 0, which began {@code incarnation} seconds after noon. */
    static RunRecord live(long identity, String task, long incarnation) {
        return run(identity, task, incarnation, null);
    }

    /** A run that exited with a code one millisecond after its begin. */
    static RunRecord ended(long identity, String task, long incarnation, int code) {
        Instant since = NOON.plusSeconds(incarnation);
        return run(
                identity,
                task,
                incarnation,
                new End(
                        new Cause.Own(new ExitStatus.Exited(code), code == 0),
                        incarnation,
                        4711,
                        since,
                        since.plus(1, ChronoUnit.MILLIS),
                        new OutputRange(100, null),
                        null,
                        List.of(),
                        null,
                        null));
    }

    private static RunRecord run(long identity, String task, long incarnation, @Nullable End end) {
        Run run = new Run(new ReplicaId(task, 0), incarnation);
        return new RunRecord(run, identity, 4711, 815, NOON.plusSeconds(incarnation), 100, end);
    }

    static ReplicaRecord replica(
            long identity,
            String task,
            int index,
            ReplicaRecord.State state,
            @Nullable RunRecord live,
            @Nullable End last) {
        return new ReplicaRecord(new ReplicaId(task, index), identity, state, live, false, null, 1, 2, 3, last);
    }
}
