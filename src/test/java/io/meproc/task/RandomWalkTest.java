package io.meproc.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.exit.ExitStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anything may happen to a few tasks in any order; {@link Stage} checks after each event what must be true. */
class RandomWalkTest {
    private static final int STEPS = 4_000;
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whateverHappensTheRulesHoldAndADrainLeavesNothing(long seed) {
        Random random = new Random(seed);
        Stage stage = new Stage();
        for (int step = 0; step < STEPS; step++) {
            if (random.nextInt(3) == 0) {
                ask(stage, random);
            } else {
                outside(stage, random);
            }
        }
        assertThat(stage.told(News.TaskStarted.class)).hasSizeGreaterThan(100);
        stage.drain();
        if (random.nextBoolean()) {
            stage.hurry();
        }
        for (int step = 0; step < STEPS && !(stage.spawning.isEmpty() && stage.alive.isEmpty()); step++) {
            outside(stage, random);
        }
        stage.isEmpty();
    }

    private static void ask(Stage stage, Random random) {
        String name = any(NAMES, random);
        boolean patient = random.nextInt(4) > 0;
        switch (random.nextInt(4)) {
            case 0, 1 -> stage.ask(new Request.Start(definition(name, random), patient));
            case 2 -> stage.ask(new Request.Restart(name, patient));
            default -> stage.ask(new Request.Remove(name, patient));
        }
    }

    private static TaskDefinition definition(String name, Random random) {
        List<String> deps = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            deps.add(any(NAMES, random));
        }
        return Stage.task(
                name, any(List.of(TaskType.values()), random), 1 + random.nextInt(3), deps.toArray(String[]::new));
    }

    private static void outside(Stage stage, Random random) {
        List<ReplicaId> orders = List.copyOf(stage.spawning.keySet());
        List<ReplicaId> lives = List.copyOf(stage.alive.keySet());
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> {
                if (!orders.isEmpty()) {
                    stage.spawns(any(orders, random).alias());
                }
            }
            case 3 -> {
                if (!orders.isEmpty()) {
                    stage.refuses(any(orders, random).alias(), "no");
                }
            }
            case 4 -> {
                if (!lives.isEmpty()) {
                    stage.exits(any(lives, random).alias(), random.nextInt(2));
                }
            }
            case 5 -> {
                if (!lives.isEmpty()) {
                    stage.leaderExits(any(lives, random).alias());
                }
            }
            case 6 -> stage.passes(Duration.ofMillis(random.nextInt(20_000)));
            default -> {
                if (!stage.over.isEmpty()) {
                    Run run = any(List.copyOf(stage.over.values()), random);
                    stage.on(new Event.Reported(
                            new Report.Exited(run, stage.now, new ExitStatus.Exited(9), null, List.of())));
                    if (!stage.armed(run)) {
                        stage.on(new Event.Elapsed(run, stage.now));
                    }
                }
            }
        }
    }

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
