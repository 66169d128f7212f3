package io.meproc.process;

import io.meproc.bus.SteadyClock;
import io.meproc.process.scan.ProcFiles;
import io.meproc.process.scan.ScannedProcess;
import io.meproc.task.Adoption;
import io.meproc.task.Run;
import io.meproc.task.exit.LeaderExit;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run of an earlier service process that is to be tracked to its end.
 *
 * @param pid the pid that its leader has or had
 * @param leader the leader as it was last read; null if it was reaped
 * @param members the other processes that a scan has found
 * @param output the length of the replica's output when the run began; -1 if unknown
 */
record AdoptedRun(
        Run run,
        int pid,
        ProcFiles.@Nullable Stat leader,
        LeaderExit policy,
        List<ScannedProcess> members,
        long output) {
    /** When it was started, by {@link System#nanoTime}; the current time if its leader was reaped. */
    long began() {
        return System.nanoTime() - age().toNanos();
    }

    /** The answer to the supervisor. */
    Adoption.Adopted adoption() {
        return new Adoption.Adopted(
                run,
                pid,
                leader == null ? 0 : leader.started(),
                SteadyClock.now().minus(age()),
                output);
    }

    private Duration age() {
        return leader == null ? Duration.ZERO : ProcFiles.age(leader);
    }
}
