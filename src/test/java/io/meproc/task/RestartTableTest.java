package io.meproc.task;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.exit.EndPolicy;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.ExitStatuses;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.Observations;
import io.meproc.task.exit.Observations.MemoryEvents;
import io.meproc.task.exit.StopPlan;
import io.meproc.task.limit.Limits;
import io.meproc.task.limit.Size;
import io.meproc.task.probe.Check;
import io.meproc.task.probe.Probe;
import io.meproc.task.probe.ProbeKind;
import io.meproc.task.probe.ProbePort;
import io.meproc.task.probe.Probes;
import io.meproc.task.probe.Timing;
import io.meproc.task.restart.RestartDelay;
import io.meproc.task.restart.RestartLimit;
import io.meproc.task.restart.RestartMode;
import io.meproc.task.restart.RestartPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Prints the table of restart policies and causes of ends in docs/tasks.md. */
class RestartTableTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final Check CHECK = new Check.Tcp(Check.Tcp.LOOPBACK, new ProbePort(80, false));
    private static final Probe PROBE = new Probe(CHECK, Timing.defaults(ProbeKind.LIVE, CHECK));

    /** The exit code that the policies of the table force or prevent. */
    private static final ExitStatuses SEVEN = new ExitStatuses(Set.of(7), Set.of());

    private final Map<String, Consumer<Stage>> causes = new LinkedHashMap<>();
    private final Map<String, RestartPolicy> policies = new LinkedHashMap<>();

    @Test
    void theDocumentedTableOfPoliciesAndCausesIsTheRealOne() throws IOException {
        fill();
        StringBuilder table = new StringBuilder("| end |");
        policies.keySet().forEach(name -> table.append(' ').append(name).append(" |"));
        table.append("\n|---|").append("---|".repeat(policies.size())).append('\n');
        causes.forEach((words, cause) -> {
            table.append("| ").append(words).append(" |");
            policies.values()
                    .forEach(policy ->
                            table.append(' ').append(outcome(policy, cause)).append(" |"));
            table.append('\n');
        });
        DocumentedTable.check("restart", table.toString());
    }

    private void fill() {
        causes.put("exit code 0, or another success", stage -> stage.exits("a", 0));
        causes.put("another exit code", stage -> stage.exits("a", 1));
        causes.put("a signal that no stop sent", stage -> stage.exits("a", new ExitStatus.Signaled(9, false)));
        causes.put("killed for memory", stage -> stage.exits("a", new ExitStatus.KilledForMemory()));
        causes.put("unknown: nobody watched it", stage -> stage.exits("a", new ExitStatus.Unknown("unwatched")));
        causes.put("`timeout` exceeded", stage -> {
            stage.passes(LIMIT);
            stage.exits("a", 143);
        });
        causes.put("a `startup` or `live` probe failed", stage -> {
            Run run = requireNonNull(stage.task("a").replica(0).state().run());
            stage.on(new Event.Probed(run, ProbeKind.LIVE, Event.Probed.Verdict.FAILED, "refused", stage.now));
            stage.exits("a", 143);
        });
        causes.put("`memory.max` reached", RestartTableTest::usesAllMemory);
        causes.put("exit code 7", stage -> stage.exits("a", 7));
        causes.put("stopped by request", stage -> {
            stage.stop("a");
            stage.exits("a", 1);
        });
        causes.put("restarted by request", stage -> {
            stage.post("a");
            stage.exits("a", 1);
        });
        causes.put("the start failed", stage -> {
            begin(stage);
            stage.refuses("a", "no such file");
        });
        causes.put("the start lacked resources", stage -> {
            begin(stage);
            stage.lacks("a");
        });
        policies.put("`always`", RestartPolicy.of(RestartMode.ALWAYS));
        policies.put("`on-failure`", RestartPolicy.of(RestartMode.ON_FAILURE));
        policies.put("`never`", RestartPolicy.of(RestartMode.NEVER));
        policies.put("`always`, `prevent: [7]`", listed(RestartMode.ALWAYS, ExitStatuses.NONE, SEVEN));
        policies.put("`never`, `force: [7]`", listed(RestartMode.NEVER, SEVEN, ExitStatuses.NONE));
        policies.put(
                "`always`, `give_up: \"1 in 1m\"`",
                RestartPolicy.of(RestartMode.ALWAYS).with(new RestartLimit(1, Duration.ofMinutes(1))));
    }

    private static RestartPolicy listed(RestartMode mode, ExitStatuses force, ExitStatuses prevent) {
        return new RestartPolicy(mode, force, prevent, RestartDelay.DEFAULT, null, null, false);
    }

    private static void usesAllMemory(Stage stage) {
        Run run = requireNonNull(stage.alive.remove(Stage.id("a")));
        stage.over.put(run.replica(), run);
        Observations observed = new Observations(null, new MemoryEvents(1_000_000, 0, 1, 1, 1));
        ExitStatus status = new ExitStatus.KilledForMemory();
        stage.on(new Event.Reported(new Report.Exited(run, stage.now, status, null, List.of(), observed)));
    }

    /** Orders a start of a replica that has run before. */
    private static void begin(Stage stage) {
        stage.post("a");
        stage.exits("a", 0);
    }

    /** The outcome, which is the same for every type that can have the policy. */
    private static String outcome(RestartPolicy policy, Consumer<Stage> cause) {
        Set<String> outcomes = new LinkedHashSet<>();
        for (TaskType type : TaskType.values()) {
            if (type != TaskType.CRON || policy.mode() != RestartMode.ALWAYS) {
                Stage stage = new Stage();
                EndPolicy ends = new EndPolicy(StopPlan.DEFAULT, LIMIT, ExitStatuses.ZERO, LeaderExit.STOP_GROUP);
                TaskDefinition plain = Stage.task("a", type, 1);
                stage.runs(new TaskDefinition(
                                "a", type, plain.command(), 1, List.of(), plain.interval(), plain.cron(), ends)
                        .with(Behaviour.DEFAULT
                                .with(policy)
                                .with(new Probes(null, null, PROBE))
                                .with(new Limits(null, new Size(1_000_000), 0, 0, null, null))));
                if (type == TaskType.CRON) {
                    stage.start("a");
                    stage.spawns("a");
                }
                cause.accept(stage);
                outcomes.add(words(stage.task("a").replica(0).phase()));
            }
        }
        assertThat(outcomes).hasSize(1);
        return outcomes.iterator().next();
    }

    private static String words(Phase phase) {
        return switch (phase) {
            case BACKING_OFF -> "restarts after the delay";
            case STARTING -> "starts at once";
            default -> phase.words();
        };
    }
}
