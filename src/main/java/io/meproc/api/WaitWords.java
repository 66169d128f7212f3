package io.meproc.api;

import io.meproc.task.Replica;
import io.meproc.task.Task;
import io.meproc.task.TaskTable;
import io.meproc.task.TaskType;
import io.meproc.task.Timeline;
import io.meproc.task.UnmetNeed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Phrases for the wait of a task: for which conditions, since when and until when. */
final class WaitWords {
    private static final int MOST = 5;

    private final TaskTable table;
    private final Task task;
    private final Instant now;
    private final Timeline times;

    /** @param now the wall-clock time */
    WaitWords(TaskTable table, Task task, Instant now) {
        this.table = table;
        this.task = task;
        this.now = now;
        this.times = table.timeline();
    }

    List<String> all() {
        List<String> words = new ArrayList<>();
        List<String> running = table.runningDeps(task);
        if (!running.isEmpty()) {
            words.add(
                    "waiting for " + listed(running.stream().map(this::running).toList(), "; "));
            List<String> daemons = running.stream().filter(this::isDaemon).toList();
            if (!daemons.isEmpty()) {
                words.add("deps means 'not while these run'; these are daemons, which may run forever: "
                        + listed(daemons, ", ") + "; to wait until one is up, use {\"task\": \"" + daemons.get(0)
                        + "\", \"condition\": \"ready\"} in deps");
            }
        }
        table.unmet(task).forEach(need -> words.add(words(need)));
        if (words.isEmpty()) {
            words.add("waiting for its earlier processes to end");
        }
        return words;
    }

    private String words(UnmetNeed need) {
        String since = need.since() == null ? "" : ", since " + times.wall(need.since());
        String then = switch (need.then()) {
            case FAIL -> "the start fails";
            case START -> "it starts anyway";
            case WAIT -> "the delay is reported";
        };
        Instant until = need.until() == null ? null : times.wall(need.until());
        String limit = until == null
                ? ", without a time limit"
                : until.isAfter(now)
                        ? ", until " + until + " (in " + Words.until(now, until) + "), then " + then
                        : ", for longer than its time limit, which ended at " + until;
        return "waiting for " + need.what() + " (" + listed(need.states(), ", ") + ")" + since + limit;
    }

    private boolean isDaemon(String name) {
        return table.find(name)
                .filter(other -> other.definition().type() == TaskType.DAEMON)
                .isPresent();
    }

    /** A phrase such as {@code db:0, pid 4711, running since 10:02}. */
    private String running(String name) {
        Task other = table.find(name).orElse(null);
        if (other == null) {
            return name;
        }
        List<String> live = new ArrayList<>();
        for (int index = 0; index < other.size() && live.size() < MOST; index++) {
            Replica replica = other.replica(index);
            if (replica.pid() > 0) {
                live.add(name + ":" + index + ", pid " + replica.pid() + ", running since "
                        + times.wall(Objects.requireNonNull(replica.since())));
            }
        }
        return live.isEmpty() ? name + ", which is " + other.condition() : String.join("; ", live);
    }

    private static String listed(List<String> all, String separator) {
        return all.stream().limit(MOST).collect(Collectors.joining(separator))
                + (all.size() > MOST ? separator + "and " + (all.size() - MOST) + " more" : "");
    }
}
