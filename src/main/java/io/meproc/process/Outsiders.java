package io.meproc.process;

import io.meproc.task.exit.Signal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The processes that were found outside of the process group of their run, by pid; each is removed when it has ended.
 */
final class Outsiders {
    private final Map<Integer, Found> byPid = new ConcurrentHashMap<>();
    private final Signalling signalling;

    /** Signals one process, and no later process with the same pid. */
    interface Signalling {
        void send(Found process, Signal signal);

        /** Whether the kernel does not permit Meproc to signal this process (EPERM). */
        boolean refused(int pid);
    }

    Outsiders(Signalling signalling) {
        this.signalling = signalling;
    }

    void add(List<Found> found) {
        byPid.values().removeIf(known -> !known.there());
        found.stream().filter(Found::outside).forEach(each -> byPid.put(each.pid(), each));
    }

    /** Removes an ended process; returns whether it was one of these. */
    boolean took(int pid) {
        Found known = byPid.remove(pid);
        return known != null && known.there();
    }

    /** Whether this process can't be signalled. */
    boolean refused(Found process) {
        return signalling.refused(process.pid());
    }

    void send(List<Found> processes, Signal signal) {
        processes.stream().filter(Found::outside).forEach(process -> signalling.send(process, signal));
    }
}
