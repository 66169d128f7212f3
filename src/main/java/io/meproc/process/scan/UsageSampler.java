package io.meproc.process.scan;

import io.meproc.bus.SteadyClock;
import io.meproc.linux.Pids;
import io.meproc.process.context.Turns;
import io.meproc.task.Consumption;
import io.meproc.task.GroupUse;
import io.meproc.task.Readings;
import io.meproc.task.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/** Reads the resource use of the live runs, in one pass over /proc; only processes in their groups are inspected. */
public final class UsageSampler {
    /** The clock tick of the kernel's interfaces, the same on every architecture (USER_HZ). */
    private static final long TICK_MILLIS = 10;

    static final int PAGE_BYTES = pageBytes();

    private static final int USUAL_PAGE = 4_096;
    private static final int KILO = 1_024;

    private final ProcessScanner.Groups groups;
    private final IntUnaryOperator groupOf;
    private final Turns turns;
    private final Supplier<Map<Run, GroupUse>> limited;

    /**
     * A gauge for the children of a launcher.
     *
     * @param groupOf returns the process group of a pid; negative if there is none
     */
    public UsageSampler(ProcessScanner.Groups groups, IntUnaryOperator groupOf, Turns turns) {
        this(groups, groupOf, turns, Map::of);
    }

    /** @param limited reads the control groups of the runs with limits */
    public UsageSampler(
            ProcessScanner.Groups groups, IntUnaryOperator groupOf, Turns turns, Supplier<Map<Run, GroupUse>> limited) {
        this.limited = limited;
        this.groups = groups;
        this.groupOf = groupOf;
        this.turns = turns;
    }

    public void read(Consumer<Readings> then) {
        turns.aside(this::pass, then, broken -> then.accept(new Readings(SteadyClock.now(), Map.of())));
    }

    private Readings pass() {
        Map<Run, Consumption> runs = new HashMap<>();
        Pids.all().forEach(pid -> {
            int group = groupOf.applyAsInt(pid);
            Run run = group > 0 ? groups.of(group) : null;
            ProcFiles.Stat stat = run == null ? null : ProcFiles.stat(pid);
            if (run != null && stat != null) {
                runs.merge(run, consumption(stat), Consumption::plus);
            }
        });
        return new Readings(SteadyClock.now(), Map.copyOf(runs), limited.get());
    }

    private Consumption consumption(ProcFiles.Stat stat) {
        return new Consumption(
                Duration.ofMillis(stat.ticks() * TICK_MILLIS), stat.pages() * PAGE_BYTES, stat.alive() ? 1 : 0);
    }

    private static int pageBytes() {
        try (var lines = Files.lines(Path.of("/proc/self/smaps"))) {
            return lines.filter(line -> line.startsWith("KernelPageSize:"))
                    .findFirst()
                    .map(line -> Integer.parseInt(line.replaceAll("\\D", "")) * KILO)
                    .orElse(USUAL_PAGE);
        } catch (IOException unreadable) {
            return USUAL_PAGE;
        }
    }
}
