package io.meproc.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meproc.task.command.Command;
import io.meproc.task.cron.CronPattern;
import io.meproc.task.exit.EndPolicy;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an operator asks for: a group of identical processes, and when they run.
 *
 * @param name unique among the listed tasks; becomes part of a file name
 * @param replicas how many processes, 1 to {@value #MAX_REPLICAS}
 * @param deps names of the tasks that must not be running when this one starts; they need not exist
 * @param interval used by daemons
 * @param cron null unless the type is cron
 * @param ends what is wanted of the ends of its runs
 */
public record TaskDefinition(
        String name,
        TaskType type,
        Command command,
        int replicas,
        List<String> deps,
        Interval interval,
        @Nullable CronPattern cron,
        EndPolicy ends) {

    public static final int MAX_REPLICAS = 10_000;
    public static final int MAX_DEPS = 1_000;

    /** The kernel refuses a longer argument (MAX_ARG_STRLEN, execve(2)), counted in bytes with the final NUL. */
    public static final int MAX_COMMAND_BYTES = 131_071;

    public static final String NAME_RULE =
            "1 to 64 letters, digits, '.', '_' or '-', starting with a letter or a digit, not with 'meproc.log'";

    /** The service's own log and its older parts are called so, in the directory where each task has its own. */
    private static final String RESERVED = "meproc.log";

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{Nd}][\\p{L}\\p{Nd}._-]{0,63}");

    /** Roughly what a task of one replica takes beside its texts. */
    private static final long OVERHEAD_BYTES = 512;

    /** The kernel refuses longer file names (NAME_MAX, counted in bytes). */
    private static final int MAX_NAME_BYTES = 255;

    public TaskDefinition {
        if (!isName(name)) {
            throw new IllegalArgumentException("name: " + name);
        }
        if (replicas < 1 || replicas > MAX_REPLICAS) {
            throw new IllegalArgumentException("replicas: " + replicas);
        }
        if ((type == TaskType.CRON) != (cron != null)) {
            throw new IllegalArgumentException("a cron pattern belongs to a cron task and only there");
        }
        deps = List.copyOf(deps);
    }

    /** The same for another number of replicas. */
    TaskDefinition with(int count) {
        return new TaskDefinition(name, type, command, count, deps, interval, cron, ends);
    }

    /** Whether it asks for anything that may be impossible on a machine. */
    public boolean needsChecking() {
        return command.switchesAccount() || !command.surroundings().inherited() || !ends.usual();
    }

    /** Whether it is a daemon that ends at once again and again, however well, after this many runs in a row that did. */
    boolean loops(int quickExits) {
        return type == TaskType.DAEMON && interval.grows(quickExits);
    }

    /** Bytes that its texts take in memory, at most two for a character, and some for what holds each of them. */
    public long bytes() {
        return OVERHEAD_BYTES
                + 2L * name.length()
                + command.bytes()
                + deps.stream().mapToLong(Command::bytes).sum();
    }

    /** Whether a task may be called this, see {@link #NAME_RULE}. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches()
                && !name.startsWith(RESERVED)
                && name.getBytes(UTF_8).length <= MAX_NAME_BYTES;
    }
}
