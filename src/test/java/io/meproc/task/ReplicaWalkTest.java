package io.meproc.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.exit.EndPolicy;
import io.meproc.task.exit.ExitStatuses;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StopPlan;
import io.meproc.task.restart.RestartLimit;
import io.meproc.task.restart.RestartMode;
import io.meproc.task.restart.RestartPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Walks through every world that a replica can come into; {@link World} checks each step. */
class ReplicaWalkTest {
    private static final Path GOLDEN = Path.of("docs", "states.md");
    private static final List<String> EVENTS = List.of(
            "start",
            "stop",
            "spawned",
            "spawnFailed",
            "spawnLacks",
            "leaderExited",
            "exited",
            "survived",
            "elapsed",
            "healthy",
            "probeFailed",
            "killNow",
            "reset");

    /** Stops in two steps, has a time limit, and waits for what outlives its first process. */
    private static final EndPolicy DEMANDING = new EndPolicy(
            new StopPlan(List.of(
                    new StopPlan.Step(Signal.INT, Duration.ofSeconds(1)),
                    new StopPlan.Step(Signal.TERM, Duration.ofSeconds(2)))),
            Duration.ofMinutes(1),
            ExitStatuses.ZERO,
            LeaderExit.WAIT);

    /** The default first; then one that restarts failures only, one that gives up, and one that restarts nothing. */
    private static final List<RestartPolicy> POLICIES = List.of(
            RestartPolicy.DEFAULT,
            RestartPolicy.of(RestartMode.ON_FAILURE),
            RestartPolicy.of(RestartMode.ON_FAILURE).with(new RestartLimit(2, Duration.ofMinutes(1))),
            RestartPolicy.of(RestartMode.NEVER));

    /** The plain kinds first, for the table that people read. */
    private static final List<Kind> KINDS = POLICIES.stream()
            .flatMap(restart -> Stream.of(EndPolicy.DEFAULT, DEMANDING)
                    .flatMap(ends -> Stream.of(TaskType.values()).map(type -> new Kind(type, ends, restart))))
            .toList();

    private record Kind(TaskType type, EndPolicy ends, RestartPolicy restart) {}

    private static Map<String, World> walk(Kind kind, BiConsumer<World, Map.Entry<String, World>> step) {
        Map<String, World> seen = new LinkedHashMap<>();
        Deque<World> open = new ArrayDeque<>(List.of(World.first(kind.type(), kind.ends(), kind.restart())));
        seen.put(open.peek().key(), open.peek());
        while (!open.isEmpty()) {
            World world = open.poll();
            for (Map.Entry<String, World> next : world.next().entrySet()) {
                step.accept(world, next);
                if (seen.putIfAbsent(next.getValue().key(), next.getValue()) == null) {
                    open.add(next.getValue());
                }
            }
        }
        return seen;
    }

    @Test
    void everyReachableWorldKeepsTheRules() {
        for (Kind kind : KINDS) {
            assertThat(walk(kind, (world, next) -> {})).hasSizeGreaterThan(15);
        }
    }

    @Test
    void everyStateAndPhaseIsReached() {
        Set<Phase> phases = new HashSet<>();
        Set<Class<?>> states = new HashSet<>();
        for (Kind kind : KINDS) {
            walk(kind, (world, next) -> {
                phases.add(next.getValue().replica().phase());
                states.add(next.getValue().replica().state().getClass());
            });
        }
        assertThat(phases).containsExactlyInAnyOrder(Phase.values());
        assertThat(states).containsExactlyInAnyOrder(ReplicaState.class.getPermittedSubclasses());
    }

    @Test
    void aRestingReplicaLeavesNothingBehind() {
        for (Kind kind : KINDS) {
            for (World world : walk(kind, (from, next) -> {}).values()) {
                if (!world.replica().phase().live() && world.replica().phase() != Phase.BACKING_OFF) {
                    assertThat(world.atRest()).as(world.key()).isTrue();
                }
            }
        }
    }

