package io.meproc.process;

import io.meproc.task.exit.Signal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The processes that were found outside of the process group of their run, by pid; each is forgotten when it is gone. */
final class Outsiders {
    private final Map<Integer, Found> byPid = new ConcurrentHashMap<>();
    private final Signalling signalling;

    /** Signals one process, and no other that has its pid by now. */
    interface Signalling {
        void send(Found process, Signal signal);

        /** Whether the kernel lets Meproc send this process no signal (EPERM). */
        boolean refused(int pid);
    }

    Outsiders(Signalling signalling) {
        this.signalling = signalling;
    }

    void add(List<Found> found) {
        byPid.values().removeIf(known -> !known.there());
        found.stream().filter(Found::outside).forEach(each -> byPid.put(each.pid(), each));
    }

    /** Whether this dead process is one of them; it is no more from now on. */
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
