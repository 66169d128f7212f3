package io.meproc.process;

import io.meproc.process.scan.LeaderStates;
import io.meproc.process.scan.ProcFiles;
import io.meproc.process.scan.ScannedProcess;
import io.meproc.process.scan.StartsUnderWay;
import io.meproc.task.Run;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.Observations;
import io.meproc.task.exit.Observations.LeaderState;
import io.meproc.task.exit.Observations.MemoryEvents;
import io.meproc.task.exit.Signal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A run that is tracked to its end. */
final class MonitoredRun {
    private final Child child;
    private final LeaderExit policy;
    private final long began;
    private final Map<Long, Leftover> leftovers = new LinkedHashMap<>();
    private List<ScannedProcess> outside = List.of();
    private List<ScannedProcess> kin = List.of();
    private @Nullable Signal last;
    private @Nullable LeaderState beforeKill;
    private boolean leaderAlone;
    private boolean released;
    private boolean leaderTold;
    private boolean empty;
    private boolean looking;
    private int emptyLooks;

    /** @param began when its start began, by {@link System#nanoTime} */
    MonitoredRun(Child child, LeaderExit policy, long began) {
        this.child = child;
        this.policy = policy;
        this.began = began;
    }

    Child child() {
        return child;
    }

    Run run() {
        return child.run();
    }

    /** Whether an empty process group does not suffice for the end of the run. */
    synchronized boolean mayHaveEscaped() {
        return last != null || policy != LeaderExit.STOP_GROUP || !outside.isEmpty();
    }

    /** The signal that was sent last; null for none. */
    synchronized @Nullable Signal last() {
        return last;
    }

    /** @param toLeader whether the signal goes to the leader alone at first */
    synchronized void sends(Signal signal, boolean toLeader) {
        last = signal;
        leaderAlone = toLeader;
    }

    /**
     * The signal for the other processes, after the leader that got it alone has ended; null for none, returned only
     * once.
     */
    synchronized @Nullable Signal owed() {
        Signal owed = leaderAlone ? last : null;
        leaderAlone = false;
        return owed;
    }

    /** Whether its leader has ended by itself and the other processes are released. */
    synchronized boolean isReleased() {
        return policy == LeaderExit.RELEASE && last == null && child.status() != null;
    }

    /** Whether the processes are to be released now; true only once. */
    synchronized boolean release() {
        boolean first = isReleased() && !released;
        released |= first;
        return first;
    }

    boolean mayLeave() {
        return policy == LeaderExit.RELEASE;
    }

    /** Whether a process is not older than the start of this run. */
    boolean mayHaveStarted(ProcFiles.Stat process) {
        return StartsUnderWay.isNotOlder(process, began);
    }

    /** Adds processes that may belong to the run without proof. */
    synchronized void suspect(List<ProcFiles.Stat> orphans) {
        orphans.stream()
                .filter(this::mayHaveStarted)
                .forEach(orphan -> leftovers.putIfAbsent(
                        (long) orphan.pid(),
                        new Leftover(orphan.pid(), ProcFiles.command(orphan), true, Leftover.Fate.SUSPECTED)));
    }

    /** Whether its leader has ended, and not after a signal of a stop. */
    synchronized boolean hasEndedByItself() {
        return last == null && child.status() != null;
    }

    /** Whether the end of the leader is to be reported now; true only once. */
    synchronized boolean tellLeader() {
        boolean first = !leaderTold;
        leaderTold = true;
        return first;
    }

    /** Records that its process group is empty. */
    synchronized void emptied() {
        empty = true;
    }

    /** Whether a scan for its processes is to begin now; false for other threads until it has ended. */
    synchronized boolean look() {
        if (!empty || looking || outside.stream().anyMatch(ScannedProcess::lives)) {
            return false;
        }
        looking = true;
        return true;
    }

    /** Records the processes that a scan has found outside of its process group. */
    synchronized void looked(List<ScannedProcess> found) {
        looking = false;
        emptyLooks = found.isEmpty() ? emptyLooks + 1 : 0;
        outside = found;
    }

    /** The number of successive scans that have found nothing. */
    synchronized int emptyLooks() {
        return emptyLooks;
    }

    /** Records the processes outside of its process group that are being signalled. */
    synchronized void met(List<ScannedProcess> found) {
        outside = found;
    }

    synchronized List<ScannedProcess> outside() {
        return outside;
    }

    /**
     * Records the processes that were outside of its process group when its leader was signalled alone, which may be
     * the only sign of their run.
     */
    synchronized void kin(List<ScannedProcess> found) {
        kin = found;
    }

    /** The processes that were found earlier outside of its process group. */
    synchronized List<ScannedProcess> known() {
        return Stream.concat(outside.stream(), kin.stream()).distinct().toList();
    }

    /** Records processes that did not end with the leader and are being ended. */
    synchronized void note(List<ScannedProcess> found, Leftover.Fate fate) {
        found.stream()
                .filter(each -> each.outside() || each.pid() != child.pid())
                .forEach(each -> leftovers.put((long) each.pid(), each.leftover(fate)));
    }

    /** Reads the state of its leader, which is about to be sent SIGKILL; the first time counts. */
    synchronized void observe() {
        if (beforeKill == null && child.status() == null) {
            beforeKill = LeaderStates.of(child.pid());
        }
    }

    /** The observations about the run, as long as its control group exists. */
    synchronized Observations observations() {
        MemoryEvents memory = child.memory();
        return beforeKill == null && memory == null ? Observations.NONE : new Observations(beforeKill, memory);
    }

    synchronized List<Leftover> leftovers() {
        return List.copyOf(leftovers.values());
    }
}