    @Test
    void aStopAlwaysReachesRest() {
        for (Kind kind : KINDS) {
            for (World world : walk(kind, (from, next) -> {}).values()) {
                reachesRest(world.stopped(), new HashSet<>());
            }
        }
    }

    /** Whatever the outside does, in whatever order: no path goes round in circles, and each ends at rest. */
    private static void reachesRest(World world, Set<String> path) {
        assertThat(path.add(world.key()))
                .as("no circle through %s: %s", world.key(), path)
                .isTrue();
        Map<String, World> next = world.environment();
        if (next.isEmpty()) {
            assertThat(world.atRest()).as(world.key()).isTrue();
        }
        next.values().forEach(after -> reachesRest(after, new HashSet<>(path)));
    }

    @Test
    void theDocumentedTableIsTheRealOne() throws IOException {
        String table = print();
        if (Boolean.getBoolean("states.write")) {
            Files.writeString(GOLDEN, table);
        }
        assertThat(Files.readString(GOLDEN)).isEqualTo(table);
    }

    private static String print() {
        Map<String, Map<String, Set<String>>> rows = new TreeMap<>();
        for (Kind kind : KINDS) {
            walk(
                    kind,
                    (world, next) -> rows.computeIfAbsent(world.label(), label -> new TreeMap<>())
                            .computeIfAbsent(next.getKey(), event -> new TreeSet<>())
                            .add(cell(world, next.getValue())));
        }
        StringBuilder text = new StringBuilder("""
            # The states of a replica

            Printed by `ReplicaWalkTest` from the table in `ReplicaState`, by walking through every world that a replica can
            reach; `./mvnw test -Dtest=ReplicaWalkTest -Dstates.write=true` writes it anew.

            A row is a state, a column an event. A cell has the next state and what is done on the way; `.` means that the
            state stays as it is, and an empty cell that the event is unexpected there. Where a cell has two outcomes, the
            task decides: its restart policy lets a replica back off or end (docs/tasks.md); a stop may have more than one
            step; a run may have a time limit; and a task may wait for what outlives the leader (NOT SIGNALLED). A reset
            starts a replica whose policy has given up. `spawnLacks` is a start that failed for
            want of resources. `healthy` is the time after which a daemon's run has recovered from the failure before it
            (10 s, `arm healthy`); it may be late, and changes nothing for a run that has ended. `probeFailed` is a failed
            startup or live probe of a task that has one; `probe` and `probe no more` are the begin and the end of probing.

            Beside its state a replica has a health, which these steps change but which changes none of them:

            | health | from | until |
            |---|---|---|
            | failed | a run failed, and the restart policy does not start it again, as by default that of a once or cron task; a daemon only until it is started | a run succeeds, a reset, another definition |
            | failing | a run failed and is restarted by policy, or ended at once for the second time in a row where the wait grows; a start that failed for want of resources is tried again | a run succeeds, that of a daemon also by lasting for 10 s (`reset_after`); a stop, a reset, another definition |
            | ok | | |

            A task has the worst health of its replicas.

            """);
        text.append("| state |");
        EVENTS.forEach(event -> text.append(' ').append(event).append(" |"));
        text.append("\n|---|").append("---|".repeat(EVENTS.size())).append('\n');
        rows.forEach((label, cells) -> {
            text.append("| **").append(label).append("** |");
            EVENTS.forEach(event -> text.append(' ')
                    .append(String.join("<br>", cells.getOrDefault(event, Set.of())))
                    .append(" |"));
            text.append('\n');
        });
        return text.toString().replace("|  |", "| |").replace("|  |", "| |");
    }

    private static String cell(World from, World to) {
        String done = to.effects().isEmpty() ? "" : ": " + String.join(", ", to.effects());
        return from.label().equals(to.label()) && done.isEmpty() ? "." : to.label() + done;
    }
}
