package io.meproc.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.json.Content;
import io.meproc.store.StoredRun;
import io.meproc.task.Expectation;
import io.meproc.task.Health;
import io.meproc.task.History;
import io.meproc.task.Phase;
import io.meproc.task.Readiness;
import io.meproc.task.Replica;
import io.meproc.task.Task;
import io.meproc.task.TaskTable;
import io.meproc.task.Timeline;
import io.meproc.task.exit.End;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The reason for the state of a task as a sentence, and its latest events. */
final class Why implements Content {
    private static final int MOST_REPLICAS = 5;

    private final TaskTable table;
    private final Task task;
    private final Instant now;
    private final Timeline times;
    private final List<PastEvent> past;

    /**
     * @param now the wall-clock time
     * @param runs the latest runs in the store
     */
    Why(TaskTable table, Task task, Instant now, List<StoredRun> runs) {
        this.past = PastEvent.of(task, table.timeline(), runs);
        this.table = table;
        this.task = task;
        this.now = now;
        this.times = table.timeline();
    }

    @Override
    public void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("task", task.name());
        json.writeStringField("node", table.node());
        json.writeStringField("state", task.condition());
        json.writeStringField("health", task.health().word());
        json.writeStringField("summary", summary());
        json.writeArrayFieldStart("past");
        for (PastEvent event : past) {
            event.write(json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private String summary() {
        List<String> parts = new ArrayList<>();
        String trouble = trouble();
        if (!trouble.isEmpty()) {
            parts.add(trouble);
        }
        if (task.waiting()) {
            parts.addAll(new WaitWords(table, task, now).all());
        }
        task.update().map(update -> WhyUpdate.words(update, times, now)).ifPresent(parts::add);
        WhyUpdate.rolledBack(task, times).ifPresent(parts::add);
        parts.addAll(WhyMemory.words(task, times, now));
        task.expectation().flatMap(this::overdue).ifPresent(parts::add);
        parts.addAll(WhySchedule.words(task, now));
        if (task.leaving()) {
            parts.add("it is stopped as soon as the tasks that need it have ended: "
                    + String.join(", ", table.stoppedBefore(task)));
        } else if (task.held()) {
            parts.add("stopped by request; it stays stopped until it is started");
        }
        int mentioned = parts.size();
        for (int index = 0; index < task.size(); index++) {
            Replica replica = task.replica(index);
            if (needsMention(replica) && parts.size() < mentioned + MOST_REPLICAS) {
                parts.add((task.size() == 1 ? "" : "replica " + index + ": ") + words(replica));
                parts.remove("");
            }
        }
        int running = task.counts().getOrDefault(Phase.RUNNING, 0);
        if (running > 0) {
            parts.add(trouble.isEmpty() ? 0 : 1, running(running));
        }
        String health = task.health() == Health.OK ? "" : task.health().word() + ": ";
        return health + (parts.isEmpty() ? task.condition() : String.join("; ", parts));
    }

    /** A phrase about a success that did not come in time; empty if it still can. */
    private Optional<String> overdue(Expectation expected) {
        if (expected.state() == Expectation.State.MET) {
            return Optional.empty();
        }
        String before = task.lastSuccess()
                .map(last -> "the last success was at " + times.wall(last))
                .orElse("no run has ended with success");
        String why = switch (expected.state()) {
            case MISSED -> ", and its time at " + task.lastMissed().orElse(null) + " was missed";
            case STALE -> ", and nothing is scheduled or runs that could bring one";
            case LATE, MET -> "";
        };
        return Optional.of(expected.state().word() + ": a success was expected until " + times.wall(expected.deadline())
                + "; " + before + why);
    }

    /**
     * A phrase such as {@code the last run ended with code 2 at 2026-01-01T00:00:00Z}; empty if the phrase about the
     * only replica contains it.
     */
    private String trouble() {
        boolean follows = task.size() == 1 && task.replica(0).phase() == Phase.BACKING_OFF;
        return follows
                ? ""
                : task.trouble()
                        .map(end -> Words.lastRun(end) + " at " + times.wall(end.at()))
                        .orElse("");
    }

    private static boolean needsMention(Replica replica) {
        Phase phase = replica.phase();
        return phase == Phase.RUNNING ? !replica.ready() : phase != Phase.STOPPED;
    }

    private String running(int count) {
        Stream<Replica> live = task.replicas().filter(replica -> replica.since() != null);
        Instant since = live.map(replica -> Objects.requireNonNull(replica.since()))
                .min(Instant::compareTo)
                .map(times::wall)
                .orElse(now);
        return (task.size() == 1 ? "running" : count + " of " + task.size() + " replicas run") + ", since " + since;
    }

    private String words(Replica replica) {
        History history = replica.history();
        if (task.size() == 1
                && replica.phase() == Phase.FAILED
                && replica.health(task.definition().type()) != Health.OK) {
            return RestartWords.decision(task.definition(), history).replaceFirst("^; ", "");
        }
        End last = history.last();
        String before = last == null ? "" : Words.end(last) + Words.inARow(history.quickExits());
        Instant next = replica.nextStart();
        if (next != null) {
            return before + "; next start in " + Words.until(now, times.wall(next))
                    + RestartWords.place(task.definition(), history);
        } else if (replica.phase() == Phase.FAILED || replica.phase() == Phase.FINISHED) {
            return before + RestartWords.decision(task.definition(), history);
        }
        Readiness probed = replica.readiness();
        if (replica.phase() == Phase.RUNNING && probed != null) {
            return new ProbeWords(task.definition().behaviour().probes(), probed, times, now).notReady();
        }
        if (replica.phase() == Phase.LINGERING) {
            return "lingering: its leader has ended, other processes of its run have not";
        }
        return replica.phase().words() + (before.isEmpty() ? "" : "; before: " + before);
    }
}
