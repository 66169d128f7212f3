package io.meproc.process;

import io.meproc.logs.LogHolders;
import io.meproc.process.scan.ProcFiles;
import io.meproc.process.scan.ProcessScanner;
import io.meproc.process.scan.StartsUnderWay;
import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the run of an orphan by the log that it writes to: the live run of that replica, if it is not older than the
 * orphan, otherwise the one that ended last. While such a run is starting, an orphan that may be its leader is not
 * assigned.
 */
record Owners(LogHolders logs, StartsUnderWay starting, Collection<MonitoredRun> live, OutlivedWatch ended)
        implements ProcessScanner.Claims {
    @Override
    public @Nullable Run of(ProcFiles.Stat orphan) {
        ReplicaId replica = logs.replica(orphan.pid());
        // In this order, since a run that is no longer starting is live or has ended.
        if (replica == null || starting.mayHaveMade(replica, orphan)) {
            return null;
        }
        Optional<MonitoredRun> now =
                live.stream().filter(run -> run.run().replica().equals(replica)).findFirst();
        if (now.isPresent() && now.get().mayHaveStarted(orphan)) {
            // A process that such a task has left on purpose looks the same.
            return now.get().mayLeave() ? null : now.get().run();
        }
        return ended.latest(replica);
    }

    @Override
    public boolean mayBeStarting(ProcFiles.Stat orphan) {
        return starting.mayHaveMade(orphan);
    }
}
