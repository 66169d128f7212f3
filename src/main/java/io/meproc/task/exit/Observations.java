package io.meproc.task.exit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Observations of a run beside its exit status.
 *
 * @param beforeKill the state of its leader before it was sent SIGKILL; null if it was not, or if the state can't be read
 * @param memory the counts of its control group; null without a group that counts memory
 */
public record Observations(
        @Nullable LeaderState beforeKill, @Nullable MemoryEvents memory) {
    /** Nothing beside the exit status. */
    public static final Observations NONE = new Observations(null, null);

    /**
     * The state of a process, see proc_pid_status(5), proc_pid_wchan(5) and proc_pid_stack(5).
     *
     * @param state a letter and a word: {@code D (disk sleep)}
     * @param waitChannel the function of the kernel in which it sleeps; empty if it runs, or if that can't be read
     * @param stack the functions of the kernel, innermost first; empty unless Meproc runs as root
     */
    public record LeaderState(String state, String waitChannel, List<String> stack) {
        /** The most functions of the kernel that are kept. */
        public static final int MOST_FUNCTIONS = 20;

        public LeaderState {
            stack = List.copyOf(stack);
        }
    }

    /**
     * The counts of memory.events and memory.peak of a control group, see the kernel's admin-guide/cgroup-v2.rst.
     *
     * @param peak the most memory in use, in bytes; 0 if unknown (before Linux 5.19)
     * @param high how often memory.high was exceeded
     * @param max how often memory.max was about to be exceeded
     * @param oom how often an allocation was about to fail
     * @param oomKill the number of processes that the kernel killed
     */
    public record MemoryEvents(long peak, long high, long max, long oom, long oomKill) {}
}
