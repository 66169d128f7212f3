package io.meproc.process.scan;

import io.meproc.task.Run;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The run that each process descends from, by every fork since the leader's, however short its ancestors lived. If events were
 * lost, nothing is claimed for the processes of that time.
 */
public final class Descent implements Membership, ForkEvents.Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(Descent.class);

    /** The children of this process that are kept without being known as leaders; other code may start some as well. */
    private static final int MOST_UNKNOWN = 10_000;

    /** The time after which events are read together, which costs a fraction of reading each of them separately. */
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private static final int POLL_MILLIS = 5_000;

    /** A child of this process, and the run that it became the leader of. */
    private static final class Origin {
        private final long forked;
        private @Nullable Run run;
        private boolean mayStay;
        private boolean over;

        Origin(long forked) {
            this.forked = forked;
        }
    }

    private final int self = (int) ProcessHandle.current().pid();
    private final ForkEvents events;
    private final Map<Integer, Origin> processes = new HashMap<>();
    private final Map<Run, Origin> origins = new HashMap<>();

    /** By the pid of the leader. */
    private final Map<Integer, Origin> unknown = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Origin> eldest) {
            return size() > MOST_UNKNOWN;
        }
    };

    /** The notes in the order of their arrival, to be applied to the events before them. */
    private final Queue<Runnable> notes = new ConcurrentLinkedQueue<>();

    private final Thread thread = new Thread(this::follow, "meproc-fork-events");
    private volatile boolean closed;

    private Descent(ForkEvents events) {
        this.events = events;
        thread.setDaemon(true);
    }

    /**
     * The descent of processes by the kernel's fork events; {@link Membership#NONE} if the kernel does not report
     * forks to this process.
     */
    public static Membership begin() {
        ForkEvents events = ForkEvents.open();
        if (events == null) {
            LOG.warn(
                    "The kernel reports no forks to Meproc, as process_events asks: that needs CAP_NET_ADMIN outside of"
                            + " containers and a kernel with CONFIG_PROC_EVENTS");
            return NONE;
        }
        Descent descent = new Descent(events);
        descent.thread.start();
        return descent;
    }

    private void follow() {
        while (!closed) {
            if (events.await(POLL_MILLIS)) {
                read();
                LockSupport.parkNanos(PAUSE);
            }
        }
        synchronized (this) {
            events.close();
        }
    }

    private synchronized void read() {
        if (!closed) {
            events.read(this);
        }
        for (Runnable note = notes.poll(); note != null; note = notes.poll()) {
            note.run();
        }
    }

    @Override
    public void forked(int parent, int child, long at) {
        if (parent == self) {
            Origin origin = new Origin(at);
            processes.put(child, origin);
            unknown.put(child, origin);
        } else {
            Origin origin = processes.get(parent);
            if (origin != null) {
                processes.put(child, origin);
            }
        }
    }

    @Override
    public void exited(int pid) {
        processes.remove(pid);
    }

    @Override
    public void lost() {
        processes.clear();
        unknown.clear();
        origins.clear();
    }

    @Override
    public void begins(Run run, int leader, boolean mayStay) {
        long now = System.nanoTime();
        notes.add(() -> {
            Origin origin = unknown.remove(leader);
            // Its pid may belong to a later child by now.
            if (origin != null && origin.forked <= now) {
                origin.run = run;
                origin.mayStay = mayStay;
                origins.put(run, origin);
            }
        });
    }

    @Override
    public void ends(Run run) {
        notes.add(() -> {
            Origin origin = origins.remove(run);
            if (origin != null) {
                origin.over = true;
                origin.run = origin.mayStay ? null : run;
            }
        });
    }

    @Override
    public synchronized Map<Integer, Run> members(Set<Run> runs) {
        read();
        Map<Integer, Run> members = new HashMap<>();
        processes.forEach((pid, origin) -> {
            if (origin.run != null && (origin.over || runs.contains(origin.run))) {
                members.put(pid, origin.run);
            }
        });
        return members;
    }

    @Override
    public synchronized @Nullable Run of(int pid) {
        Origin origin = processes.get(pid);
        return origin == null ? null : origin.run;
    }

    /** The socket is closed within {@link #POLL_MILLIS}. */
    @Override
    public void close() {
        closed = true;
    }
}
