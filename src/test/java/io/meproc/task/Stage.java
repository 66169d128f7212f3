package io.meproc.task;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.command.Command;
import io.meproc.task.cron.CronPattern;
import io.meproc.task.exit.EndPolicy;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.Observations;
import io.meproc.task.exit.Requester;
import io.meproc.task.exit.StartFailure;
import io.meproc.task.exit.StopPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table with everything around it played: a clock moved by hand, processes that live and end when the test
 * says so, alarms and fires that go off as the clock passes them. Each event is followed by a check of what must
 * always be true.
 */
final class Stage implements Effect.Actions {
    static final Rules RULES = new Rules(Duration.ofSeconds(10), Duration.ofSeconds(5), ZoneOffset.UTC);

    record Alarm(Run run, Instant until) {}

    TaskTable table = TaskTable.empty(RULES);
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    /** Orders to spawn that were not answered yet, and processes that live. */
    final Map<ReplicaId, Run> spawning = new LinkedHashMap<>();

    final Map<ReplicaId, Run> alive = new LinkedHashMap<>();
    /** The exit codes with which the service was ordered to end. */
    final List<Integer> ends = new ArrayList<>();
    /** Runs that were found to be lost. */
    final List<Run> lost = new ArrayList<>();

    /** Runs whose leader has ended. */
    final Set<Run> leaderless = new HashSet<>();
    /** Runs of which the process side is to say what is left. */
    final Map<ReplicaId, Run> counting = new LinkedHashMap<>();

    /** Runs that are over, of which the process side is to say what is left. */
    final Set<Run> inspected = new LinkedHashSet<>();

    final Map<ReplicaId, Run> over = new LinkedHashMap<>();
    /** Runs that were given other limits. */
    final List<Run> limited = new ArrayList<>();

    final List<String> sent = new ArrayList<>();
    final List<String> spawned = new ArrayList<>();
    final List<String> commands = new ArrayList<>();
    final Map<Run, String> commandOf = new HashMap<>();
    final List<TaskEvent> news = new ArrayList<>();
    final Map<ReplicaId, Alarm> alarms = new LinkedHashMap<>();
    /** What is due once runs have lasted for a healthy time; it is never taken back. */
    final Map<ReplicaId, Alarm> proving = new LinkedHashMap<>();

    final Map<String, Instant> fires = new TreeMap<>();
    /** The records of runs that were kept. */
    final List<RunRecord> recorded = new ArrayList<>();

    final Map<TaskAlarm, Map<String, Instant>> ofTasks = new EnumMap<>(TaskAlarm.class);
    /** What the process side is asked for on behalf of a request, by ticket. */
    final Map<Long, Order> checks = new LinkedHashMap<>();

    /** Whether the process side keeps its answers back. */
    boolean holding;

    /** Tickets of those for which the process side sweeps, with their tasks. */
    final Map<Long, String> sweeps = new LinkedHashMap<>();

    /** The processes that have outlived their runs. */
    final Map<Run, List<Leftover>> left = new LinkedHashMap<>();

    final Map<Run, Instant> outlivedAlarms = new LinkedHashMap<>();

    /** The runs that are probed. */
    final Map<Run, ProbeOrder.Begin> probed = new LinkedHashMap<>();

    /** Whether the store takes its time. */
    boolean storing;

    /** Changes whose keeping was not confirmed yet. */
    final Queue<Long> commits = new ArrayDeque<>();

    /** The store, with every change that it was ordered to keep. */
    StoreModel store = new StoreModel();

    /** The changes that the store was ordered to keep since it was new. */
    final List<Logged> log = new ArrayList<>();

    /** @param at the number of the change in the order in which changes were ordered and processes started */
    record Logged(long at, Changeset changes) {}

    private long moments;

    /** Runs of daemons, and those that were started while the store could not keep changes: a crash may repeat them. */
    final Set<Run> mayRepeat = new HashSet<>();

    /** Whether the store has refused a change since it last confirmed one. */
    boolean broken;

    /** The number of changes at the beginning that the store has confirmed. */
    int confirmed;

    /** The pid of each process that was ever started. */
    final Map<Run, Long> pidOf = new HashMap<>();

    /** When each process was started, see {@link Logged}. */
    final Map<Run, Long> startedAt = new HashMap<>();

