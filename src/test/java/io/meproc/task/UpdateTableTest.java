package io.meproc.task;

import io.meproc.task.TaskEvent.Updated;
import io.meproc.task.command.Command;
import io.meproc.task.exit.Signal;
import io.meproc.task.probe.Check;
import io.meproc.task.probe.Probe;
import io.meproc.task.probe.ProbeKind;
import io.meproc.task.probe.ProbePort;
import io.meproc.task.probe.Probes;
import io.meproc.task.probe.Timing;
import io.meproc.task.update.OnFailure;
import io.meproc.task.update.Unavailable;
import io.meproc.task.update.Updates;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The tables in docs/tasks.md of what follows from failures and requests during an update. */
class UpdateTableTest {
    private static final Duration HEALTHY = Duration.ofSeconds(3);
    private static final Map<String, Consumer<Stage>> FAILURES = new LinkedHashMap<>();
    private static final Map<String, Consumer<Stage>> REQUESTS = new LinkedHashMap<>();

    static {
        FAILURES.put("a new process ends, whatever its exit code", stage -> {
            comesUp(stage);
            stage.exits("web:0", 0);
        });
        FAILURES.put("a new process can't be started", stage -> {
            stage.exits("web:0", 0);
            stage.refuses("web:0", "no such file");
        });
        FAILURES.put("a new process is not ready within `timeout`", stage -> {
            comesUp(stage);
            stage.passes(Duration.ofMinutes(1));
        });
        FAILURES.put("a new process fails its `startup` or `live` probe", stage -> {
            comesUp(stage);
            concludes(stage, ProbeKind.LIVE, Event.Probed.Verdict.FAILED);
        });
        FAILURES.put("a new process that was good ends before the update is over", stage -> {
            good(stage);
            stage.exits("web:0", 1);
        });
        FAILURES.put("an old process that is not replaced yet ends", stage -> stage.exits("web:2", 1));
        FAILURES.put("an old process survives SIGKILL", stage -> {
            stage.passes(Duration.ofSeconds(15));
            stage.survives("web:0");
        });
        REQUESTS.put("another command", stage -> stage.amend(web("v3", OnFailure.ROLLBACK, 3)));
        REQUESTS.put("a change of anything else", stage -> stage.amend(web("v2", OnFailure.PAUSE, 3)));
        REQUESTS.put("more or fewer replicas", stage -> stage.amend(web("v2", OnFailure.ROLLBACK, 2)));
        REQUESTS.put("start of the task", stage -> stage.start("web"));
        REQUESTS.put("stop of the task", stage -> stage.stop("web"));
        REQUESTS.put("restart of the task", stage -> stage.post("web"));
        REQUESTS.put("rolling restart", stage -> stage.roll("web"));
        REQUESTS.put("stop of a replica", stage -> stage.ask(new Request.Stop(Target.replica("web", 2), true)));
        REQUESTS.put("restart of a replica", stage -> stage.ask(new Request.Restart(Target.replica("web", 2), true)));
        REQUESTS.put("signal", stage -> stage.ask(new Request.SendSignal(Target.task("web"), Signal.USR1)));
        REQUESTS.put("reset", stage -> stage.ask(new Request.Reset(Target.task("web"), true)));
        REQUESTS.put("removal", stage -> stage.delete("web"));
        REQUESTS.put("end of the service", Stage::drain);
        REQUESTS.put("crash or upgrade of the service", Crash::of);
    }

    private static TaskDefinition web(String command, OnFailure then, int replicas) {
        Check tcp = new Check.Tcp(Check.Tcp.LOOPBACK, new ProbePort(80, false));
        Probe probe = new Probe(tcp, Timing.defaults(ProbeKind.READY, tcp));
        return Stage.task("web", TaskType.DAEMON, replicas)
                .with(new Command(command, null, null))
                .with(Behaviour.DEFAULT
                        .with(new Probes(null, probe, probe))
                        .with(new Updates(true, Unavailable.ONE, HEALTHY, Duration.ofMinutes(1), then)));
    }

    private static void comesUp(Stage stage) {
        stage.exits("web:0", 0);
        stage.spawns("web:0");
    }

    private static void good(Stage stage) {
        comesUp(stage);
        concludes(stage, ProbeKind.READY, Event.Probed.Verdict.PASSED);
        stage.passes(HEALTHY);
    }

    private static void concludes(Stage stage, ProbeKind kind, Event.Probed.Verdict verdict) {
        Run run = Objects.requireNonNull(stage.task("web").replica(0).run());
        stage.on(new Event.Probed(run, kind, verdict, "", stage.now));
    }

    private static Stage updating(OnFailure then) {
        Stage stage = new Stage();
        stage.runs(web("v1", then, 3));
        stage.amend(web("v2", then, 3));
        return stage;
    }

    private static Stage rolling() {
        Stage stage = new Stage();
        stage.runs(web("v1", OnFailure.ROLLBACK, 3));
        stage.roll("web");
        return stage;
    }

    /** What has become of the update. */
    private static String outcome(Stage stage) {
        List<Updated.Stage> stages =
                stage.told(Updated.class).stream().map(Updated::stage).toList();
        boolean lives = stage.table.find("web").flatMap(Task::update).isPresent();
        if (stages.contains(Updated.Stage.ROLLED_BACK)) {
            return "is rolled back";
        } else if (lives && stages.contains(Updated.Stage.ENDED)) {
            return "ends, another one begins";
        }
        return lives ? "continues" : "ends";
    }

    @Test
    void theDocumentedTableOfFailuresIsTheRealOne() throws IOException {
        StringBuilder text = new StringBuilder("""
                | What happens | rolling restart | `rollback` | `pause` | `go-on` |
                |---|---|---|---|---|
                """);
        FAILURES.forEach((what, happens) -> {
            text.append("| ").append(what);
            Stage roll = rolling();
            happens.accept(roll);
            text.append(" | ").append(outcome(roll));
            for (OnFailure then : OnFailure.values()) {
                Stage stage = updating(then);
                happens.accept(stage);
                text.append(" | ").append(outcome(stage));
            }
            text.append(" |\n");
        });
        DocumentedTable.check("failures of updates", text.toString());
    }

    @Test
    void theDocumentedTableOfRequestsIsTheRealOne() throws IOException {
        StringBuilder text = new StringBuilder("| During an update | The update |\n|---|---|\n");
        REQUESTS.forEach((what, happens) -> {
            Stage stage = updating(OnFailure.ROLLBACK);
            happens.accept(stage);
            text.append("| ").append(what).append(" | ").append(outcome(stage)).append(" |\n");
        });
        DocumentedTable.check("requests during updates", text.toString());
    }
}
