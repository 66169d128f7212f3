package io.meproc.task;

import static io.meproc.task.Event.Probed.Verdict.FAILED;
import static io.meproc.task.Event.Probed.Verdict.NOT_YET;
import static io.meproc.task.Event.Probed.Verdict.OVERDUE;
import static io.meproc.task.Event.Probed.Verdict.PASSED;

import io.meproc.task.probe.Check;
import io.meproc.task.probe.Probe;
import io.meproc.task.probe.ProbeKind;
import io.meproc.task.probe.ProbePort;
import io.meproc.task.probe.Probes;
import io.meproc.task.probe.Timing;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table in docs/tasks.md of what probes do. */
class ProbeTableTest {
    private static final Check CHECK = new Check.Tcp(Check.Tcp.LOOPBACK, new ProbePort(80, false));
    private static final Map<String, Probes> PROBES = new LinkedHashMap<>();
    private static final Map<String, Consumer<Stage>> OUTCOMES = new LinkedHashMap<>();

    static {
        PROBES.put("no probe", Probes.DEFAULT);
        PROBES.put("`startup`", new Probes(probe(ProbeKind.STARTUP), null, null));
        PROBES.put("`ready`", new Probes(null, probe(ProbeKind.READY), null));
        PROBES.put("`live`", new Probes(null, null, probe(ProbeKind.LIVE)));
        PROBES.put("all three", new Probes(probe(ProbeKind.STARTUP), probe(ProbeKind.READY), probe(ProbeKind.LIVE)));

        OUTCOMES.put("it has just begun", stage -> {});
        OUTCOMES.put("`startup` has not passed yet", stage -> concludes(stage, ProbeKind.STARTUP, NOT_YET));
        OUTCOMES.put("`startup` passes", stage -> concludes(stage, ProbeKind.STARTUP, PASSED));
        OUTCOMES.put("`startup` fails", stage -> concludes(stage, ProbeKind.STARTUP, FAILED));
        OUTCOMES.put("`ready` passes", stage -> {
            concludes(stage, ProbeKind.STARTUP, PASSED);
            concludes(stage, ProbeKind.READY, PASSED);
        });
        OUTCOMES.put("`ready` fails after it has passed", stage -> {
            concludes(stage, ProbeKind.STARTUP, PASSED);
            concludes(stage, ProbeKind.READY, PASSED);
            concludes(stage, ProbeKind.READY, FAILED);
        });
        OUTCOMES.put("`ready` does not pass for a minute", stage -> concludes(stage, ProbeKind.READY, OVERDUE));
        OUTCOMES.put("`live` fails", stage -> {
            concludes(stage, ProbeKind.STARTUP, PASSED);
            concludes(stage, ProbeKind.LIVE, FAILED);
        });
        OUTCOMES.put("`live` fails, and the run has ended", stage -> {
            concludes(stage, ProbeKind.STARTUP, PASSED);
            concludes(stage, ProbeKind.LIVE, FAILED);
            stage.exits("t", 0);
        });
        OUTCOMES.put("`live` fails during a stop", stage -> {
            concludes(stage, ProbeKind.STARTUP, PASSED);
            stage.stop("t");
            concludes(stage, ProbeKind.LIVE, FAILED);
        });
        OUTCOMES.put("Meproc was killed, and adopts the run", stage -> {
            concludes(stage, ProbeKind.STARTUP, PASSED);
            concludes(stage, ProbeKind.READY, PASSED);
            Crash.of(stage);
        });
    }

    private static Probe probe(ProbeKind kind) {
        return new Probe(CHECK, Timing.defaults(kind, CHECK));
    }

    /** A probe that a run does not have concludes nothing. */
    private static void concludes(Stage stage, ProbeKind kind, Event.Probed.Verdict verdict) {
        Task task = stage.task("t");
        Run run = task.replica(0).state().run();
        if (run != null && task.definition().behaviour().probes().of(kind) != null) {
            stage.on(new Event.Probed(run, kind, verdict, "why", stage.now));
        }
    }

    @Test
    void theDocumentedTableOfProbesIsTheRealOne() throws IOException {
        StringBuilder table = new StringBuilder("| outcome |");
        PROBES.keySet().forEach(name -> table.append(' ').append(name).append(" |"));
        table.append("\n|---|").append("---|".repeat(PROBES.size())).append('\n');
        OUTCOMES.forEach((name, outcome) -> {
            table.append("| ").append(name).append(" |");
            PROBES.values()
                    .forEach(probes ->
                            table.append(' ').append(effect(probes, outcome)).append(" |"));
            table.append('\n');
        });

        DocumentedTable.check("probes", table.toString());
    }

    private static String effect(Probes probes, Consumer<Stage> outcome) {
        Stage stage = new Stage();
        stage.runs(Stage.daemon("t").with(Behaviour.DEFAULT.with(probes)));
        stage.news.clear();
        outcome.accept(stage);
        Task task = stage.task("t");
        Replica replica = task.replica(0);
        String state =
                replica.phase() != Phase.RUNNING ? replica.phase().words() : replica.ready() ? "ready" : "not ready";
        String health = task.health() == Health.OK ? "" : ", " + task.health().word();
        String events = stage.news.stream()
                .filter(event -> event instanceof TaskEvent.ProcessReady
                        || event instanceof TaskEvent.ProcessNotReady
                        || event instanceof TaskEvent.ProbeFailed)
                .map(ProbeTableTest::word)
                .collect(Collectors.joining(", "));
        return state + health + (events.isEmpty() ? "" : "; " + events);
    }

    private static String word(TaskEvent event) {
        return event instanceof TaskEvent.ProcessReady
                ? "event `ready`"
                : event instanceof TaskEvent.ProcessNotReady ? "event `not ready`" : "event `probe failed`";
    }
}