    /** The starts that were under way when another run of their replica was adopted; the process side refuses them. */
    final Set<Run> refused = new HashSet<>();

    /** Replicas that may not be started, since a process may be their earlier run. */
    final Map<ReplicaId, Run> occupied = new LinkedHashMap<>();

    /** Runs that an operator has adopted; a start of their replica that was ordered before is refused. */
    final Set<@Nullable Run> byOperator = new HashSet<>();

    /** Runs that an operator has adopted, and that the table does not know yet. */
    final Map<ReplicaId, Run> adopting = new LinkedHashMap<>();

    /** The record of each task when a request for it was last answered, if no request has come since; empty if not listed. */
    final Map<String, Optional<TaskRecord>> promised = new HashMap<>();

    /** Whether effects wait until the test carries them out. */
    boolean slicing;

    /** The sender of the next requests. */
    Requester requester = new Requester("ops@web1", "192.0.2.7");

    final Queue<Effect> backlog = new ArrayDeque<>();
    final Queue<Event> later = new ArrayDeque<>();
    private final Map<Long, Answer> answers = new HashMap<>();
    final Map<Long, String> open = new HashMap<>();
    private long tickets;
    long committed;
    long hurried;
    private long pids = 1000;

    /** The length of the output of a replica that is spawned next. */
    long output;

    static TaskDefinition once(String name, String... deps) {
        return task(name, TaskType.ONCE, 1, deps);
    }

    static TaskDefinition daemon(String name, String... deps) {
        return task(name, TaskType.DAEMON, 1, deps);
    }

    static TaskDefinition cron(String name, String... deps) {
        return task(name, TaskType.CRON, 1, deps);
    }

    static TaskDefinition task(String name, TaskType type, int replicas, String... deps) {
        return new TaskDefinition(
                name,
                type,
                new Command("true", null, null),
                replicas,
                List.of(deps),
                Interval.DEFAULT,
                type == TaskType.CRON ? CronPattern.parse("* * * * *") : null,
                EndPolicy.DEFAULT);
    }

    static ReplicaId id(String alias) {
        int colon = alias.indexOf(':');
        return colon < 0
                ? new ReplicaId(alias, 0)
                : new ReplicaId(alias.substring(0, colon), Integer.parseInt(alias.substring(colon + 1)));
    }

    long put(TaskDefinition definition) {
        return ask(new Request.Start(definition, true));
    }

    long post(String name) {
        return ask(new Request.Restart(name, true));
    }

    long delete(String name) {
        return ask(new Request.Remove(name, true));
    }

    /** Has the definition listed, whatever is listed now. */
    long amend(TaskDefinition definition) {
        return ask(new Request.Put(definition, Expected.ANY, true));
    }

    long start(String name) {
        return ask(new Request.StartAgain(Target.task(name), true, true));
    }

    long stop(String name) {
        return ask(new Request.Stop(Target.task(name), true));
    }

    long roll(String name) {
        return ask(new Request.Roll(name, Expected.ANY, true));
    }

    /** The pid of a replica, or 0. */
    long pid(String alias) {
        return task(id(alias).task()).replica(id(alias).index()).pid();
    }

    /** What is remembered of the task, by kind and oldest first. */
    List<String> past(String name) {
        return task(name).recentEvents().stream()
                .map(event -> event.event().getClass().getSimpleName())
                .toList();
    }

    long ask(Request request) {
        long ticket = ++tickets;
        open.put(ticket, request.name());
        promised.remove(request.name());
        on(new Event.Requested(ticket, request, requester, now));
        return ticket;
    }

    /** Puts the task and has all its processes come to be. */
    Stage runs(TaskDefinition definition) {
        long ticket = put(definition);
        while (spawning.keySet().stream().anyMatch(id -> id.task().equals(definition.name()))) {
            spawns(spawning.keySet().stream()
                    .filter(id -> id.task().equals(definition.name()))
                    .findFirst()
                    .map(ReplicaId::alias)
                    .orElseThrow());
        }
        assertThat(answer(ticket)).isEqualTo(Answer.DONE);
        return this;
    }

    void spawns(String alias) {
        if (occupied.containsKey(id(alias)) || adopting.containsKey(id(alias))) {
            lacks(alias);
            return;
        }
        Run run = requireNonNull(spawning.remove(id(alias)), alias);
        live(run);
        on(new Event.Reported(new Report.Spawned(run, now, pids, output)));
    }

