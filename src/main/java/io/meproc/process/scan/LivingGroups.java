package io.meproc.process.scan;

import io.meproc.linux.Pids;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The process groups with a member that has not ended. To kill(2), a group exists as long as a member was not reaped, which
 * the parent of an adopted process may do late. One scan serves the groups that are looked up at about the same time.
 */
public final class LivingGroups {
    private static final long FRESH = TimeUnit.MILLISECONDS.toNanos(20);

    private static Set<Integer> groups = Set.of();
    private static long taken = System.nanoTime() - FRESH;

    private LivingGroups() {}

    /** Whether a member lives; for a group whose leader has ended. */
    public static synchronized boolean contain(int group) {
        if (System.nanoTime() - taken >= FRESH) {
            scan();
        } else if (groups.contains(group)) {
            // The members may have ended since.
            scan();
        }
        return groups.contains(group);
    }

    private static void scan() {
        taken = System.nanoTime();
        groups = Pids.all()
                .boxed()
                .flatMap(pid -> Stream.ofNullable(ProcFiles.stat(pid)))
                .filter(ProcFiles.Stat::alive)
                .map(ProcFiles.Stat::group)
                .collect(Collectors.toUnmodifiableSet());
    }
}
