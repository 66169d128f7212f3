package io.meproc.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The immediate consequences of a {@link Plan} for one task.
 *
 * @param starts the number of replicas that are started at once
 * @param restarts the number of replicas that are stopped and then started
 * @param stops the number of replicas that are stopped
 * @param waits the number of replicas whose start waits
 * @param waitsFor what a start waits for, as phrases
 * @param after the tasks that end before this one is stopped
 * @param reasons why the task changes although no request is about it, and how its processes are replaced, as phrases
 */
public record PlannedTask(
        String task,
        Definition definition,
        int starts,
        int restarts,
        int stops,
        int waits,
        List<String> waitsFor,
        List<String> after,
        List<String> reasons) {

    /** The change of the definition. */
    public enum Definition {
        CREATED,
        CHANGED,
        REMOVED,
        UNCHANGED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public PlannedTask {
        waitsFor = List.copyOf(waitsFor);
        after = List.copyOf(after);
        reasons = List.copyOf(reasons);
    }

    static PlannedTask of(String name, TaskTable before, TaskTable after, List<TaskEvent> events) {
        Task then = before.find(name).orElse(null);
        Task now = after.find(name).orElse(null);
        int starts = 0;
        int restarts = 0;
        int stops = 0;
        int waits = 0;
        for (int index = 0; now != null && index < now.size(); index++) {
            boolean ran = then != null && index < then.size() && runs(then.replica(index));
            boolean again = now.starts(index) || startsAgain(now.replica(index).state());
            boolean ends = ran && (now.leaving() || !runs(now.replica(index)));
            starts += !ran && runs(now.replica(index)) ? 1 : 0;
            restarts += ends && again ? 1 : 0;
            stops += ends && !again ? 1 : 0;
            waits += !ends && now.starts(index) && !runs(now.replica(index)) ? 1 : 0;
        }
        return new PlannedTask(
                name,
                definition(then, now),
                starts,
                restarts,
                stops,
                waits,
                now == null || !now.waiting() ? List.of() : waitsFor(now, after),
                now == null || !now.leaving() ? List.of() : after.stoppedBefore(now),
                reasons(name, events));
    }

    private static boolean runs(Replica replica) {
        Phase phase = replica.phase();
        return phase.live() && phase != Phase.STOPPING && phase != Phase.ABORTING && phase != Phase.STUCK;
    }

    private static boolean startsAgain(ReplicaState state) {
        return (state instanceof ReplicaState.Stopping stopping && stopping.thenStart())
                || (state instanceof ReplicaState.Aborting aborting && aborting.thenStart());
    }

    private static Definition definition(@Nullable Task then, @Nullable Task now) {
        if (now == null || now.removing()) {
            return then == null || then.removing() ? Definition.UNCHANGED : Definition.REMOVED;
        } else if (then == null) {
            return Definition.CREATED;
        }
        return Objects.equals(then.definition(), now.definition()) ? Definition.UNCHANGED : Definition.CHANGED;
    }

    private static List<String> waitsFor(Task task, TaskTable table) {
        List<String> phrases = new ArrayList<>();
        table.runningDeps(task).forEach(name -> phrases.add("the end of " + name));
        table.unmet(task).forEach(need -> phrases.add(need.what() + " (" + String.join(", ", need.states()) + ")"));
        return phrases;
    }

    private static List<String> reasons(String name, List<TaskEvent> events) {
        return events.stream()
                .filter(event -> event.task().equals(name))
                .flatMap(event -> Stream.ofNullable(reason(event)))
                .distinct()
                .toList();
    }

    private static @Nullable String reason(TaskEvent event) {
        if (event instanceof TaskEvent.NeedLost lost) {
            return lost.words();
        }
        return event instanceof TaskEvent.Updated updated && updated.stage() == TaskEvent.Updated.Stage.BEGUN
                ? updated.kind().words() + ": " + updated.words()
                : null;
    }

    /** Whether anything happens to the task. */
    boolean differs() {
        return definition != Definition.UNCHANGED || starts + restarts + stops + waits > 0 || !reasons.isEmpty();
    }

    /** What happens to the task in one word: the first that is true of it. */
    public String action() {
        if (definition == Definition.REMOVED) {
            return "remove";
        } else if (restarts > 0) {
            return "restart";
        } else if (stops > 0) {
            return "stop";
        } else if (starts > 0) {
            return "start";
        } else if (waits > 0) {
            return "wait";
        }
        return definition == Definition.CREATED ? "create" : definition == Definition.CHANGED ? "change" : "none";
    }
}
