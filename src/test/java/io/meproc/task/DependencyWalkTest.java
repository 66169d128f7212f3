package io.meproc.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.meproc.task.condition.Condition;
import io.meproc.task.condition.Condition.Kind;
import io.meproc.task.condition.Need;
import io.meproc.task.condition.Need.OnLoss;
import io.meproc.task.condition.Need.OnTimeout;
import io.meproc.task.condition.Needs;
import io.meproc.task.condition.Requirement;
import io.meproc.task.condition.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tasks with conditions of every kind about each other, while anything happens to them in any order. After each event
 * {@link DependencyOracle} checks that nobody waits for nothing and nobody starts early.
 */
class DependencyWalkTest {
    private static final int STEPS = 4_000;
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nobodyWaitsForNothingAndNobodyStartsEarly(long seed) {
        walk(seed, false);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void norWhileEffectsArePending(long seed) {
        walk(seed, true);
    }

    @Test
    void norOnAWalkThatNobodyHasTakenYet(TestReporter reporter) {
        long seed = Long.getLong("walk.seed", System.nanoTime());
        reporter.publishEntry("seed", String.valueOf(seed));
        assertThatCode(() -> walk(seed, false))
                .as("the walk with seed %d", seed)
                .doesNotThrowAnyException();
    }

    private static void walk(long seed, boolean slices) {
        Random random = new Random(seed);
        Stage stage = new Stage();
        for (int step = 0; step < STEPS; step++) {
            stage.holding = random.nextInt(4) == 0;
            stage.storing = random.nextInt(3) == 0;
            stage.slicing = slices;
            if (random.nextInt(3) == 0) {
                ask(stage, random);
            } else {
                RandomWalkTest.outside(stage, random);
            }
            stage.carryOut(random.nextInt(6));
        }
        assertThat(stage.told(TaskEvent.TaskWaits.class)).hasSizeGreaterThan(50);
        stage.settles();
        stage.drain();
        for (int step = 0; step < 4 * STEPS && !(stage.spawning.isEmpty() && stage.alive.isEmpty()); step++) {
            RandomWalkTest.outside(stage, random);
        }
        assertThat(stage.alive).as("processes after the shutdown").isEmpty();
        assertThat(stage.spawning).isEmpty();
    }

    private static void ask(Stage stage, Random random) {
        String name = RandomWalkTest.any(NAMES, random);
        if (random.nextInt(3) > 0) {
            RandomWalkTest.ask(stage, random);
        } else if (random.nextBoolean()) {
            stage.ask(new Request.Put(definition(name, random), Expected.ANY, random.nextBoolean()));
        } else {
            stage.ask(new Request.StartAgain(Target.task(name), random.nextBoolean(), true));
        }
    }

    static TaskDefinition definition(String name, Random random) {
        TaskDefinition plain = RandomWalkTest.definition(name, random);
        List<Need> needs = new ArrayList<>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            needs.add(need(random));
        }
        return plain.with(plain.behaviour().with(new Needs(needs)));
    }

    private static Need need(Random random) {
        Requirement requirement = requirement(random, 2);
        boolean losable =
                requirement.conditions().noneMatch(condition -> condition.kind().ended());
        @Nullable Duration timeout = random.nextInt(3) > 0 ? null : Duration.ofMillis(1 + random.nextInt(30_000));
        return new Need(
                requirement,
                timeout,
                RandomWalkTest.any(List.of(OnTimeout.values()), random),
                losable ? RandomWalkTest.any(List.of(OnLoss.values()), random) : OnLoss.NOTHING);
    }

    private static Requirement requirement(Random random, int depth) {
        if (depth > 0 && random.nextInt(4) == 0) {
            List<Requirement> members = List.of(requirement(random, depth - 1), requirement(random, depth - 1));
            return random.nextBoolean() ? new Requirement.Any(members) : new Requirement.All(members);
        }
        Kind kind = RandomWalkTest.any(List.of(Kind.values()), random);
        boolean fresh = kind.ended() && random.nextInt(3) == 0;
        Subject subject = Subject.parse(RandomWalkTest.any(NAMES, random)
                        + RandomWalkTest.any(List.of("", "", ":0", ":1", ":*"), random))
                .orElseThrow();
        return new Condition(subject, kind, fresh ? Duration.ofMillis(1 + random.nextInt(60_000)) : null);
    }
}
