package io.meproc.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.meproc.task.command.Command;
import io.meproc.task.update.OnFailure;
import io.meproc.task.update.Unavailable;
import io.meproc.task.update.Updates;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Updates of tasks of any size in any order of events, with crashes of the service. */
class UpdateWalkTest {
    private static final int STEPS = 3_000;
    private static final Duration HEALTHY = Duration.ofSeconds(2);

    private final Stage stage = new Stage();
    private Random random = new Random(0);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void noMoreThanAllowedAreOutOfServiceAndTheUpdateIsCompleted(long seed) {
        completed(seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void aVersionThatFailsIsTakenBackEverywhere(long seed) {
        takenBack(seed);
    }

    @RepeatedTest(2)
    void anUpdateThatNobodyHasTriedYetKeepsThat(RepetitionInfo repetition, TestReporter reporter) {
        long seed = System.nanoTime();
        reporter.publishEntry("seed", String.valueOf(seed));
        assertThatCode(() -> {
                    if (repetition.getCurrentRepetition() == 1) {
                        completed(seed);
                    } else {
                        takenBack(seed);
                    }
                })
                .as("the walk with seed %d", seed)
                .doesNotThrowAnyException();
    }

    private static TaskDefinition web(String command, int replicas, Unavailable most) {
        Updates policy = new Updates(true, most, HEALTHY, Duration.ofMinutes(1), OnFailure.ROLLBACK);
        return Stage.task("web", TaskType.DAEMON, replicas)
                .with(new Command(command, null, null))
                .with(Behaviour.DEFAULT.with(policy));
    }

    private Unavailable most(int replicas) {
        return random.nextBoolean()
                ? new Unavailable(1 + random.nextInt(replicas), false)
                : new Unavailable(1 + random.nextInt(100), true);
    }

    private void completed(long seed) {
        random = new Random(seed);
        int replicas = 1 + random.nextInt(8);
        Unavailable most = most(replicas);
        stage.runs(web("v1", replicas, most));
        List<Run> before = List.copyOf(stage.alive.values());
        stage.amend(web("v2", replicas, most));
        for (int step = 0; step < STEPS && updates(); step++) {
            next(0);
            assertThat(stage.alive.size())
                    .as("replicas in service, of %d, with %s out of it", replicas, most)
                    .isGreaterThanOrEqualTo(replicas - most.of(replicas));
        }
        assertThat(updates()).as("the update is over").isFalse();
        assertThat(stage.alive).hasSize(replicas);
        assertThat(stage.alive.values()).doesNotContainAnyElementsOf(before);
        assertThat(stage.commands.subList(replicas, 2 * replicas)).containsOnly("v2");
        assertThat(stage.commands).hasSize(2 * replicas);
    }

    private void takenBack(long seed) {
        random = new Random(seed);
        int replicas = 1 + random.nextInt(8);
        Unavailable most = most(replicas);
        TaskDefinition good = web("v1", replicas, most);
        stage.runs(good);
        stage.amend(web("broken", replicas, most));
        for (int step = 0; step < STEPS && updates(); step++) {
            next(60);
        }
        assertThat(updates()).as("the update is over").isFalse();
        assertThat(stage.task("web").definition()).isEqualTo(good);
        assertThat(stage.alive).hasSize(replicas);
        stage.alive.values().forEach(run -> assertThat(stage.commandOf.get(run)).isEqualTo("v1"));
        assertThat(stage.told(TaskEvent.Updated.class).stream()
                        .filter(event -> event.stage() == TaskEvent.Updated.Stage.ROLLED_BACK))
                .hasSize(1);
    }

    private boolean updates() {
        return stage.task("web").update().isPresent();
    }

    /** @param failing the chance, out of 100, that a process of the broken version ends */
    private void next(int failing) {
        List<ReplicaId> stopped = stage.alive.keySet().stream()
                .filter(replica -> stage.phase(replica.alias()) == Phase.STOPPING)
                .toList();
        List<ReplicaId> starting = List.copyOf(stage.spawning.keySet());
        List<ReplicaId> broken = stage.alive.values().stream()
                .filter(run -> failing > 0 && "broken".equals(stage.commandOf.get(run)))
                .map(Run::replica)
                .toList();
        switch (random.nextInt(8)) {
            case 0, 1 -> {
                if (!stopped.isEmpty()) {
                    stage.exits(RandomWalkTest.any(stopped, random).alias(), 0);
                }
            }
            case 2, 3 -> {
                if (!starting.isEmpty()) {
                    stage.spawns(RandomWalkTest.any(starting, random).alias());
                }
            }
            case 4 -> {
                if (!broken.isEmpty() && random.nextInt(100) < failing) {
                    stage.exits(RandomWalkTest.any(broken, random).alias(), 1);
                }
            }
            case 5 -> stage.passes(Duration.ofMillis(random.nextInt(failing > 0 ? 300 : 1_500)));
            case 6 -> stage.start("web");
            default -> {
                if (stage.spawning.isEmpty() && random.nextInt(10) == 0) {
                    Crash.of(stage);
                }
            }
        }
    }
}
