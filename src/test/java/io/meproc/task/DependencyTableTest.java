package io.meproc.task;

import io.meproc.task.condition.Condition;
import io.meproc.task.condition.Condition.Kind;
import io.meproc.task.condition.Subject;
import io.meproc.task.exit.EndPolicy;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.ExitStatuses;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.StopPlan;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The table in docs/tasks.md of what a condition makes of the fate of the dependency. */
class DependencyTableTest {
    private static final Map<String, Consumer<Stage>> FATES = new LinkedHashMap<>();

    static {
        FATES.put("is not listed", stage -> {});
        FATES.put(
                "is listed as stopped and never ran",
                stage -> stage.ask(new Request.Put(Stage.once("db"), Expected.ANY, true, false)));
        FATES.put("waits for another task", stage -> {
            stage.runs(Stage.once("other"));
            stage.put(Stage.once("db", "other"));
        });
        FATES.put("is being started", stage -> stage.put(Stage.once("db")));
        FATES.put("runs", stage -> stage.runs(Stage.daemon("db")));
        FATES.put("runs, and its leader has ended", stage -> {
            stage.runs(lingering());
            stage.leaderExits("db");
        });
        FATES.put("is being stopped", stage -> {
            stage.runs(Stage.daemon("db"));
            stage.stop("db");
        });
        FATES.put("is a daemon that was stopped by request", stage -> {
            stage.runs(Stage.daemon("db"));
            stage.stop("db");
            stage.exits("db", 0);
        });
        FATES.put("is a daemon that failed and backs off", stage -> {
            stage.runs(Stage.daemon("db"));
            stage.exits("db", 1);
        });
        FATES.put("ran once and ended with success", stage -> {
            stage.runs(Stage.once("db"));
            stage.exits("db", 0);
        });
        FATES.put("ran once and failed", stage -> {
            stage.runs(Stage.once("db"));
            stage.exits("db", 1);
        });
        FATES.put("ran once and was killed by a signal of another program", stage -> {
            stage.runs(Stage.once("db"));
            stage.exits("db", new ExitStatus.Signaled(9, false));
        });
        FATES.put("could not be started", stage -> {
            stage.runs(Stage.once("db"));
            stage.exits("db", 0);
            stage.start("db");
            stage.refuses("db", "no such program");
        });
        FATES.put("ended with success, and runs again", stage -> {
            stage.runs(Stage.once("db"));
            stage.exits("db", 0);
            stage.start("db");
            stage.spawns("db");
        });
        FATES.put("is a cron task whose last run ended with success", stage -> {
            stage.put(Stage.cron("db"));
            stage.passes(Duration.ofMinutes(1));
            stage.spawns("db");
            stage.exits("db", 0);
        });
        FATES.put("ended with success before Meproc was restarted", stage -> {
            stage.runs(Stage.once("db"));
            stage.exits("db", 0);
            restarted(stage);
        });
        FATES.put("ended with success, and was removed", stage -> {
            stage.runs(Stage.once("db"));
            stage.exits("db", 0);
            stage.delete("db");
        });
    }

    private static TaskDefinition lingering() {
        TaskDefinition plain = Stage.daemon("db");
        return new TaskDefinition(
                plain.name(),
                plain.type(),
                plain.command(),
                1,
                plain.deps(),
                plain.interval(),
                null,
                new EndPolicy(StopPlan.DEFAULT, null, ExitStatuses.ZERO, LeaderExit.WAIT));
    }

    private static void restarted(Stage stage) {
        stage.table = TaskTable.empty(Stage.RULES);
        stage.on(new Event.Recovered(stage.store.stored(false), Adoption.NONE, stage.now));
    }

    @Test
    void theDocumentedTableIsTheRealOne() throws IOException {
        DocumentedTable.check("conditions", table());
    }

    private static String table() {
        StringBuilder text = new StringBuilder("| The dependency |");
        for (Kind kind : Kind.values()) {
            text.append(" `").append(kind.word()).append("` |");
        }
        text.append("\n|---|").append("---|".repeat(Kind.values().length)).append('\n');
        FATES.forEach((fate, plays) -> {
            Stage stage = new Stage();
            plays.accept(stage);
            text.append("| ").append(fate).append(" |");
            for (Kind kind : Kind.values()) {
                boolean met =
                        new Conditions(stage.table.tasks(), stage.now).met(new Condition(Subject.task("db"), kind));
                text.append(met ? " yes |" : " |");
            }
            text.append('\n');
        });
        return text.toString();
    }
}