    /** A process comes to be, without a report. */
    void live(Run run) {
        alive.put(run.replica(), run);
        pidOf.put(run, ++pids);
        startedAt.put(run, ++moments);
    }

    void refuses(String alias, String reason) {
        Run run = requireNonNull(spawning.remove(id(alias)), alias);
        over.put(run.replica(), run);
        on(new Event.Reported(new Report.SpawnFailed(run, now, StartFailure.of("exec", reason))));
    }

    /** A start that fails for want of resources. */
    void lacks(String alias) {
        Run run = requireNonNull(spawning.remove(id(alias)), alias);
        over.put(run.replica(), run);
        on(new Event.Reported(new Report.SpawnFailed(
                run, now, new StartFailure("process", "EAGAIN", "a new process: try later (EAGAIN)", true))));
    }

    /** The process side says what is left of a run that it was asked about. */
    void survives(String alias, Leftover... survivors) {
        Run run = requireNonNull(counting.remove(id(alias)), alias);
        on(new Event.Reported(new Report.Survived(run, now, List.of(survivors))));
    }

    /** The process side may not signal a run. */
    void refuses(String alias, Leftover... these) {
        on(new Event.Reported(new Report.Survived(requireNonNull(alive.get(id(alias)), alias), now, List.of(these))));
    }

    void exits(String alias, ExitStatus status, Leftover... leftovers) {
        Run run = requireNonNull(alive.remove(id(alias)), alias);
        over.put(run.replica(), run);
        on(new Event.Reported(new Report.Exited(run, now, status, null, List.of(leftovers))));
    }

    void exits(String alias, ExitStatus status, Observations.MemoryEvents memory) {
        Run run = requireNonNull(alive.remove(id(alias)), alias);
        over.put(run.replica(), run);
        Observations observed = new Observations(null, memory);
        on(new Event.Reported(new Report.Exited(run, now, status, null, List.of(), observed)));
    }

    void leaderExits(String alias) {
        Run run = requireNonNull(alive.get(id(alias)), alias);
        assertThat(leaderless.add(run)).as("the leader of %s lives", run).isTrue();
        on(new Event.Reported(new Report.LeaderExited(run, now, new ExitStatus.Exited(0))));
    }

    void exits(String alias, int code) {
        Run run = requireNonNull(alive.remove(id(alias)), alias);
        over.put(run.replica(), run);
        on(new Event.Reported(new Report.Exited(run, now, new ExitStatus.Exited(code), null, List.of())));
    }

    /** The process side lists its runs. */
    void inventory() {
        List<Run> runs = new ArrayList<>(alive.values());
        runs.addAll(spawning.values());
        on(new Event.Inventory(runs, outlived(), table.incarnations(), now));
    }

    void drain() {
        on(new Event.Drain(now, table.stream().map(Task::name).toList()));
    }

    void killNow() {
        on(new Event.KillNow(now, table.stream().map(Task::name).toList()));
    }

    /** The answers so far. */
    Stream<Answer> answered() {
        return answers.values().stream();
    }

    /** Moves the clock; what is due meanwhile happens at its time. */
    void passes(Duration time) {
        Instant end = now.plus(time);
        for (Optional<Instant> next = nextDue();
                next.filter(t -> !t.isAfter(end)).isPresent();
                next = nextDue()) {
            // An alarm that was armed late, since effects were pending, does not set the clock back.
            now = next.get().isAfter(now) ? next.get() : now;
            elapse();
        }
        now = end;
    }

    private Optional<Instant> nextDue() {
        List<Instant> times = new ArrayList<>(fires.values());
        ofTasks.values().forEach(each -> times.addAll(each.values()));
        alarms.values().forEach(alarm -> times.add(alarm.until()));
        times.addAll(outlivedAlarms.values());
        proving.values().forEach(alarm -> times.add(alarm.until()));
        return times.stream().min(Comparator.naturalOrder());
    }

