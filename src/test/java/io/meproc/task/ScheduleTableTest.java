package io.meproc.task;

import io.meproc.task.cron.CatchUp;
import io.meproc.task.cron.CatchUp.Policy;
import io.meproc.task.cron.CronPattern;
import io.meproc.task.cron.Overlap;
import io.meproc.task.cron.Retry;
import io.meproc.task.cron.Schedule;
import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import io.meproc.task.occasion.RunParameters;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The tables in docs/tasks.md of overlapping starts, and of fires that passed. */
class ScheduleTableTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Map<String, Overlap> POLICIES = new LinkedHashMap<>();
    private static final Map<String, Consumer<Stage>> TRIGGERS = new LinkedHashMap<>();
    private static final Map<String, CatchUp> MISSED = new LinkedHashMap<>();
    private static final Map<String, Consumer<Stage>> ABSENCES = new LinkedHashMap<>();

    static {
        POLICIES.put("`skip`", Overlap.SKIP);
        POLICIES.put("`queue(1)`", new Overlap(Overlap.Kind.QUEUE, 1));
        POLICIES.put("`replace`", new Overlap(Overlap.Kind.REPLACE, 1));
        POLICIES.put("`allow(2)`", new Overlap(Overlap.Kind.ALLOW, 2));

        TRIGGERS.put("a fire", stage -> stage.passes(MINUTE));
        TRIGGERS.put("a fire after a crash of Meproc", stage -> {
            Crash.of(stage);
            stage.passes(MINUTE);
        });
        TRIGGERS.put("another fire", stage -> stage.passes(MINUTE.multipliedBy(2)));
        TRIGGERS.put("a fire that was missed", stage -> {
            stage.now = stage.now.plusSeconds(130);
            Crash.of(stage);
        });
        TRIGGERS.put("`run`", ScheduleTableTest::run);
        TRIGGERS.put("another `run`", stage -> {
            run(stage);
            run(stage);
        });
        TRIGGERS.put("`start`", stage -> stage.start("c"));
        TRIGGERS.put("a fire while the first repetition of a failed run waits", stage -> {
            stage.exits("c", 1);
            stage.passes(MINUTE);
        });

        MISSED.put("`once`", new CatchUp(Policy.ONCE, Duration.ofHours(1), 10));
        MISSED.put("`all`", new CatchUp(Policy.ALL, Duration.ofHours(1), 10));
        MISSED.put("`all`, `missed_cap: 2`", new CatchUp(Policy.ALL, Duration.ofHours(1), 2));
        MISSED.put("`skip`", new CatchUp(Policy.SKIP, Duration.ofHours(1), 10));

        ABSENCES.put("Meproc was down for one fire", stage -> down(stage, 10));
        ABSENCES.put("Meproc was down for four fires", stage -> down(stage, 40));
        ABSENCES.put("Meproc was down for 2 h, longer than `missed_within: 1h`", stage -> down(stage, 120));
        ABSENCES.put("suspended for four fires, and a fifth comes at once", stage -> {
            stage.now = stage.now.plus(Duration.ofMinutes(45));
            stage.on(new Event.Due("c", stage.now));
        });
        ABSENCES.put("the clock was set forward over four fires", stage -> {
            stage.table = stage.table.clockSet(stage.now, Duration.ofMinutes(40));
            stage.on(new Event.Due("c", stage.now));
        });
        ABSENCES.put("the clock was set back by 15 min after a fire", stage -> {
            stage.passes(Duration.ofMinutes(12));
            stage.spawns("c");
            stage.exits("c", 0);
            stage.spawned.clear();
            stage.table = stage.table.clockSet(stage.now, Duration.ofMinutes(-15));
            stage.on(new Event.ClockSetBack(stage.now));
            stage.now = stage.now.plus(Duration.ofMinutes(14));
            stage.on(new Event.Due("c", stage.now));
        });
        ABSENCES.put("the schedule was paused for four fires", stage -> {
            stage.ask(new Request.SwitchSchedule(Target.task("c"), true, true));
            stage.passes(Duration.ofMinutes(45));
            stage.ask(new Request.SwitchSchedule(Target.task("c"), false, true));
        });
        ABSENCES.put("the task was stopped for four fires", stage -> {
            stage.stop("c");
            stage.passes(Duration.ofMinutes(45));
            stage.ask(new Request.StartAgain(Target.task("c"), true, false));
        });
    }

    @Test
    void theDocumentedTableOfOverlapsIsTheRealOne() throws IOException {
        StringBuilder text = header("Comes while a run is live", POLICIES);
        TRIGGERS.forEach((name, trigger) -> {
            text.append("| ").append(name).append(" |");
            POLICIES.values()
                    .forEach(policy ->
                            text.append(' ').append(overlap(policy, trigger)).append(" |"));
            text.append('\n');
        });
        DocumentedTable.check("overlaps", text.toString());
    }

    @Test
    void theDocumentedTableOfPassedFiresIsTheRealOne() throws IOException {
        StringBuilder text = header("Fires every 10 min", MISSED);
        ABSENCES.forEach((name, absence) -> {
            text.append("| ").append(name).append(" |");
            MISSED.values()
                    .forEach(catchUp ->
                            text.append(' ').append(passed(catchUp, absence)).append(" |"));
            text.append('\n');
        });
        DocumentedTable.check("missed", text.toString());
    }

    private static StringBuilder header(String first, Map<String, ?> columns) {
        StringBuilder text = new StringBuilder("| ").append(first).append(" |");
        columns.keySet().forEach(name -> text.append(' ').append(name).append(" |"));
        return text.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
    }

    /** The result of a trigger while one run is live. */
    private static String overlap(Overlap overlap, Consumer<Stage> trigger) {
        Stage stage = new Stage();
        stage.put(task("* * * * *", CatchUp.DEFAULT, overlap, new Retry(1, Duration.ofMinutes(5))));
        stage.passes(MINUTE);
        stage.spawns("c");
        int before = stage.spawned.size();
        trigger.accept(stage);
        boolean stops = stage.phase("c") == Phase.STOPPING;
        int queued = stage.task("c").queue().size();
        if (stops) {
            return "stops the run, starts after it";
        } else if (stage.spawned.size() > before) {
            return stage.task("c").live() > 1 ? "starts beside it" + refused(stage) : "starts";
        } else if (queued > 0) {
            return (queued == 1 ? "waits" : queued + " wait") + refused(stage);
        }
        return refused(stage).isEmpty() ? "`unchanged`" : refused(stage).substring(2);
    }

    private static String refused(Stage stage) {
        List<String> noRuns = noRuns(stage);
        if (!noRuns.isEmpty()) {
            return ", " + (noRuns.size() == 1 ? "" : noRuns.size() + " times ") + noRuns.get(0);
        }
        return stage.answered()
                        .anyMatch(answer -> answer.refusal()
                                .filter(refusal -> refusal.reason() == Refusal.Reason.OVERLAPS)
                                .isPresent())
                ? ", 409 `overlaps`"
                : "";
    }

    /** The starts and records after an absence. */
    private static String passed(CatchUp catchUp, Consumer<Stage> absence) {
        Stage stage = new Stage();
        stage.now = Instant.parse("2026-01-01T00:05:00Z");
        stage.put(task("*/10 * * * *", catchUp, Overlap.SKIP, Retry.NONE));
        absence.accept(stage);
        int starts = 0;
        while (!stage.spawning.isEmpty()) {
            starts++;
            stage.spawns("c");
            stage.exits("c", 0);
        }
        String records = String.join(", ", noRuns(stage));
        String started = starts == 0 ? "no start" : starts == 1 ? "1 start" : starts + " starts";
        return records.isEmpty() ? started : started + ", " + records;
    }

    private static List<String> noRuns(Stage stage) {
        return stage.recorded.stream()
                .flatMap(run -> Stream.ofNullable(run.end()))
                .map(End::cause)
                .filter(cause -> cause instanceof Cause.NoRun)
                .map(cause -> "`" + cause.kind() + "`")
                .toList();
    }

    private static void down(Stage stage, int minutes) {
        stage.now = stage.now.plus(Duration.ofMinutes(minutes));
        Crash.of(stage);
    }

    private static void run(Stage stage) {
        stage.ask(new Request.RunNow(Target.task("c"), RunParameters.NONE, true));
    }

    private static TaskDefinition task(String pattern, CatchUp catchUp, Overlap overlap, @Nullable Retry retry) {
        TaskDefinition plain = Stage.cron("c");
        return new TaskDefinition(
                "c",
                TaskType.CRON,
                plain.command(),
                overlap.slots() ? overlap.most() : 1,
                List.of(),
                plain.interval(),
                CronPattern.parse(pattern),
                catchUp,
                null,
                plain.ends(),
                plain.behaviour().with(Schedule.DEFAULT.with(overlap).with(retry == null ? Retry.NONE : retry)));
    }
}
