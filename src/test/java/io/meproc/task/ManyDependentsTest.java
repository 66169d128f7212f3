package io.meproc.task;

import static io.meproc.task.ConditionTest.condition;
import static io.meproc.task.ConditionTest.needing;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.condition.Condition.Kind;
import io.meproc.task.condition.Need;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Requester;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An event costs what it concerns, however many tasks wait for something else. */
class ManyDependentsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int ROUNDS = 300;
    private static final int MOST = 5;

    @Test
    void anEventDoesNotWalkOverTheTasksThatWaitForOthers() {
        TaskTable few = table(10);
        TaskTable many = table(9_000);
        measure(few);
        measure(many);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            ratios.add((double) measure(many) / measure(few));
        }
        ratios.sort(Comparator.naturalOrder());
        assertThat(ratios.get(ratios.size() / 2))
                .as("the cost beside 9,000 waiting tasks to that beside 10: %s", ratios)
                .isLessThan(MOST);
    }

    private static TaskTable table(int waiting) {
        TaskTable table = TaskTable.empty(Stage.RULES);
        table = put(table, Stage.daemon("busy"));
        for (int i = 0; i < waiting; i++) {
            TaskDefinition each = Stage.once("t" + i, i % 2 == 0 ? new String[] {"busy"} : new String[0]);
            table = put(table, needing(each, new Need(condition("absent" + i % 100, Kind.READY))));
        }
        return table;
    }

    private static TaskTable put(TaskTable table, TaskDefinition definition) {
        Request put = new Request.Put(definition, Expected.ANY, false);
        return table.on(new Event.Requested(1, put, Requester.SERVICE, NOW)).table();
    }

    /** The nanoseconds in which an unrelated task is started, reported and ends, many times. */
    private static long measure(TaskTable begin) {
        TaskTable table = begin;
        long began = System.nanoTime();
        for (int i = 0; i < ROUNDS; i++) {
            table = put(table, Stage.once("other" + i));
            Run run = requireNonNull(
                    table.find("other" + i).orElseThrow().replica(0).state().run());
            table = table.on(new Event.Reported(new Report.Spawned(run, NOW, 4711, 0)))
                    .table();
            table = table.on(new Event.Reported(new Report.Exited(run, NOW, new ExitStatus.Exited(0), null, List.of())))
                    .table();
        }
        return System.nanoTime() - began;
    }
}
