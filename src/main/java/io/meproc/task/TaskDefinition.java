package io.meproc.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meproc.task.command.Command;
import io.meproc.task.cron.CatchUp;
import io.meproc.task.cron.Schedule;
import io.meproc.task.cron.Timetable;
import io.meproc.task.cron.Trigger;
import io.meproc.task.exit.EndPolicy;
import io.meproc.task.restart.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a task: a group of identical processes, and when they run.
 *
 * @param name unique among the listed tasks; part of a file name
 * @param replicas the number of processes, 1 to {@value #MAX_REPLICAS}
 * @param deps names of the tasks that must not be running when this one starts; they need not exist. Other conditions are in
 * {@link Behaviour#needs}
 * @param interval used by daemons
 * @param cron what makes it fire; null unless the type is cron
 * @param catchUp what happens after times of the pattern were missed
 * @param successWithin the longest time without a success; null if none is expected
 * @param ends how runs are stopped and judged
 * @param behaviour the policies of each concern
 */
public record TaskDefinition(
        String name,
        TaskType type,
        Command command,
        int replicas,
        List<String> deps,
        Interval interval,
        @Nullable Trigger cron,
        CatchUp catchUp,
        @Nullable Duration successWithin,
        EndPolicy ends,
        Behaviour behaviour) {

    public static final int MAX_REPLICAS = 10_000;
    public static final int MAX_DEPS = 1_000;

    /** The kernel refuses a longer argument (MAX_ARG_STRLEN, execve(2)), counted in bytes with the final NUL. */
    public static final int MAX_COMMAND_BYTES = 131_071;

    public static final String NAME_RULE =
            "1 to 64 letters, digits, '.', '_' or '-', starting with a letter or a digit, not with 'meproc.log'";

    /** The name of the service's own log. It lies in the directory in which each task has a folder. */
    private static final String RESERVED = "meproc.log";

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{Nd}][\\p{L}\\p{Nd}._-]{0,63}");

    /** An estimate of the memory that a task of one replica needs beside its texts. */
    private static final long OVERHEAD_BYTES = 512;

    /** An estimate of the memory that a condition needs, in the definition and in the index of dependents. */
    private static final long CONDITION_BYTES = 512;

    /** The kernel refuses longer file names (NAME_MAX, counted in bytes). */
    private static final int MAX_NAME_BYTES = 255;

    /** A definition without further policies, and of which no success is expected. */
    public TaskDefinition(
            String name,
            TaskType type,
            Command command,
            int replicas,
            List<String> deps,
            Interval interval,
            @Nullable Trigger cron,
            EndPolicy ends) {
        this(name, type, command, replicas, deps, interval, cron, CatchUp.DEFAULT, null, ends, Behaviour.DEFAULT);
    }

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

    /** The same definition with another number of replicas. */
    TaskDefinition with(int count) {
        return new TaskDefinition(
                name, type, command, count, deps, interval, cron, catchUp, successWithin, ends, behaviour);
    }

    /** The same definition with another command. */
    TaskDefinition with(Command other) {
        return new TaskDefinition(
                name, type, other, replicas, deps, interval, cron, catchUp, successWithin, ends, behaviour);
    }

    /** The same definition with another behaviour. */
    public TaskDefinition with(Behaviour other) {
        return new TaskDefinition(
                name, type, command, replicas, deps, interval, cron, catchUp, successWithin, ends, other);
    }

    /** Its fires on this node; null unless the type is cron. */
    @Nullable
    Timetable timetable(Rules rules) {
        Schedule schedule = behaviour.schedule();
        return cron == null
                ? null
                : new Timetable(
                        cron,
                        schedule.zone() == null ? rules.zone() : schedule.zone(),
                        schedule.jitter(),
                        rules.node() + "/" + name);
    }

    /** Whether it has fields that a machine may not support. */
    public boolean needsChecking() {
        return command.switchesAccount()
                || !command.surroundings().inherited()
                || !ends.isDefault()
                || behaviour.probes().needMachine()
                || !behaviour.limits().isDefault();
    }

    /** The waits before the restarts of a replica. */
    Backoff backoff() {
        return behaviour.restart().backoff(interval.base(), interval.given());
    }

    /** The length from which a run is not a quick exit, so that the next wait is the first one again. */
    Duration lasts() {
        return behaviour.restart().resetAfter(Interval.QUICK);
    }

    /** The length from which a run of a daemon has recovered from earlier failures. */
    Duration healthyTime() {
        return behaviour.restart().resetAfter(Health.HEALTHY_TIME);
    }

    boolean isDaemon() {
        return type == TaskType.DAEMON;
    }

    /** An upper estimate of the memory that its texts need, in bytes. */
    public long bytes() {
        return OVERHEAD_BYTES
                + 2L * name.length()
                + command.bytes()
                + deps.stream().mapToLong(Command::bytes).sum()
                + CONDITION_BYTES * behaviour.needs().conditions().count();
    }

    /** Whether a name meets {@link #NAME_RULE}. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches()
                && !name.startsWith(RESERVED)
                && name.getBytes(UTF_8).length <= MAX_NAME_BYTES;
    }
}
