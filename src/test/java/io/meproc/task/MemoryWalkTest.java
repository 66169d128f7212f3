package io.meproc.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.limit.Limits;
import io.meproc.task.limit.Replacement;
import io.meproc.task.limit.Size;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reports about the memory of runs in between anything else; the stage checks that alarms are armed and disarmed in order. */
class MemoryWalkTest {
    private static final int STEPS = 3_000;
    private static final int SEEDS = 12;
    private static final Duration MIN_AGE = Duration.ofSeconds(5);
    private static final Size HIGH = new Size(400_000_000);
    private static final Limits SOFT =
            new Limits(HIGH, null, 0, 0, null, new Replacement(Duration.ofSeconds(1), MIN_AGE));

    @Test
    void noRunIsReplacedBeforeItIsOldEnoughAndNoAlarmIsLeft() {
        int replaced = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            replaced += walk(seed);
        }
        assertThat(replaced).isGreaterThan(SEEDS);
    }

    /** The number of runs that were replaced. */
    private static int walk(long seed) {
        Random random = new Random(seed);
        Stage stage = new Stage();
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(24)) {
                case 0 -> RandomWalkTest.ask(stage, random);
                case 1 -> limit(stage, random);
                case 2, 3, 4, 5 -> report(stage, random);
                default -> RandomWalkTest.outside(stage, random);
            }
            stage.table.stream().forEach(task -> alarmsMatch(stage, task, seed));
        }
        List<TaskEvent.ProcessStopped> replaced = stage.told(TaskEvent.ProcessStopped.class).stream()
                .filter(event -> event.end().cause().kind().equals("replaced"))
                .toList();
        assertThat(replaced)
                .as("seed %d", seed)
                .allSatisfy(event -> assertThat(event.end().lasted()).isGreaterThanOrEqualTo(MIN_AGE));
        stage.settles();
        RandomWalkTest.stopsReachRest(stage, random);
        assertThat(stage.armed(TaskAlarm.MEMORY_REPLACEMENT)).isEmpty();
        return replaced.size();
    }

    private static void alarmsMatch(Stage stage, Task task, long seed) {
        boolean exceeds = task.replicas().anyMatch(replica -> replica.excess() != null);
        assertThat(stage.armed(TaskAlarm.MEMORY_REPLACEMENT).containsKey(task.name()))
                .as("the alarm of %s, seed %d", task.name(), seed)
                .isEqualTo(exceeds);
    }

    /** Gives a daemon limits, or takes them away. */
    private static void limit(Stage stage, Random random) {
        List<Task> daemons = stage.table.stream()
                .filter(task -> task.definition().type() == TaskType.DAEMON)
                .toList();
        if (!daemons.isEmpty()) {
            TaskDefinition definition =
                    daemons.get(random.nextInt(daemons.size())).definition();
            Limits limits = random.nextInt(6) == 0 ? Limits.DEFAULT : SOFT;
            stage.ask(new Request.Put(
                    definition.with(definition.behaviour().with(limits)), Expected.ANY, random.nextBoolean()));
        }
    }

    private static void report(Stage stage, Random random) {
        List<Run> runs = List.copyOf(stage.alive.values());
        if (runs.isEmpty()) {
            return;
        }
        Run run = runs.get(random.nextInt(runs.size()));
        if (random.nextInt(4) == 0) {
            stage.on(new Event.Reported(new Report.MemoryRecovered(run, stage.now)));
        } else {
            Excess excess = new Excess(stage.now.minusSeconds(1), new Size(HIGH.bytes() + 1_000_000), HIGH);
            stage.on(new Event.Reported(new Report.MemoryExceeded(run, stage.now, excess)));
        }
    }
}
