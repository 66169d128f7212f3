package io.meproc.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Anything may happen to a few tasks in any order, and at random moments the service process is killed and the next one
 * continues; {@link Stage} and {@link Crash} check what must be true.
 */
class CrashWalkTest {
    private static final int STEPS = 4_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void nothingAcknowledgedIsLostAndNoRunIsRepeatedOrForgotten(long seed) {
        walk(seed, false);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void thatHoldsAlsoIfEffectsArePendingAtTheCrash(long seed) {
        walk(seed, true);
    }

    @RepeatedTest(2)
    void aWalkThatNobodyHasTakenYetKeepsIt(RepetitionInfo repetition, TestReporter reporter) {
        long seed = System.nanoTime();
        reporter.publishEntry("seed", String.valueOf(seed));
        assertThatCode(() -> walk(seed, repetition.getCurrentRepetition() == 1))
                .as("the walk with seed %d", seed)
                .doesNotThrowAnyException();
    }

    private static void walk(long seed, boolean slices) {
        Random random = new Random(seed);
        Stage stage = new Stage();
        int crashes = 0;
        for (int step = 0; step < STEPS; step++) {
            stage.holding = random.nextInt(4) == 0;
            stage.storing = random.nextInt(3) > 0;
            stage.slicing = slices;
            if (random.nextInt(40) == 0) {
                Crash.of(stage, random, ++crashes);
            } else if (random.nextInt(3) == 0) {
                RandomWalkTest.ask(stage, random);
            } else {
                RandomWalkTest.outside(stage, random);
            }
            Crash.clears(stage, random);
            stage.carryOut(random.nextInt(6));
        }
        assertThat(crashes).isGreaterThan(50);
        assertThat(stage.told(TaskEvent.TaskStarted.class)).hasSizeGreaterThan(20);
        stage.settles();
        stage.occupied.clear();
        RandomWalkTest.nothingIsLeft(stage);
        RandomWalkTest.stopsReachRest(stage, random);
        stage.drain();
        for (int step = 0; step < STEPS && !(stage.spawning.isEmpty() && stage.alive.isEmpty()); step++) {
            RandomWalkTest.outside(stage, random);
        }
        RandomWalkTest.nothingIsLeft(stage);
        stage.answersAll();
        stage.isAtRest();
    }
}
