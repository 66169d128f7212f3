package io.meproc.task;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.meproc.task.Event.Probed.Verdict;
import io.meproc.task.condition.Need;
import io.meproc.task.probe.Check;
import io.meproc.task.probe.Probe;
import io.meproc.task.probe.ProbeKind;
import io.meproc.task.probe.ProbePort;
import io.meproc.task.probe.Probes;
import io.meproc.task.probe.Timing;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Whole tables: tasks of every type with policies, schedules, probes, and conditions about each other, while anything happens
 * to them in any order. {@link Stage} and {@link DependencyOracle} check each step; when nothing fails any more, every task
 * reaches its desired state. The property {@code walk.steps} is the number of steps, {@code walk.seed} the seed, {@code walk.only}
 * the seed of one walk to repeat.
 */
class WholeTableWalkTest {
    private static final int STEPS = Integer.getInteger("walk.steps", 40_000);
    private static final long SEED = Long.getLong("walk.seed", System.nanoTime());
    private static final int STEPS_OF_A_WALK = 4_000;
    private static final int ROUNDS = 200;
    private static final Check CHECK = new Check.Tcp(Check.Tcp.LOOPBACK, new ProbePort(80, false));
    private static final Set<Phase> SETTLED = Set.of(Phase.RUNNING, Phase.FINISHED, Phase.FAILED);

    /** The phases of a daemon that has reached the time limit of its runs. */
    private static final Set<Phase> LIMITED = Set.of(Phase.TIMING_OUT, Phase.BACKING_OFF, Phase.RESTARTING);

    private int taken;
    private int waits;
    private int starts;
    private int lost;
    private int conclusions;

    @Test
    void everyTaskReachesItsDesiredStateWhateverHappens(TestReporter reporter) {
        reporter.publishEntry("seed", String.valueOf(SEED));
        Random seeds = new Random(SEED);
        while (taken < STEPS) {
            long seed = Long.getLong("walk.only", seeds.nextLong());
            assertThatCode(() -> walk(new Random(seed)))
                    .as("the walk from step %d on, with walk.only %d of walk.seed %d", taken, seed, SEED)
                    .doesNotThrowAnyException();
        }
        System.out.printf(
                "walk: %d steps, %d starts, %d waits, %d lost conditions, %d conclusions of probes, seed %d%n",
                taken, starts, waits, lost, conclusions, SEED);
        assertThat(List.of(starts, waits, lost, conclusions)).allMatch(count -> count > taken / 20_000);
    }

    private void walk(Random random) {
        Stage stage = new Stage();
        for (int step = 0; step < STEPS_OF_A_WALK; step++, taken++) {
            stage.holding = random.nextInt(4) == 0;
            stage.storing = random.nextInt(3) == 0;
            stage.slicing = false;
            if (random.nextInt(3) == 0) {
                ask(stage, random);
            } else if (random.nextInt(3) == 0) {
                concludes(stage, random);
            } else {
                RandomWalkTest.outside(stage, random);
            }
            stage.carryOut(random.nextInt(6));
        }
        waits += stage.told(TaskEvent.TaskWaits.class).size();
        starts += stage.told(TaskEvent.ProcessStarted.class).size();
        lost += stage.told(TaskEvent.NeedLost.class).size();
        everythingSucceeds(stage);
        stage.table.stream().forEach(task -> isAsDesired(stage, task));
    }

    private static void ask(Stage stage, Random random) {
        if (random.nextInt(3) > 0) {
            RandomWalkTest.ask(stage, random);
            return;
        }
        String name = RandomWalkTest.any(List.of("a", "b", "c", "d", "e"), random);
        TaskDefinition definition = random.nextBoolean()
                ? DependencyWalkTest.definition(name, random)
                : RandomWalkTest.definition(name, random);
        stage.ask(new Request.Put(
                definition.with(definition.behaviour().with(probes(random))), Expected.ANY, random.nextBoolean()));
    }

    private static Probes probes(Random random) {
        return new Probes(
                probe(ProbeKind.STARTUP, random), probe(ProbeKind.READY, random), probe(ProbeKind.LIVE, random));
    }

