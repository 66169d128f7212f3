package io.meproc.process;

import io.meproc.logs.LogHolders;
import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows the run of an orphan by the log that it writes to: the run of that replica that lives, if it is not older than the
 * orphan, otherwise the one that ended last. While such a run is starting, an orphan that may be its leader is of no run.
 */
record Owners(LogHolders logs, StartsUnderWay starting, Collection<Watched> live, Strays ended)
        implements Census.Claims {
    @Override
    public @Nullable Run of(ProcFiles.Stat orphan) {
        ReplicaId replica = logs.replica(orphan.pid());
        // In this order: a run that is no longer starting is live, or has ended.
        if (replica == null || starting.mayHaveMade(replica, orphan)) {
            return null;
        }
        Optional<Watched> now =
                live.stream().filter(run -> run.run().replica().equals(replica)).findFirst();
        if (now.isPresent() && now.get().mayHaveStarted(orphan)) {
            // What a task of that kind has left on purpose looks the same.
            return now.get().mayLeave() ? null : now.get().run();
        }
        return ended.latest(replica);
    }

    @Override
    public boolean mayBeStarting(ProcFiles.Stat orphan) {
        return starting.mayHaveMade(orphan);
    }
}
