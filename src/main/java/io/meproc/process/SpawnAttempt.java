package io.meproc.process;

import io.meproc.process.account.Identity;
import io.meproc.task.Order;
import io.meproc.task.Run;
import io.meproc.task.command.Command;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.limit.Limits;
import io.meproc.task.probe.Notification;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The attempt to spawn an ordered run, on a thread that may block on the file system. */
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

    /** @param identity the identity of the command */
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

    @Nullable
    Notification notification() {
        return order.notification();
    }

    Limits limits() {
        return order.limits();
    }

    Identity identity() {
        return identity;
    }

    /** Begins; for {@link SpawnWorkers}. */
    void begin(long nanos) {
        began = nanos;
        stage.set(Stage.PREPARING);
    }

    /** The time since its begin in nanoseconds; for {@link SpawnWorkers}. */
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

    /** Sets the description of the next step that may block. */
    void prepares(String what) {
        preparing = what;
    }

    /** See {@link #prepares}. */
    String preparing() {
        return preparing;
    }

    /** Begins the spawn; returns false if the attempt was given up meanwhile. */
    boolean spawns() {
        return stage.compareAndSet(Stage.PREPARING, Stage.SPAWNING);
    }

    /** Abandons the attempt; returns false if the spawn has begun, so that there may be a process. */
    boolean giveUp() {
        return stage.compareAndSet(Stage.PREPARING, Stage.GIVEN_UP);
    }

    boolean givenUp() {
        return stage.get() == Stage.GIVEN_UP;
    }
}
