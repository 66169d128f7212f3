package io.meproc.task;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.command.Command;
import io.meproc.task.cron.CronPattern;
import io.meproc.task.exit.EndPolicy;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.StartFailure;
import io.meproc.task.probe.Check;
import io.meproc.task.probe.Probe;
import io.meproc.task.probe.ProbeKind;
import io.meproc.task.probe.ProbePort;
import io.meproc.task.probe.Probes;
import io.meproc.task.probe.Timing;
import io.meproc.task.restart.RestartPolicy;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A replica's state beside what is true outside of it: an order to spawn on its way, a process alive, its
 * leader gone, an alarm armed. Effects are applied as the outside would, and checked while they are.
 */
record World(
        TaskType type,
        EndPolicy ends,
        RestartPolicy restart,
        Replica replica,
        boolean spawning,
        boolean alive,
        boolean leaderGone,
        boolean armed,
        boolean counting,
        boolean proving,
        boolean probing,
        List<String> effects) {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Rules RULES = new Rules(Duration.ofSeconds(10), Duration.ofSeconds(5), ZoneOffset.UTC);
    private static final ExitStatus STATUS = new ExitStatus.Exited(0);
    private static final Run RUN = new Run(new ReplicaId("t", 0), 1);
    private static final StartFailure REFUSED = StartFailure.of("exec", "no");
    private static final StartFailure LACKING = new StartFailure("process", "EAGAIN", "later", true);
    private static final List<Leftover> SURVIVORS = List.of(new Leftover(4711, "sleep", false, true));

    private static final Probes PROBED = new Probes(
            null,
            null,
            new Probe(
                    new Check.Tcp(Check.Tcp.LOOPBACK, new ProbePort(80, false)),
                    Timing.defaults(ProbeKind.LIVE, new Check.Output("x"))));

    static World first(TaskType type, EndPolicy ends, RestartPolicy restart) {
        return new World(type, ends, restart, Replica.NEW, false, false, false, false, false, false, false, List.of());
    }

    /** What may happen next, by name. */
    Map<String, World> next() {
        Map<String, World> next = new TreeMap<>(environment());
        next.put("start", after(ReplicaState::start));
        next.put("stop", stopped());
        next.put("killNow", after(ReplicaState::killNow));
        next.put("reset", after(ReplicaState::reset));
        if (alive && ends.timeout() != null) {
            // A conclusion may be on its way when the run begins to be ended.
            next.put("probeFailed", after((s, t) -> s.probeFailed(t, ProbeKind.LIVE, "no answer")));
        }
        return next;
    }

    /** What it becomes when somebody stops it. */
    World stopped() {
        return after(ReplicaState::stop);
    }

    /** What may happen next without anybody asking for anything. */
    Map<String, World> environment() {
        Map<String, World> next = new TreeMap<>();
        if (spawning) {
            next.put(
                    "spawned",
                    outside(false, true, armed)
                            .after((s, t) -> s.spawned(t, new Report.Spawned(requireNonNull(s.run()), NOW, 4711, 0))));
            next.put("spawnLacks", outside(false, false, armed).after((s, t) -> s.spawnFailed(t, LACKING)));
            next.put("spawnFailed", outside(false, false, armed).after((s, t) -> s.spawnFailed(t, REFUSED)));
        }
        if (alive) {
            next.put(
                    "exited",
                    outside(spawning, false, armed)
                            .after((s, t) -> s.exited(t, new Report.Exited(RUN, NOW, STATUS, null, List.of()))));
        }
        if (alive && !leaderGone) {
            World gone = new World(
                    type, ends, restart, replica, spawning, true, true, armed, counting, proving, probing, List.of());
            next.put("leaderExited", gone.after((s, t) -> s.leaderExited(t)));
        }
        if (counting) {
            World counted = new World(
                    type,
                    ends,
                    restart,
                    replica,
                    spawning,
                    alive,
                    leaderGone,
                    armed,
                    false,
                    proving,
                    probing,
                    List.of());
            next.put("survived", counted.after((s, t) -> s.survived(t, SURVIVORS)));
        }
        if (armed) {
            next.put("elapsed", outside(spawning, alive, false).after((s, t) -> {
                assertThat(t.goesOff(requireNonNull(t.alarm()))).isTrue();
                return s.elapsed(t);
            }));
        }
        if (proving) {
            World proved = new World(
                    type,
                    ends,
                    restart,
                    replica,
                    spawning,
                    alive,
                    leaderGone,
                    armed,
                    counting,
                    false,
                    probing,
                    List.of());
            next.put("healthy", proved.after((s, t) -> s.healthy(t)));
        }
        return next;
    }

    private World outside(boolean spawns, boolean lives, boolean alarm) {
        return new World(
                type,
                ends,
                restart,
                replica,
                spawns,
                lives,
                lives && leaderGone,
                alarm,
                lives && counting,
                proving,
                probing,
                List.of());
    }

    private World after(Transition.Cell cell) {
        TaskDefinition definition = new TaskDefinition(
                        "t",
                        type,
                        new Command("true", null, null),
                        1,
                        List.of(),
                        Interval.DEFAULT,
                        type == TaskType.CRON ? CronPattern.parse("* * * * *") : null,
                        ends)
                .with(Behaviour.DEFAULT.with(restart).with(ends.timeout() == null ? Probes.DEFAULT : PROBED));
        TaskTable table = TaskTable.empty(RULES);
        Transition transition = new Transition(table, NOW);
        ReplicaTransition replicaTurn = new ReplicaTransition(transition, Task.of(definition, 1, false), 0, replica);
        ReplicaState state = cell.apply(replica.state(), replicaTurn);
        replicaTurn.settleProbes(replica, state);
        Outside outside = new Outside(this);
        Next next = transition.next(table);
        next.effects().forEach(outside::visit);
        next.table().commits().held().forEach(held -> outside.sendOrder(held.order()));
        World world = new World(
                type,
                ends,
                restart,
                replica.with(state, replicaTurn.history(), replicaTurn.alarm(), replicaTurn.readiness()),
                outside.spawning,
                outside.alive,
                leaderGone,
                outside.armed,
                outside.counting,
                outside.proving && outside.alive,
                outside.probing,
                List.copyOf(outside.names));
        world.check();
        return world;
    }

    private void check() {
        Phase phase = replica.phase();
        assertThat(spawning)
                .as("an order is on its way: %s", this)
                .isEqualTo(phase == Phase.STARTING || phase == Phase.RESTARTING || phase == Phase.ABORTING);
        assertThat(phase.live()).as("a process may exist: %s", this).isEqualTo(spawning || alive);
        assertThat(probing).as("it is probed: %s", this).isEqualTo(phase == Phase.RUNNING && ends.timeout() != null);
        assertThat(armed).as("an alarm is armed: %s", this).isEqualTo(mustBeArmed(phase));
    }

    private boolean mustBeArmed(Phase phase) {
        boolean limited = ends.timeout() != null;
        boolean unasked = label().contains("NOT SIGNALLED");
        return switch (phase) {
            case BACKING_OFF, STOPPING -> true;
            case RUNNING -> limited;
            case LINGERING, TIMING_OUT, UNHEALTHY -> unasked ? limited : !label().contains("STUCK");
            default -> false;
        };
    }

    boolean atRest() {
        return !spawning && !alive && !armed;
    }

    /** The state's name and its details other than which run it is about. */
    String label() {
        ReplicaState state = replica.state();
        String details = Arrays.stream(state.getClass().getRecordComponents())
                .map(component -> detail(state, component))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
        return state.getClass().getSimpleName() + (details.isEmpty() ? "" : "(" + details + ")");
    }

    private static Optional<String> detail(ReplicaState state, RecordComponent component) {
        try {
            Object value = component.getAccessor().invoke(state);
            if (value instanceof Boolean flag) {
                return flag ? Optional.of(component.getName()) : Optional.empty();
            }
            return value instanceof StopStage stage ? Optional.of(stage.label()) : Optional.empty();
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("a record has its accessors", impossible);
        }
    }

    /** What makes two worlds the same for the walk. */
    String key() {
        return type + " " + label() + " " + spawning + alive + leaderGone + armed + counting + proving + probing
                + replica.trouble() + replica.history().limitReached()
                + replica.history().counters().recent().count();
    }

    /** Does what effects ask for, and checks that it can be done. */
    private static final class Outside implements Effect.Actions {
        private final List<String> names = new ArrayList<>();
        private boolean spawning;
        private final boolean alive;
        private boolean armed;
        private boolean counting;
        private boolean proving;
        private boolean probing;

        Outside(World world) {
            spawning = world.spawning;
            alive = world.alive;
            armed = world.armed;
            counting = world.counting;
            proving = world.proving;
            probing = world.probing;
        }

        @Override
        public void sendOrder(Order order) {
            if (order instanceof Order.Send send) {
                assertThat(alive).as("a signal goes to what lives").isTrue();
                names.add("SIG" + send.signal());
            } else if (order instanceof Order.Cancel) {
                assertThat(spawning).as("only what is on its way is cancelled").isTrue();
                names.add("cancel");
            } else if (order instanceof Order.Inspect) {
                assertThat(alive).as("only what lives is counted").isTrue();
                counting = true;
                names.add("inspect");
            } else if (!(order instanceof Order.Tidy)) {
                assertThat(spawning || alive).as("never spawn while one lives").isFalse();
                spawning = true;
                names.add("spawn");
            }
        }

        @Override
        public void check(long ticket, Order order) {
            throw new AssertionError("a replica asks nothing");
        }

        @Override
        public void sweep(long ticket, String task) {
            throw new AssertionError("a replica asks nothing");
        }

        @Override
        public void arm(ReplicaId replica, Run run, Instant until) {
            assertThat(armed).as("never arm twice").isFalse();
            armed = true;
            names.add("arm");
        }

        @Override
        public void disarm(ReplicaId replica) {
            assertThat(armed).as("never disarm what is not armed").isTrue();
            armed = false;
            names.add("disarm");
        }

        @Override
        public void armOutlived(Run run, Instant until) {
            throw new AssertionError(run + " is not over");
        }

        @Override
        public void disarmOutlived(Run run) {
            throw new AssertionError(run + " is not over");
        }

        @Override
        public void armHealthy(Run run, Instant until) {
            assertThat(alive).as("only what lives can become healthy").isTrue();
            proving = true;
            names.add("arm healthy");
        }

        @Override
        public void endService(String task, int code) {
            throw new AssertionError("a replica ends no service");
        }

        @Override
        public void probe(ProbeOrder order) {
            boolean begins = order instanceof ProbeOrder.Begin;
            assertThat(probing).as("probes begin once, and end once").isEqualTo(!begins);
            probing = begins;
            names.add(begins ? "probe" : "probe no more");
        }

        @Override
        public void lost(Run run) {
            throw new AssertionError(run + " is lost");
        }

        @Override
        public void unexpected(ReplicaId replica, Phase phase, String event) {
            throw new AssertionError(event + " is unexpected while " + replica + " is " + phase);
        }

        @Override
        public void schedule(String task, Instant fire) {
            throw new AssertionError("a replica schedules nothing");
        }

        @Override
        public void unschedule(String task) {
            throw new AssertionError("a replica schedules nothing");
        }

        @Override
        public void armTask(String task, TaskAlarm alarm, Instant until) {
            throw new AssertionError("a replica arms no alarm of its task");
        }

        @Override
        public void disarmTask(String task, TaskAlarm alarm) {
            throw new AssertionError("a replica disarms no alarm of its task");
        }

        @Override
        public void commit(long commit, Changeset changes, boolean awaited) {
            throw new AssertionError("a replica changes no record");
        }

        @Override
        public void answer(long ticket, Answer answer) {
            throw new AssertionError("a replica answers nobody");
        }
    }
}
