package io.meproc.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.meproc.task.command.Command;
import io.meproc.task.cron.Overlap;
import io.meproc.task.cron.Retry;
import io.meproc.task.cron.Schedule;
import io.meproc.task.exit.EndPolicy;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.ExitStatuses;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StopPlan;
import io.meproc.task.occasion.RunParameters;
import io.meproc.task.restart.RestartDelay;
import io.meproc.task.restart.RestartLimit;
import io.meproc.task.restart.RestartMode;
import io.meproc.task.restart.RestartPolicy;
import io.meproc.task.update.OnFailure;
import io.meproc.task.update.Unavailable;
import io.meproc.task.update.Updates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anything may happen to a few tasks in any order; {@link Stage} checks after each event what must be true. */
class RandomWalkTest {
    private static final int STEPS = 8_000;
    private static final EndPolicy LIMITED =
            new EndPolicy(StopPlan.DEFAULT, Duration.ofSeconds(30), ExitStatuses.ZERO, LeaderExit.WAIT);

    private static final Behaviour UPDATED = Behaviour.DEFAULT.with(new Updates(
            true, new Unavailable(60, true), Duration.ofSeconds(5), Duration.ofSeconds(20), OnFailure.ROLLBACK));

    private static final Refusal FULL = new Refusal(Refusal.Reason.STORE_FAILED, "the disk is full");

    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whateverHappensTheRulesHoldAndADrainLeavesNothingRunning(long seed) {
        walk(seed, false);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void theyHoldAlsoWhileEffectsArePending(long seed) {
        walk(seed, true);
    }

    @RepeatedTest(2)
    void aWalkThatNobodyHasTakenYetKeepsThem(RepetitionInfo repetition, TestReporter reporter) {
        long seed = System.nanoTime();
        reporter.publishEntry("seed", String.valueOf(seed));
        assertThatCode(() -> walk(seed, repetition.getCurrentRepetition() == 1))
                .as("the walk with seed %d", seed)
                .doesNotThrowAnyException();
    }

    /** @param slices whether events come in between the effects of another */
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
                outside(stage, random);
            }
            stage.carryOut(random.nextInt(6));
        }
        assertThat(stage.told(TaskEvent.TaskStarted.class)).hasSizeGreaterThan(100);
        assertThat(stage.told(TaskEvent.TaskScaled.class)).hasSizeGreaterThan(20);
        assertThat(stage.told(TaskEvent.TaskChanged.class)).hasSizeGreaterThan(20);
        assertThat(stage.told(TaskEvent.RollEnded.class).size()
                        + stage.told(TaskEvent.Updated.class).size())
                .isPositive();
        stage.settles();
        nothingIsLeft(stage);
        stopsReachRest(stage, random);
        stage.drain();
        if (random.nextBoolean()) {
            stage.killNow();
        }
        for (int step = 0; step < STEPS && !(stage.spawning.isEmpty() && stage.alive.isEmpty()); step++) {
            outside(stage, random);
        }
        nothingIsLeft(stage);
        stage.answersAll();
        stage.isAtRest();
    }

    static void ask(Stage stage, Random random) {
        String name = any(NAMES, random);
        boolean waits = random.nextInt(4) > 0;
        Target target = random.nextBoolean() ? Target.task(name) : Target.replica(name, random.nextInt(3));
        switch (random.nextInt(14)) {
            case 12 -> stage.ask(new Request.RunNow(Target.task(name), RunParameters.NONE, waits));
            case 13 -> stage.ask(new Request.SwitchSchedule(Target.task(name), random.nextInt(3) == 0, waits));
            case 0, 1 -> stage.ask(new Request.Start(definition(name, random), waits));
            case 2 -> stage.ask(new Request.Restart(target, waits));
            case 3 -> stage.ask(new Request.Remove(name, waits));
            case 4, 5 -> stage.ask(new Request.Put(definition(name, random), Expected.ANY, waits));
            case 6 ->
                stage.table
                        .find(name)
                        .map(task -> task.definition().with(1 + random.nextInt(4)))
                        .ifPresent(scaled -> stage.ask(new Request.Put(scaled, Expected.ANY, waits)));
            case 7 -> stage.ask(new Request.StartAgain(target, waits, true));
            case 8 -> stage.ask(new Request.Stop(target, waits));
            case 9 -> stage.ask(new Request.Roll(name, Expected.ANY, waits));
            case 10 -> stage.ask(new Request.SendSignal(target, Signal.USR1));
            default -> stage.ask(new Request.Reset(target, waits));
        }
    }

    /** Every task is stopped, and whatever the processes do then, it comes to rest and stays there. */
    static void stopsReachRest(Stage stage, Random random) {
        NAMES.forEach(stage::stop);
        for (int step = 0; step < STEPS && !(stage.spawning.isEmpty() && stage.alive.isEmpty()); step++) {
            outside(stage, random);
        }
        nothingIsLeft(stage);
        stage.passes(Duration.ofHours(1));
        assertThat(stage.spawning).isEmpty();
        stage.table.stream().forEach(task -> assertThat(task.condition()).isIn("stopped", "finished", "failed"));
        assertThat(stage.restless()).isEmpty();
    }

    static TaskDefinition definition(String name, Random random) {
        List<String> deps = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            deps.add(any(NAMES, random));
        }
        TaskDefinition plain = Stage.task(
                name, any(List.of(TaskType.values()), random), 1 + random.nextInt(3), deps.toArray(String[]::new));
        Command command = new Command(any(List.of("true", "false"), random), null, null);
        return new TaskDefinition(
                        name,
                        plain.type(),
                        command,
                        plain.replicas(),
                        plain.deps(),
                        plain.interval(),
                        plain.cron(),
                        any(List.of(EndPolicy.DEFAULT, LIMITED), random))
                .with(behaviour(plain, random).with(restart(plain.type(), random)));
    }

    /** A policy with each outcome of an end; a cron task never has the one that restarts successes. */
    private static RestartPolicy restart(TaskType type, Random random) {
        RestartPolicy policy = switch (random.nextInt(5)) {
            case 0 -> RestartPolicy.of(type == TaskType.CRON ? RestartMode.NEVER : RestartMode.ALWAYS);
            case 1 -> RestartPolicy.of(RestartMode.ON_FAILURE);
            case 2 ->
                RestartPolicy.of(RestartMode.ON_FAILURE)
                        .with(new RestartLimit(2, Duration.ofMinutes(1)))
                        .with(new RestartDelay(Duration.ofMillis(500), 3.0, Duration.ofSeconds(5), 20));
            case 3 -> RestartPolicy.of(RestartMode.NEVER);
            default -> RestartPolicy.DEFAULT;
        };
        return policy.asEssential(random.nextInt(4) == 0);
    }

    private static Behaviour behaviour(TaskDefinition definition, Random random) {
        return switch (definition.type()) {
            case DAEMON -> random.nextBoolean() ? UPDATED : Behaviour.DEFAULT;
            case ONCE -> Behaviour.DEFAULT;
            case CRON ->
                Behaviour.DEFAULT.with(Schedule.DEFAULT
                        .with(any(
                                List.of(
                                        Overlap.SKIP,
                                        new Overlap(Overlap.Kind.QUEUE, 2),
                                        new Overlap(Overlap.Kind.REPLACE, 1),
                                        new Overlap(Overlap.Kind.ALLOW, definition.replicas())),
                                random))
                        .with(any(List.of(Retry.NONE, new Retry(2, Duration.ofSeconds(20))), random))
                        .dueWithin(random.nextBoolean() ? Duration.ofSeconds(30) : null));
        };
    }

    static void outside(Stage stage, Random random) {
        List<ReplicaId> orders = List.copyOf(stage.spawning.keySet());
        List<ReplicaId> lives = List.copyOf(stage.alive.keySet());
        if (random.nextInt(8) == 0) {
            outlived(stage, random);
            return;
        }
        switch (random.nextInt(10)) {
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
                List<ReplicaId> led = lives.stream()
                        .filter(replica -> !stage.leaderless.contains(stage.alive.get(replica)))
                        .toList();
                if (!led.isEmpty()) {
                    stage.leaderExits(any(led, random).alias());
                }
            }
            case 6 -> stage.passes(Duration.ofMillis(random.nextInt(20_000)));
            case 7 -> stage.answersOne(random);
            case 8 -> {
                if (stage.broken) {
                    stage.storeWorks();
                } else if (!stage.commits.isEmpty()) {
                    stage.lost(1 + random.nextInt(stage.commits.size()), FULL);
                }
            }
            default -> {
                List<Run> over = stage.over.values().stream()
                        .filter(run -> !stage.isCurrent(run))
                        .toList();
                if (!over.isEmpty()) {
                    Run run = any(over, random);
                    stage.on(new Event.Reported(
                            new Report.Exited(run, stage.now, new ExitStatus.Exited(9), null, List.of())));
                    stage.on(new Event.Elapsed(run, stage.now.minusNanos(1), stage.now));
                }
            }
        }
    }

    /** Processes that have outlived their runs are found and end; a report of it may be lost. */
    private static void outlived(Stage stage, Random random) {
        List<Run> over = stage.over.values().stream()
                .filter(run -> !stage.isCurrent(run))
                .toList();
        boolean lost = random.nextInt(8) == 0;
        if (random.nextInt(3) == 0 && !over.isEmpty()) {
            Run run = any(over, random);
            Leftover process = new Leftover(1 + random.nextInt(1_000_000), "sleep", true, false);
            if (lost) {
                stage.left.put(run, List.of(process));
            } else {
                stage.outlives(run, process);
            }
        } else if (random.nextInt(4) == 0 && !stage.inspected.isEmpty()) {
            Run run = stage.inspected.iterator().next();
            stage.inspected.remove(run);
            List<Leftover> left = stage.left.getOrDefault(run, List.of());
            stage.on(new Event.Reported(new Report.Survived(run, stage.now, left)));
        } else if (!stage.left.isEmpty()) {
            Run run = any(List.copyOf(stage.left.keySet()), random);
            if (lost) {
                stage.left.remove(run);
            } else {
                stage.clears(run);
            }
        }
    }

    /** Everything that has outlived its run ends, and inventories bring up what was not reported. */
    static void nothingIsLeft(Stage stage) {
        stage.inventory();
        stage.inventory();
        List.copyOf(stage.left.keySet()).forEach(stage::clears);
        stage.inventory();
        stage.inventory();
    }

    static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
