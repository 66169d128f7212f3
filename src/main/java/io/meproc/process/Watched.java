package io.meproc.process;

import io.meproc.task.Run;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.Signal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A run that is followed to its end. */
final class Watched {
    private final Child child;
    private final LeaderExit policy;
    private final long began;
    private final Map<Long, Leftover> leftovers = new LinkedHashMap<>();
    private List<Found> outside = List.of();
    private List<Found> kin = List.of();
    private @Nullable Signal last;
    private boolean leaderAlone;
    private boolean released;
    private boolean leaderTold;
    private boolean empty;
    private boolean looking;
    private int emptyLooks;

    /** @param began when its start began, by {@link System#nanoTime} */
    Watched(Child child, LeaderExit policy, long began) {
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

    /** Whether its process group being empty is not enough for it to be over. */
    synchronized boolean mayHaveEscaped() {
        return last != null || policy != LeaderExit.STOP_GROUP || !outside.isEmpty();
    }

    /** The signal that was last sent; null when none was. */
    synchronized @Nullable Signal last() {
        return last;
    }

    /** @param toLeader whether the first process gets it alone, for the time being */
    synchronized void sends(Signal signal, boolean toLeader) {
        last = signal;
        leaderAlone = toLeader;
    }

    /** The signal that the others are to get as well, now that the first process has ended; null for none, and only once. */
    synchronized @Nullable Signal owed() {
        Signal owed = leaderAlone ? last : null;
        leaderAlone = false;
        return owed;
    }

    /** Whether its first process has ended by itself, and the others are to go on unwatched. */
    synchronized boolean isReleased() {
        return policy == LeaderExit.LEAVE && last == null && child.status() != null;
    }

    /** Whether it is time to release them; true once. */
    synchronized boolean release() {
        boolean first = isReleased() && !released;
        released |= first;
        return first;
    }

    boolean mayLeave() {
        return policy == LeaderExit.LEAVE;
    }

    /** Whether a process is not older than the start of this run. */
    boolean mayHaveStarted(ProcFiles.Stat process) {
        return StartsUnderWay.isNotOlder(process, began);
    }

    /** These may belong to it, and nothing proves it. */
    synchronized void suspect(List<ProcFiles.Stat> orphans) {
        orphans.stream()
                .filter(this::mayHaveStarted)
                .forEach(orphan -> leftovers.putIfAbsent(
                        (long) orphan.pid(),
                        new Leftover(orphan.pid(), ProcFiles.command(orphan), true, Leftover.Fate.SUSPECTED)));
    }

    /** Whether nobody has asked for the end of its first process, which has ended. */
    synchronized boolean hasEndedByItself() {
        return last == null && child.status() != null;
    }

    /** Whether it is time to tell that the first process has ended. */
    synchronized boolean tellLeader() {
        boolean first = !leaderTold;
        leaderTold = true;
        return first;
    }

    /** Nothing is left in its process group. */
    synchronized void emptied() {
        empty = true;
    }

    /** Whether to look, now, where its processes may have gone; nobody else is told to before that is done. */
    synchronized boolean look() {
        if (!empty || looking || outside.stream().anyMatch(Found::lives)) {
            return false;
        }
        looking = true;
        return true;
    }

    /** These were found outside of its process group. */
    synchronized void looked(List<Found> found) {
        looking = false;
        emptyLooks = found.isEmpty() ? emptyLooks + 1 : 0;
        outside = found;
    }

    /** How many looks in a row have found nothing. */
    synchronized int emptyLooks() {
        return emptyLooks;
    }

    /** These are signalled outside of its process group. */
    synchronized void met(List<Found> found) {
        outside = found;
    }

    synchronized List<Found> outside() {
        return outside;
    }

    /** These were outside of its process group when its first process was signalled alone, which may be all that tells. */
    synchronized void kin(List<Found> found) {
        kin = found;
    }

    /** What was found of it before outside of its process group. */
    synchronized List<Found> known() {
        return Stream.concat(outside.stream(), kin.stream()).distinct().toList();
    }

    /** These did not end with the first process, and are being ended. */
    synchronized void note(List<Found> found, Leftover.Fate fate) {
        found.stream()
                .filter(each -> each.outside() || each.pid() != child.pid())
                .forEach(each -> leftovers.put((long) each.pid(), each.leftover(fate)));
    }

    synchronized List<Leftover> leftovers() {
        return List.copyOf(leftovers.values());
    }
}