    private void elapse() {
        for (Alarm alarm : List.copyOf(alarms.values())) {
            if (!alarm.until().isAfter(now) && alarms.remove(alarm.run().replica(), alarm)) {
                on(new Event.Elapsed(alarm.run(), alarm.until(), now));
            }
        }
        for (Map.Entry<Run, Instant> alarm : new LinkedHashMap<>(outlivedAlarms).entrySet()) {
            if (!alarm.getValue().isAfter(now) && outlivedAlarms.remove(alarm.getKey(), alarm.getValue())) {
                on(new Event.OutlivedElapsed(alarm.getKey(), alarm.getValue(), now));
            }
        }
        for (Alarm alarm : List.copyOf(proving.values())) {
            if (!alarm.until().isAfter(now) && proving.remove(alarm.run().replica(), alarm)) {
                on(new Event.Healthy(alarm.run(), now));
            }
        }
        for (TaskAlarm kind : TaskAlarm.values()) {
            Map<String, Instant> armed = armed(kind);
            for (Map.Entry<String, Instant> alarm : new TreeMap<>(armed).entrySet()) {
                if (!alarm.getValue().isAfter(now) && armed.remove(alarm.getKey(), alarm.getValue())) {
                    on(new Event.TaskElapsed(alarm.getKey(), kind, alarm.getValue(), now));
                }
            }
        }
        for (Map.Entry<String, Instant> fire : new TreeMap<>(fires).entrySet()) {
            if (!fire.getValue().isAfter(now) && fires.remove(fire.getKey(), fire.getValue())) {
                on(new Event.Due(fire.getKey(), now));
            }
        }
    }

    void on(Event event) {
        Next next = table.on(event);

        DependencyOracle.check(table, next.table(), now);
        table = next.table();
        news.addAll(next.changes().events());
        next.changes().events().stream()
                .filter(each -> each instanceof TaskEvent.Updated updated
                        && updated.stage() == TaskEvent.Updated.Stage.ROLLED_BACK)
                .forEach(each -> promised.remove(each.task()));
        backlog.addAll(next.effects());
        if (!slicing) {
            carryOut(Integer.MAX_VALUE);
        }
    }

    /** When the alarm of a replica goes off. */
    Instant alarm(String alias) {
        return requireNonNull(alarms.get(id(alias)), alias).until();
    }

    boolean waits(long ticket) {
        return open.containsKey(ticket);
    }

    Answer answer(long ticket) {
        return requireNonNull(answers.get(ticket), "ticket " + ticket + " has no answer");
    }

    Refusal refusal(long ticket) {
        return answer(ticket).refusal().orElseThrow();
    }

    Task task(String name) {
        return table.find(name).orElseThrow();
    }

    String condition(String name) {
        return table.find(name).map(Task::condition).orElse("not listed");
    }

    Phase phase(String alias) {
        return task(id(alias).task()).replica(id(alias).index()).phase();
    }

    /** Whether the state of its replica is about this run, which may be over. */
    boolean isCurrent(Run run) {
        return table.find(run.replica().task())
                .filter(task -> run.replica().index() < task.size())
                .filter(task ->
                        run.equals(task.replica(run.replica().index()).state().run()))
                .isPresent();
    }

