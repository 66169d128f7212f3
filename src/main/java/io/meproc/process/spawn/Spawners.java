package io.meproc.process.spawn;

import io.meproc.linux.Abi;
import io.meproc.task.exit.StartFailure;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A pool of {@link Spawner}s, each of which is used by one thread at a time; it has as many as threads start
 * processes.
 */
public final class Spawners implements AutoCloseable {
    private final Abi abi;
    private final Deque<Spawner> idle = new ArrayDeque<>();
    private boolean closed;

    public Spawners(Abi abi) {
        this.abi = abi;
    }

    /** A spawner that is in use until this is closed. */
    public record Lease(Spawners owner, Spawner spawner) implements AutoCloseable {
        @Override
        public void close() {
            owner.release(spawner);
        }
    }

    /**
     * Leases a spawner. Fails if one more is needed and the machine lacks the resources for it; a retry may succeed.
     */
    public synchronized Lease acquire() throws SpawnException {
        Spawner spawner = idle.poll();
        try {
            return new Lease(this, spawner == null ? new Spawner(abi, EnvironmentBlock.inherited()) : spawner);
        } catch (IllegalStateException refused) {
            throw new SpawnException(new StartFailure("process", "", String.valueOf(refused.getMessage()), true));
        }
    }

    private synchronized void release(Spawner spawner) {
        if (closed) {
            spawner.close();
        } else {
            idle.push(spawner);
        }
    }

    /** Spawners in use are closed when they are returned. */
    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(Spawner::close);
        idle.clear();
    }
}