    private static @Nullable Probe probe(ProbeKind kind, Random random) {
        return random.nextBoolean() ? new Probe(CHECK, Timing.defaults(kind, CHECK)) : null;
    }

    private void concludes(Stage stage, Random random) {
        List<Run> probed = List.copyOf(stage.probed.keySet());
        if (!probed.isEmpty()) {
            Run run = RandomWalkTest.any(probed, random);
            ProbeKind kind = RandomWalkTest.any(List.of(ProbeKind.values()), random);
            if (requireNonNull(stage.probed.get(run)).probes().of(kind) != null) {
                Verdict verdict = RandomWalkTest.any(List.of(Verdict.values()), random);
                stage.on(new Event.Probed(run, kind, verdict, "by chance", stage.now));
                conclusions++;
            }
        }
    }

    /** From now on every start, every check and every run succeeds, and whatever is stopped ends. */
    private static void everythingSucceeds(Stage stage) {
        for (int round = 0; round < ROUNDS; round++) {
            happens(stage);
            stage.passes(Duration.ofSeconds(20));
        }
        // What has just become due, such as a fire and what waits for it.
        for (int round = 0; round < ROUNDS; round++) {
            happens(stage);
        }
    }

    private static void happens(Stage stage) {
        stage.settles();
        RandomWalkTest.nothingIsLeft(stage);
        List.copyOf(stage.spawning.keySet()).stream()
                .filter(stage.spawning::containsKey)
                .forEach(replica -> stage.spawns(replica.alias()));
        List.copyOf(stage.probed.keySet()).forEach(run -> passes(stage, run));
        List.copyOf(stage.alive.keySet()).stream()
                .filter(replica -> stage.alive.containsKey(replica) && ends(stage, replica))
                .forEach(replica -> stage.exits(replica.alias(), 0));
    }

    private static void passes(Stage stage, Run run) {
        for (ProbeKind kind : List.of(ProbeKind.STARTUP, ProbeKind.READY)) {
            ProbeOrder.Begin begin = stage.probed.get(run);
            if (begin != null && begin.probes().of(kind) != null) {
                stage.on(new Event.Probed(run, kind, Verdict.PASSED, "it answers", stage.now));
            }
        }
    }

    /** Whether the run of a replica ends by itself, or is to end. */
    private static boolean ends(Stage stage, ReplicaId replica) {
        Task task = stage.table.find(replica.task()).orElse(null);
        return task == null
                || task.definition().type() != TaskType.DAEMON
                || replica.index() >= task.size()
                || task.replica(replica.index()).phase() != Phase.RUNNING;
    }

    /** A task that waits does so for a reason, which is checked after each event. */
    private static void isAsDesired(Stage stage, Task task) {
        assertThat(task.removing()).as("%s was removed", task.name()).isFalse();
        for (int index = 0; index < task.definition().replicas(); index++) {
            Phase phase = task.replica(index).phase();
            if (task.held(index)) {
                assertThat(phase).as("%s:%d is held", task.name(), index).isEqualTo(Phase.STOPPED);
            } else if (task.definition().type() == TaskType.DAEMON && !task.waiting()) {
                boolean limited = task.definition().ends().timeout() != null && LIMITED.contains(phase);
                boolean givenUp = phase == Phase.STOPPED && gaveUp(stage, task);
                assertThat(limited || givenUp || SETTLED.contains(phase))
                        .as(
                                "%s:%d is to run, and is %s: %s, %s",
                                task.name(), index, phase, task.replica(index).history(), task.recentEvents())
                        .isTrue();
            } else if (task.definition().type() == TaskType.DAEMON) {
                assertThat(stage.table.blockers(task))
                        .as("%s waits for", task.name())
                        .isNotEmpty();
            }
        }
    }

    /** Whether a start of the task has waited for too long; a replica that was still being stopped then stays stopped. */
    private static boolean gaveUp(Stage stage, Task task) {
        return stage.told(TaskEvent.NeedOverdue.class).stream()
                .anyMatch(late -> late.task().equals(task.name()) && late.then() == Need.OnTimeout.FAIL);
    }
}