    <T extends TaskEvent> List<T> told(Class<T> kind) {
        return news.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** What would go off, what fires, and who waits for an answer. */
    List<Object> restless() {
        List<Object> restless = new ArrayList<>(alarms.values());
        restless.addAll(outlivedAlarms.values());
        restless.addAll(fires.values());
        restless.addAll(open.keySet());
        return restless;
    }

    /** Nothing is listed, alive, armed, scheduled or unanswered. */
    void isEmpty() {
        assertThat(table.isEmpty()).as("an empty table").isTrue();
        isAtRest();
    }

    /** Nothing is alive, armed, scheduled or unanswered. */
    void isAtRest() {
        assertThat(table.live()).isZero();
        assertThat(spawning).isEmpty();
        assertThat(alive).isEmpty();
        assertThat(alarms).isEmpty();
        assertThat(outlivedAlarms).isEmpty();
        assertThat(table.outlived().isEmpty())
                .as("nothing has outlived its run")
                .isTrue();
        assertThat(fires).isEmpty();
        assertThat(open).isEmpty();
        assertThat(table.pending().isEmpty()).as("nothing is pending").isTrue();
        assertThat(table.commits().open() || !table.commits().waiting().isEmpty())
                .as("every change is kept, and every answer given")
                .isFalse();
        store.matches(table);
    }

    private void check() {
        store.matches(table);
        assertThat(Stream.concat(
                        table.commits().waiting().stream().map(Commits.Waiting::after),
                        table.commits().held().stream().map(Commits.Held::after)))
                .as("the commits that something waits for are not put off")
                .allMatch(after -> after <= hurried);
        List<ReplicaId> armed = new ArrayList<>(alarms.keySet());
        List<ReplicaId> orders = new ArrayList<>(spawning.keySet());
        List<ReplicaId> lives = new ArrayList<>(alive.keySet());
        Map<String, Instant> scheduled = new TreeMap<>();
        table.stream().forEach(task -> {
            task.nextFire().ifPresent(fire -> scheduled.put(task.name(), fire));
            if (task.waiting() && table.mode() == Transition.Mode.OPEN) {
                Wait wait = task.pending().waited();
                boolean overdue =
                        wait != null && wait.alarm() != null && !wait.alarm().isAfter(now);
                assertThat(task.leaving() || overdue || !table.blockers(task).isEmpty())
                        .as("%s waits for", task.name())
                        .isTrue();
            }
            assertThat(task.health())
                    .as("health of %s", task.name())
                    .isEqualTo(
                            task.expectation()
                                            .filter(expected -> expected.state() != Expectation.State.MET)
                                            .isPresent()
                                    ? Health.FAILED
                                    : task.replicas()
                                            .map(r -> r.health(task.definition().type()))
                                            .max(Comparator.naturalOrder())
                                            .orElseThrow());
            assertThat(task.recentEvents()).hasSizeLessThanOrEqualTo(20);
            assertThat(task.nextFire()).as("%s, stopped or not", task.name()).satisfies(fire -> {
                if (task.held()) {
                    assertThat(fire).isEmpty();
                }
            });
            for (int i = 0; i < task.size(); i++) {
                assertThat(task.held(i) && task.starts(i))
                        .as("%s:%d stays stopped and starts", task.name(), i)
                        .isFalse();
            }
            assertThat(task.record().stopped().below(task.size()).count())
                    .as("the stopped replicas of %s", task.name())
                    .isEqualTo(task.record().stopped().count());
            assertThat(task.pending().starts().below(task.size()).count())
                    .as("the starting replicas of %s", task.name())
                    .isEqualTo(task.pending().starts().count());
            for (Phase phase : Phase.values()) {
                assertThat(task.phaseCounts().in(phase))
                        .as("phaseCounts of %s in %s", phase, task.name())
                        .isEqualTo((int)
                                task.replicas().filter(r -> r.phase() == phase).count());
            }
            for (int i = 0; i < task.size(); i++) {
                ReplicaId id = new ReplicaId(task.name(), i);
                Run run = task.replica(i).state().run();
                boolean order =
                        orders.remove(id) || (run != null && table.commits().holds(run));
                boolean life = lives.remove(id);
                assertThat(task.replica(i).phase().live()).as("%s may live", id).isEqualTo(order || life);
                armed.remove(id);
                Alarm alarm = alarms.get(id);
                assertThat(task.replica(i).alarm())
                        .as("the alarm of %s", id)
                        .isEqualTo(alarm == null ? null : alarm.until());
                if (task.held(i) && !task.leaving()) {
                    assertThat(task.replica(i).phase())
                            .as("%s is to stay stopped", id)
                            .isIn(Phase.STOPPED, Phase.STOPPING, Phase.ABORTING, Phase.STUCK);
                }
                if (i >= task.definition().replicas()) {
                    assertThat(task.held(i)).as("%s is surplus", id).isTrue();
                }
            }
        });
        Map<Run, Instant> pressed = new HashMap<>();
        for (OutlivedRun run : table.outlived().all()) {
            if (run.alarm() != null) {
                pressed.put(run.run(), run.alarm());
            }
            assertThat(run.stuck()).as("%s is stuck or has an alarm", run.run()).isEqualTo(run.alarm() == null);
        }
        assertThat(outlivedAlarms).isEqualTo(pressed);
        assertThat(orders).as("orders of tasks not listed").isEmpty();
        assertThat(lives).as("processes of tasks not listed").isEmpty();
        assertThat(armed).as("alarms of tasks not listed").isEmpty();
        assertThat(fires).isEqualTo(scheduled);
    }

    @Override
    public void sendOrder(Order order) {
        if (order instanceof Order.Spawn spawn) {
            ReplicaId replica = spawn.run().replica();
            if (byOperator.contains(alive.get(replica)) || refused.remove(spawn.run())) {
                over.put(replica, spawn.run());
                return;
            }
            assertThat(alive).as("processes of %s", replica).doesNotContainKey(replica);
            assertThat(spawning.put(replica, spawn.run())).isNull();
            boolean daemon = table.find(replica.task())
                    .filter(task -> task.definition().type() == TaskType.DAEMON)
                    .isPresent();
            if (broken || daemon) {
                mayRepeat.add(spawn.run());
            }
            spawned.add(replica.alias());
            commands.add(spawn.command().text());
            commandOf.put(spawn.run(), spawn.command().text());
        } else if (order instanceof Order.Cancel cancel) {
            mayBeOver(cancel.run(), spawning);
        } else if (order instanceof Order.SendOutlived send) {
            sent.add(send.signal() + " " + send.pids());
        } else if (order instanceof Order.Inspect inspect && table.outlived().find(inspect.run()) != null) {
            if (left.containsKey(inspect.run())) {
                inspected.add(inspect.run());
            } else {
                later.add(new Event.Reported(new Report.Cleared(inspect.run(), now)));
            }
        } else if (order instanceof Order.Inspect count) {
            if (mayBeOver(count.run(), alive)) {
                counting.put(count.run().replica(), count.run());
            }
        } else if (order instanceof Order.Send send) {
            mayBeOver(send.run(), alive);
            sent.add(send.signal() + " " + send.run().replica());
        } else if (order instanceof Order.Limit limit) {
            limited.add(limit.run());
        } else if (order instanceof Order.Pass pass) {
            mayBeOver(pass.run(), alive);
            sent.add(
                    pass.signal() + " " + pass.run().replica() + (pass.to() == StopPlan.Reach.LEADER ? " leader" : ""));
        }
    }

    /** An order about a run that is none of these any more can only come when it was pending meanwhile. */
    private boolean mayBeOver(Run run, Map<ReplicaId, Run> these) {
        if (!slicing) {
            assertThat(these).containsValue(run);
        }
        return these.containsValue(run);
    }

    /** The process side refuses nothing, unless the test holds its answers back. */
    @Override
    public void check(long ticket, Order order) {
        checks.put(ticket, order);
        if (!holding) {
            checked(ticket, null);
        }
    }

    private void checked(long ticket, @Nullable Refusal refusal) {
        Order order = checks.remove(ticket);
        assertThat(order).as("a check for ticket %s", ticket).isNotNull();
        boolean accepted = refusal == null && (!(order instanceof Order.Decide decide) || decided(decide));
        Refusal none = new Refusal(Refusal.Reason.CONFLICT, "there is no such process");
        later.add(new Event.Checked(ticket, accepted ? null : refusal == null ? none : refusal, now));
    }

    /** Carries out a decision about a process that may be an earlier run of a replica; false if there is none. */
    private boolean decided(Order.Decide decide) {
        Run run = occupied.get(decide.replica());
        if (run == null) {
            return false;
        } else if (decide.decision() == LeftoverDecision.ADOPT) {
            if (spawning.containsKey(decide.replica()) || alive.containsKey(decide.replica())) {
                return false;
            }
            adopting.put(decide.replica(), run);
            long pid = requireNonNull(pidOf.get(run));
            later.add(new Event.Reported(new Report.Adopted(new Adoption.Adopted(run, pid, 7, now, -1), now)));
        }
        occupied.remove(decide.replica());
        return true;
    }

    /** The process side answers all that it has kept back, and refuses none of it. */
    void answersAll() {
        while (!checks.isEmpty() || !sweeps.isEmpty() || !commits.isEmpty()) {
            kept(commits.size());
            List.copyOf(checks.keySet()).forEach(ticket -> checked(ticket, null));
            List.copyOf(sweeps.keySet()).forEach(ticket -> swept(ticket, null));
            goOn();
        }
    }

    /** The process side answers one of those that it has kept back, one way or the other. */
    void answersOne(Random random) {
        if (!checks.isEmpty()) {
            List<Long> tickets = List.copyOf(checks.keySet());
            Refusal no = new Refusal(Refusal.Reason.INVALID_FIELD, "no");
            checked(tickets.get(random.nextInt(tickets.size())), random.nextInt(4) == 0 ? no : null);
        }
        if (!sweeps.isEmpty()) {
            swept(sweeps.keySet().iterator().next(), null);
        }
        if (!commits.isEmpty()) {
            kept(1 + random.nextInt(commits.size()));
        }
        goOn();
    }

    private void swept(long ticket, @Nullable Refusal refusal) {
        String task = requireNonNull(sweeps.remove(ticket));
        List<Report.Outlived> found = refusal != null
                ? List.of()
                : outlived().stream()
                        .filter(each -> each.run().replica().task().equals(task))
                        .toList();
        later.add(new Event.Swept(ticket, refusal, found, now));
    }

    private List<Report.Outlived> outlived() {
        return left.entrySet().stream()
                .map(each -> new Report.Outlived(each.getKey(), now, 1, each.getValue()))
                .toList();
    }

    /** Processes of a run that is over are found. */
    void outlives(Run run, Leftover... these) {
        List<Leftover> all = new ArrayList<>(left.getOrDefault(run, List.of()));
        all.addAll(List.of(these));
        left.put(run, all);
        on(new Event.Reported(new Report.Outlived(run, now, 1, List.of(these))));
    }

    /** The last process that has outlived a run ends. */
    void clears(Run run) {
        assertThat(left.remove(run)).isNotNull();
        on(new Event.Reported(new Report.Cleared(run, now)));
    }

    /** When the alarm for what has outlived a run goes off. */
    Instant outlivedAlarm(Run run) {
        return requireNonNull(outlivedAlarms.get(run), run.toString());
    }

    /** The store confirms so many changes at once. */
    void kept(int count) {
        confirm(count, null);
    }

    /** The store can't keep so many changes. */
    void lost(int count, Refusal refusal) {
        confirm(count, refusal);
        goOn();
    }

    /** The store can keep changes again, and has kept all that it had refused. */
    void storeWorks() {
        broken = false;
        confirmed = log.size() - commits.size();
        on(new Event.StoreChecked(null, now));
    }

    private void confirm(int count, @Nullable Refusal refusal) {
        Long last = null;
        for (int i = 0; i < count; i++) {
            last = commits.remove();
        }
        if (last != null) {
            broken = refusal != null;
            confirmed = refusal == null ? log.size() - commits.size() : confirmed;
            later.add(new Event.Committed(last, refusal, now));
        }
    }

    /** The alarms of this kind that are armed, by task. */
    Map<String, Instant> armed(TaskAlarm kind) {
        return ofTasks.computeIfAbsent(kind, none -> new TreeMap<>());
    }

    @Override
    public void armTask(String task, TaskAlarm alarm, Instant until) {
        armed(alarm).put(task, until);
    }

    @Override
    public void disarmTask(String task, TaskAlarm alarm) {
        boolean armed = armed(alarm).remove(task) != null;
        assertThat(armed || slicing)
                .as("only what is armed is disarmed: %s of %s", alarm, task)
                .isTrue();
    }

    @Override
    public void commit(long commit, Changeset changes, boolean awaited) {
        committed += changes.isEmpty() ? 0 : 1;
        assertThat(commit).as("commits are numbered in order").isEqualTo(committed);
        assertThat(awaited || !changes.isEmpty())
                .as("an empty commit only hurries an earlier one")
                .isTrue();
        hurried = awaited ? commit : hurried;
        if (!changes.isEmpty()) {
            store.keep(changes);
            recorded.addAll(changes.runs());
            log.add(new Logged(++moments, changes));
            commits.add(commit);
        }
        if (!storing) {
            kept(commits.size());
        }
    }

    /** Carries out so many of the effects that are pending. */
    void carryOut(int most) {
        for (int i = 0; i < most && !backlog.isEmpty(); i++) {
            visit(backlog.remove());
        }
        if (backlog.isEmpty()) {
            check();
        }
        goOn();
    }

    /** Nothing is kept back and nothing pending any more, from now on. */
    void settles() {
        holding = false;
        storing = false;
        storeWorks();
        // Still as pending effects: a run may have ended since they were made.
        while (!backlog.isEmpty()) {
            carryOut(Integer.MAX_VALUE);
        }
        slicing = false;
        answersAll();
    }

    /** The process side refuses what it was asked on behalf of this ticket. */
    void refuses(long ticket, Refusal refusal) {
        if (sweeps.containsKey(ticket)) {
            swept(ticket, refusal);
        } else {
            checked(ticket, refusal);
        }
        goOn();
    }

    private void goOn() {
        while (!later.isEmpty()) {
            Event event = later.remove();
            if (event instanceof Event.Reported reported && reported.report() instanceof Report.Adopted adopted) {
                adopts(adopted.run());
            }
            on(event);
        }
    }

    /** A run that was adopted lives; a start of its replica was refused meanwhile. */
    private void adopts(Run run) {
        if (adopting.remove(run.replica()) != null) {
            backlog.stream()
                    .flatMap(effect ->
                            effect instanceof Effect.SendOrder sent && sent.order() instanceof Order.Spawn spawn
                                    ? Stream.of(spawn.run())
                                    : Stream.empty())
                    .filter(ordered -> ordered.replica().equals(run.replica()))
                    .forEach(refused::add);
            if (spawning.containsKey(run.replica())) {
                lacks(run.replica().alias());
            }
            if (table.find(run.replica().task())
                    .filter(task -> run.replica().index() < task.size())
                    .isPresent()) {
                alive.put(run.replica(), run);
                byOperator.add(run);
            }
        }
    }

    @Override
    public void sweep(long ticket, String task) {
        sweeps.put(ticket, task);
        if (!holding) {
            swept(ticket, null);
        }
    }

    @Override
    public void arm(ReplicaId replica, Run run, Instant until) {
        Alarm earlier = alarms.put(replica, new Alarm(run, until));
        if (!slicing) {
            assertThat(earlier).as("an earlier alarm of %s", replica).isNull();
        }
    }

    @Override
    public void armOutlived(Run run, Instant until) {
        assertThat(outlivedAlarms.put(run, until))
                .as("an earlier alarm for what has outlived %s", run)
                .isNull();
    }

    @Override
    public void disarmOutlived(Run run) {
        Instant alarm = outlivedAlarms.remove(run);
        if (!slicing) {
            assertThat(alarm).as("the alarm for what has outlived %s", run).isNotNull();
        }
    }

    @Override
    public void armHealthy(Run run, Instant until) {
        mayBeOver(run, alive);
        proving.put(run.replica(), new Alarm(run, until));
    }

    @Override
    public void disarm(ReplicaId replica) {
        Alarm alarm = alarms.remove(replica);
        if (!slicing) {
            assertThat(alarm).as("the alarm of %s", replica).isNotNull();
        }
    }

    @Override
    public void schedule(String task, Instant fire) {
        fires.put(task, fire);
    }

    @Override
    public void unschedule(String task) {
        fires.remove(task);
    }

    @Override
    public void answer(long ticket, Answer answer) {
        String name = open.remove(ticket);
        assertThat(name).as("ticket %s is open", ticket).isNotNull();
        answers.put(ticket, answer);
        if (answer.refusal().isEmpty()) {
            answer.change()
                    .filter(change -> change.kind() != Answer.Change.Kind.UNCHANGED)
                    .ifPresent(change -> assertThat(log.subList(0, confirmed))
                            .as("what was confirmed before %s", answer)
                            .anyMatch(each -> each.changes().tasks().stream()
                                    .anyMatch(record -> record.revision() == change.revision())));
        }
        boolean allKept = confirmed == log.size() && !table.commits().open();
        if (answer.refusal().isEmpty() && allKept && !open.containsValue(name)) {
            promised.put(name, table.find(name).map(Task::record));
        }
    }

    @Override
    public void endService(String task, int code) {
        ends.add(code);
    }

    @Override
    public void probe(ProbeOrder order) {
        if (order instanceof ProbeOrder.Begin begin) {
            assertThat(probed.put(order.run(), begin)).as("it is probed once").isNull();
        } else {
            probed.remove(order.run());
        }
    }

    @Override
    public void lost(Run run) {
        lost.add(run);
    }

    @Override
    public void unexpected(ReplicaId replica, Phase phase, String event) {
        throw new AssertionError(event + " is unexpected while " + replica + " is " + phase);
    }
}
