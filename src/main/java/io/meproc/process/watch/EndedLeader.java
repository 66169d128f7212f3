package io.meproc.process.watch;

import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Signal;

/**
 * A leader that ended before its run was adopted.
 *
 * @param end how it ended, as far as it is known
 */
public record EndedLeader(Reaped end) implements Leader {
    /** A leader that ended while no Meproc watched it. */
    public static EndedLeader unwatched() {
        return new EndedLeader(
                new Reaped(new ExitStatus.Unknown("it ended while no Meproc was running to watch it"), null));
    }

    @Override
    public boolean there() {
        return false;
    }

    @Override
    public int send(Signal signal) {
        return 0;
    }
}
