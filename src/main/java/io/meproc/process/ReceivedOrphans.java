package io.meproc.process;

import io.meproc.process.watch.Subreaper;
import java.util.function.IntPredicate;

/** Receives the orphans of runs as children of this process, and reaps them. */
final class ReceivedOrphans implements AutoCloseable {
    private final Subreaper subreaper;
    private final OrphanReaper reaper;

    private ReceivedOrphans(Subreaper subreaper, OrphanReaper reaper) {
        this.subreaper = subreaper;
        this.reaper = reaper;
    }

    /**
     * Begins to receive them.
     *
     * @param ours whether a pid is the leader of a run
     * @param takes reaps a zombie child of a known run; returns whether it is one
     * @param ownProcess false if this process belongs to another program, whose children are not to be reaped
     */
    static ReceivedOrphans begin(IntPredicate ours, IntPredicate takes, boolean ownProcess) {
        return new ReceivedOrphans(Subreaper.begin(ownProcess), new OrphanReaper(ours, takes, ownProcess));
    }

    /** Reaps those that come from now on. */
    void reap() {
        reaper.start();
    }

    @Override
    public void close() {
        reaper.close();
        subreaper.close();
    }
}
