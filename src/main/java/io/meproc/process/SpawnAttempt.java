package io.meproc.process;

import io.meproc.task.Order;
import io.meproc.task.Run;
import io.meproc.task.command.Command;
import io.meproc.task.exit.LeaderExit;
import java.util.concurrent.atomic.AtomicReference;

/** An ordered run on its way to a process, on a thread that may be held up by the file system. */
final class SpawnAttempt {
    private enum Stage {
        WAITING,
        PREPARING,
        SPAWNING,
        GIVEN_UP
    }

    private final Order.Spawn order;
    private final Identity identity;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
    private volatile String preparing = "";
    private long began;
    private boolean stalled;

    /** @param identity as whom the command runs */
    SpawnAttempt(Order.Spawn order, Identity identity) {
        this.order = order;
        this.identity = identity;
    }

    Run run() {
        return order.run();
    }

    String task() {
        return run().replica().task();
    }

    Command command() {
        return order.command().forReplica(run().replica().index());
    }

    LeaderExit onLeaderExit() {
        return order.onLeaderExit();
    }

    Identity identity() {
        return identity;
    }

    /** Begins; for {@link SpawnWorkers}. */
    void begin(long nanos) {
        began = nanos;
        stage.set(Stage.PREPARING);
    }

    /** For how long it has been under way, in nanoseconds; for {@link SpawnWorkers}. */
    long age(long nanos) {
        return nanos - began;
    }

    /** Whether other threads no longer wait for it; for {@link SpawnWorkers}. */
    boolean stalled() {
        return stalled;
    }

    /** See {@link #stalled}. */
    void stall() {
        stalled = true;
    }

    /** What it needs next and may have to wait for, in words. */
    void prepares(String what) {
        preparing = what;
    }

    /** See {@link #prepares}. */
    String preparing() {
        return preparing;
    }

    /** Whether a process may be made now; false when the attempt was given up meanwhile. */
    boolean spawns() {
        return stage.compareAndSet(Stage.PREPARING, Stage.SPAWNING);
    }

    /** Gives it up; false when it is too late for that, since there may be a process. */
    boolean giveUp() {
        return stage.compareAndSet(Stage.PREPARING, Stage.GIVEN_UP);
    }

    boolean givenUp() {
        return stage.get() == Stage.GIVEN_UP;
    }
}
