package io.meproc.task;

import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.StartFailure;
import io.meproc.task.exit.Usage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the process side saw happen to a run. For one run the order is Spawned, then at most one
 * LeaderExited, then Exited; or SpawnFailed alone. Survived may come in between, when it was asked for; Outlived may come
 * later.
 */
public sealed interface Report {

    Run run();

    Instant at();

    /** The process lives. */
    record Spawned(Run run, Instant at, long pid) implements Report {}

    /** No process came to be. */
    record SpawnFailed(Run run, Instant at, StartFailure failure) implements Report {}

    /** The first process of the run has ended, others of it have not. */
    record LeaderExited(Run run, Instant at, ExitStatus status) implements Report {}

    /** These are left of a run that was to end. */
    record Survived(Run run, Instant at, List<Leftover> survivors) implements Report {}

    /**
     * These outlived a run that has ended by itself, and are being ended.
     *
     * @param leader the pid that its first process had; 0 if that is not known any more
     */
    record Outlived(Run run, Instant at, long leader, List<Leftover> leftovers) implements Report {}

    /**
     * Nothing of the run is left.
     *
     * @param status how its first process ended
     * @param usage what that used; null when nobody could tell
     * @param leftovers what else had to be ended
     */
    record Exited(
            Run run,
            Instant at,
            ExitStatus status,
            @Nullable Usage usage,
            List<Leftover> leftovers) implements Report {}
}
