package io.meproc.process;

import io.meproc.process.scan.ScannedProcess;
import io.meproc.task.exit.Signal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The processes that were found outside of the process group of their run, by pid; each is removed when it has ended.
 */
final class EscapedProcesses {
    private final Map<Integer, ScannedProcess> byPid = new ConcurrentHashMap<>();
    private final Signalling signalling;

    /** Signals one process, and no later process with the same pid. */
    interface Signalling {
        void send(ScannedProcess process, Signal signal);

        /** Whether the kernel does not permit Meproc to signal this process (EPERM). */
        boolean refused(int pid);
    }

    EscapedProcesses(Signalling signalling) {
        this.signalling = signalling;
    }

    void add(List<ScannedProcess> found) {
        byPid.values().removeIf(known -> !known.there());
        found.stream().filter(ScannedProcess::outside).forEach(each -> byPid.put(each.pid(), each));
    }

    /** Removes an ended process; returns whether it was one of these. */
    boolean took(int pid) {
        ScannedProcess known = byPid.remove(pid);
        return known != null && known.there();
    }

    /** Whether this process can't be signalled. */
    boolean refused(ScannedProcess process) {
        return signalling.refused(process.pid());
    }

    void send(List<ScannedProcess> processes, Signal signal) {
        processes.stream().filter(ScannedProcess::outside).forEach(process -> signalling.send(process, signal));
    }
}
