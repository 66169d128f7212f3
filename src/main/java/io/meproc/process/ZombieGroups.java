package io.meproc.process;

import io.meproc.linux.Pids;
import io.meproc.linux.Syscalls;
import io.meproc.process.scan.ProcFiles;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether processes live in process groups whose leader is a zombie that another process has to reap, which may take seconds;
 * kill(2) reaches a group as long as the zombie is there. One pass over the pids serves all groups, and passes use at most a
 * tenth of one processor.
 */
final class ZombieGroups {
    private static final int COST_FACTOR = 9;

    /** The groups that were asked for, with the {@link System#nanoTime} after which a pass has to begin. */
    private final Map<Integer, Long> asked = new HashMap<>();

    private Set<Integer> living = Set.of();
    private long began = System.nanoTime();
    private long cost;

    /** Whether a process of the group lives; null if that is not known yet, so that the caller has to ask again. */
    synchronized @Nullable Boolean hasLiving(int group) {
        long now = System.nanoTime();
        asked.putIfAbsent(group, now);
        if (began - asked.get(group) < 0) {
            if (now - began < COST_FACTOR * cost) {
                return null;
            }
            pass(now);
        }
        boolean lives = living.contains(group);
        if (lives) {
            asked.put(group, System.nanoTime());
        } else {
            asked.remove(group);
        }
        return lives;
    }

    private void pass(long now) {
        began = now;
        Set<Integer> found = new HashSet<>();
        Pids.all().forEach(pid -> {
            int group = Syscalls.getpgid(pid);
            if (asked.containsKey(group) && !found.contains(group)) {
                ProcFiles.Stat stat = ProcFiles.stat(pid);
                if (stat != null && stat.alive()) {
                    found.add(group);
                }
            }
        });
        living = found;
        cost = System.nanoTime() - now;
    }
}
