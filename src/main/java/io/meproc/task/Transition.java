package io.meproc.task;

import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import io.meproc.task.exit.Requester;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The handling of one event: the table while it changes, and the effects so far. */
final class Transition {
    private final Rules rules;
    private final Instant now;
    private final Instant wallNow;
    private final List<Effect> effects = new ArrayList<>();
    private final List<Effect.Reply> replies = new ArrayList<>();
    private final List<Commits.Held> held = new ArrayList<>();
    private final List<TaskEvent> events = new ArrayList<>();
    private Tasks tasks;
    private Tasks kept;
    private long revision;
    private long incarnations;
    private Mode mode;
    private PendingRequests pending;
    private Set<Run> doubtful;
    private OutlivedRuns outlived;
    private Commits commits;
    private Timeline timeline;
    private final List<AuditRecord> audit = new ArrayList<>();
    private final RunChanges runs = new RunChanges();
    private Requester requester = Requester.SERVICE;
    private boolean requesting;
    private final Set<String> touched = new LinkedHashSet<>();
    private Set<String> changed = new LinkedHashSet<>();

    /** The stage of the service's shutdown. */
    enum Mode {
        OPEN,
        DRAINING,
        KILLING
    }

    interface Cell {
        ReplicaState apply(ReplicaState state, ReplicaTransition transition);
    }

    Transition(TaskTable before, Instant now) {
        this.rules = before.rules();
        this.now = now;
        this.tasks = before.tasks();
        this.kept = before.tasks();
        this.revision = before.revision() + 1;
        this.incarnations = before.incarnations();
        this.mode = before.mode();
        this.pending = before.pending();
        this.doubtful = before.doubtful();
        this.outlived = before.outlived();
        this.commits = before.commits();
        this.timeline = before.timeline();
        this.wallNow = now.plus(timeline.skew());
    }

    /** The result of the event. */
    Next next(TaskTable before) {
        new Consequences(this).carryOut(kept);
        EssentialTasks essential = new EssentialTasks(this);
        for (String name : touched) {
            reportHealth(kept.find(name), tasks.find(name));
            HeldSockets.follow(this, name, kept.find(name), tasks.find(name));
            essential.check(kept.find(name), tasks.find(name));
        }
        remember();
        commit(Notifications.of(this, events));
        long reached = tasks != before.tasks() || mode != before.mode() || timeline != before.timeline()
                ? revision
                : before.revision();
        TaskTable after = new TaskTable(
                rules, tasks, reached, incarnations, mode, timeline, pending, doubtful, outlived, commits, now);
        return new Next(after, List.copyOf(effects), changes(before, after));
    }

    private Changes changes(TaskTable before, TaskTable after) {
        List<Task> changed = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        for (String name : touched) {
            Task now = tasks.find(name);
            Task then = before.tasks().find(name);
            if (now != null && now != then) {
                changed.add(now);
            } else if (now == null && then != null) {
                removed.add(name);
            }
        }
        return new Changes(now, after, changed, removed, List.copyOf(events));
    }

    /** Commits what a store keeps of the changes, and lets the answers wait for that. */
    private void commit(List<Notification> notifications) {
        Changeset changes = new TableDiff(kept, tasks, touched)
                .changeset(runs.records(), audit)
                .with(notifications);
        commits = changes.isEmpty() ? commits : commits.next();
        Commits before = commits;
        int first = effects.size();
        held.forEach(each -> commits = commits.with(each.run(), each.order()));
        replies.forEach(this::reply);
        boolean awaited = commits.open() && (commits.waits(before) || !notifications.isEmpty());
        if (awaited || !changes.isEmpty()) {
            effects.add(first, new Effect.Commit(commits.last(), changes, awaited));
        }
    }

    /** Sends an answer as soon as every change so far is kept; nothing is acknowledged while changes can't be kept. */
    private void reply(Effect.Reply reply) {
        Refusal obstacle = commits.obstacle();
        if (obstacle != null && reply.answer().refusal().isEmpty()) {
            effects.add(new Effect.Reply(reply.ticket(), Answer.refused(obstacle)));
        } else if (commits.open() && !isStoreFailure(reply)) {
            commits = commits.with(reply.ticket(), reply.answer());
        } else {
            effects.add(reply);
        }
    }

    /** Whether the request was not carried out because no change can be kept; there is nothing to wait for then. */
    private static boolean isStoreFailure(Effect.Reply reply) {
        return reply.answer()
                .refusal()
                .filter(refusal -> refusal.reason() == Refusal.Reason.STORE_FAILED)
                .isPresent();
    }

    /** Handles the result of the commits up to this number. */
    void committed(long commit, @Nullable Refusal refusal) {
        commits.heldUntil(commit).forEach(each -> order(each.order()));
        commits.until(commit).forEach(each -> effects.add(new Effect.Reply(each.ticket(), each.decided(refusal))));
        commits = commits.decided(commit).with(refusal);
    }

    /** Records and reports that the service did not run. Alarms that came due meanwhile go off once, since each is a timer. */
    void resumed(Duration length, boolean suspended) {
        timeline = timeline.resumed(length, suspended, now);
        report(new TaskEvent.ServiceResumed(length, suspended));
    }

    /** The store can't keep changes for this reason, or can again for null. */
    void storeChecked(@Nullable Refusal obstacle) {
        commits = commits.with(obstacle);
    }

    /** Why no request that changes anything can be promised at present; null if it can. */
    @Nullable
    Refusal obstacle() {
        return commits.obstacle();
    }

    private void reportHealth(@Nullable Task then, @Nullable Task now) {
        Health before = then == null || then.pending().provisional() ? Health.OK : then.health();
        if (now != null && !now.pending().provisional() && now.health() != before) {
            report(new TaskEvent.HealthChanged(now.name(), before, now.health(), now.trouble()));
        }
    }

    /** Appends the reported events to the histories of their tasks. */
    private void remember() {
        Task task = null;
        for (TaskEvent event : events) {
            if (event.inHistory()) {
                if (task == null || !task.name().equals(event.task())) {
                    Optional.ofNullable(task).ifPresent(this::put);
                    task = tasks.find(event.task());
                }
                task = task == null ? null : task.with(new RecordedEvent(now, event));
            }
        }
        Optional.ofNullable(task).ifPresent(this::put);
    }

    /**
     * Begins with tasks that a store has kept, and so need not be kept again.
     *
     * @param newest the newest incarnation and revision that were in use
     */
    void restore(Tasks stored, long newest) {
        kept = stored;
        tasks = stored;
        incarnations = Math.max(incarnations, newest);
        revision = Math.max(revision, newest + 1);
    }

    /** How far the wall clock is ahead of steady time. */
    Duration skew() {
        return Duration.between(now, wallNow);
    }

    /** The sender of the request that is carried out; the service itself for any other event. */
    Requester requester() {
        return requester;
    }

    /** Carries out a part of the event on behalf of this sender. */
    <T> T of(Requester by, Supplier<T> part) {
        Requester before = requester;
        boolean within = requesting;
        requester = by;
        requesting = true;
        try {
            return part.get();
        } finally {
            requester = before;
            requesting = within;
        }
    }

    void audit(AuditRecord record) {
        audit.add(record);
    }

    /** The answers of this event to the request with this ticket. */
    Stream<Answer> answers(long ticket) {
        return replies.stream().filter(reply -> reply.ticket() == ticket).map(Effect.Reply::answer);
    }

    /** The revision of the table after this transition. */
    long revision() {
        return revision;
    }

    long incarnations() {
        return incarnations;
    }

    Lifecycle lifecycle() {
        return new Lifecycle(this);
    }

    RequestQueue queue() {
        return new RequestQueue(this);
    }

    Rules rules() {
        return rules;
    }

    Instant now() {
        return now;
    }

    Instant wallNow() {
        return wallNow;
    }

    Tasks tasks() {
        return tasks;
    }

    PendingRequests pending() {
        return pending;
    }

    void pending(PendingRequests next) {
        pending = next;
    }

    /** The runs on which the last inventory and the table disagreed. */
    Set<Run> doubtful() {
        return doubtful;
    }

    void doubtful(Set<Run> next) {
        doubtful = next;
    }

    OutlivedRuns outlived() {
        return outlived;
    }

    void outlived(OutlivedRuns next) {
        outlived = next;
    }

    boolean draining() {
        return mode != Mode.OPEN;
    }

    boolean killing() {
        return mode == Mode.KILLING;
    }

    void put(Task task) {
        touched.add(task.name());
        changed.add(task.name());
        tasks = tasks.with(task.trimmed().rested());
    }

    void forget(String name) {
        touched.add(name);
        changed.add(name);
        tasks = tasks.without(name);
    }

    /** The tasks that were changed since the last call. */
    Set<String> changedSince() {
        Set<String> since = changed;
        changed = new LinkedHashSet<>();
        return since;
    }

    long nextIncarnation() {
        return ++incarnations;
    }

    /** Applies a cell to the replica of this run, unless the run is over. */
    void onRun(Run run, Cell cell) {
        Task task = tasks.find(run.replica().task());
        int index = run.replica().index();
        if (task != null
                && index < task.size()
                && run.equals(task.replica(index).state().run())) {
            onReplica(task, index, cell);
        }
    }

    /** Applies a cell to a replica. */
    void onReplica(Task task, int index, Cell cell) {
        Task after = apply(task, index, cell);
        if (after == task) {
            return;
        }
        Run run = task.replica(index).state().run();
        Task judged = StopOrder.settled(this, new Expectations(this).judge(task, after, index), index);
        put(judged);
        if (run != null) {
            reportStart(task, judged, run);
        }
        lifecycle().settle(judged);
        if (task.live() > after.live()) {
            new Starts(this).proceed(task.name());
        }
    }

    private void reportStart(Task task, Task after, Run run) {
        int index = run.replica().index();
        Replica before = task.replica(index);
        if (before.pid() == 0 && after.replica(index).phase() == Phase.RUNNING) {
            boolean byPolicy = before.phase() == Phase.RESTARTING;
            report(new TaskEvent.ProcessStarted(
                    run, after.replica(index).pid(), byPolicy, !task.pending().startUnreported()));
        }
    }

    /** Applies a cell to every replica. */
    Task all(Task task, Cell cell) {
        Task after = task;
        for (int index = 0; index < task.size(); index++) {
            after = apply(after, index, cell);
        }
        return after;
    }

    /** Applies a cell to one replica. */
    Task apply(Task task, int index, Cell cell) {
        Replica before = task.replica(index);
        ReplicaTransition transition = new ReplicaTransition(this, task, index, before);
        ReplicaState state = cell.apply(before.state(), transition);
        transition.settleProbes(before, state);
        Task after =
                with(task, index, before.with(state, transition.history(), transition.alarm(), transition.readiness()));
        Task counted = transition.retries() ? after.retried(index) : after;
        return transition.early() ? new Waits(this).postponed(counted, index) : counted;
    }

    /** Replaces a replica. */
    Task with(Task task, int index, Replica after) {
        Replica before = task.replica(index);
        if (after == before) {
            return task;
        }
        runs.add(task, index, before, after);
        Task changed = task.with(index, after);
        if (before.excess() != null && after.excess() == null) {
            MemoryReplacements.over(this, changed);
        }
        return changed;
    }

    void drain(List<String> names) {
        close();
        names.stream()
                .map(tasks::find)
                .filter(Objects::nonNull)
                .forEach(task -> lifecycle().end(task));
    }

    private void close() {
        mode = mode == Mode.OPEN ? Mode.DRAINING : mode;
        queue().close();
    }

    void killNow(List<String> names) {
        close();
        names.stream()
                .map(tasks::find)
                .filter(Objects::nonNull)
                .forEach(task -> lifecycle().endNow(task));
        mode = Mode.KILLING;
        new OutlivedProcesses(this).killNow();
        names.stream().map(tasks::find).filter(Objects::nonNull).forEach(task -> put(all(task, ReplicaState::killNow)));
    }

    /**
     * Starts a run. A start that would be repeated if it was forgotten is ordered only after it was committed: one of a
     * task that is not a daemon, unless a request lists the task, or starts a replica for which nothing is due while every
     * change is committed.
     *
     * @param repeatable whether a repetition does no harm
     */
    void spawn(Order.Spawn order, boolean repeatable) {
        ReplicaId replica = order.run().replica();
        boolean listed = kept.find(replica.task()) != null;
        if (repeatable || (requesting && (!listed || (!commits.open() && rested(replica))))) {
            order(order);
        } else {
            held.add(new Commits.Held(0, order.run(), order));
        }
    }

    /** Whether nothing was due for a replica before this event. */
    private boolean rested(ReplicaId replica) {
        Task then = kept.find(replica.task());
        if (then == null || replica.index() >= then.size()) {
            return true;
        }
        ReplicaState state = then.replica(replica.index()).state();
        boolean rests = state instanceof ReplicaState.Idle || state instanceof ReplicaState.Ended;
        return rests && !then.starts(replica.index());
    }

    /** Whether an order about this run waits for a commit. */
    boolean holds(Run run) {
        return commits.holds(run);
    }

    /** Cancels the start of a run, after its order if that waits for a commit. */
    void cancel(Run run) {
        Order cancel = new Order.Cancel(run);
        if (commits.holds(run)) {
            commits = commits.following(run, cancel);
        } else if (held.stream().anyMatch(each -> each.run().equals(run))) {
            held.add(new Commits.Held(0, run, cancel));
        } else {
            order(cancel);
        }
    }

    void order(Order order) {
        effects.add(new Effect.SendOrder(order));
    }

    void check(long ticket, Order order) {
        effects.add(new Effect.Check(ticket, order));
    }

    void sweep(long ticket, String task) {
        effects.add(new Effect.Sweep(ticket, task));
    }

    void lost(Run run) {
        effects.add(new Effect.Lost(run));
    }

    void unexpected(ReplicaId replica, Phase phase, String event) {
        effects.add(new Effect.Unexpected(replica, phase, event));
    }

    void arm(Run run, Instant until) {
        effects.add(new Effect.Arm(run, until));
    }

    void probe(ProbeOrder order) {
        effects.add(new Effect.Probe(order));
    }

    void armHealthy(Run run, Instant until) {
        effects.add(new Effect.ArmHealthy(run, until));
    }

    void arm(String task, TaskAlarm alarm, Instant until) {
        effects.add(new Effect.ArmTask(task, alarm, until));
    }

    void disarm(String task, TaskAlarm alarm) {
        effects.add(new Effect.DisarmTask(task, alarm));
    }

    /** Records that there was no run although one was due or expected at an instant. */
    void noRun(Task task, Instant due, Cause.NoRun.Kind kind, String why) {
        Run none = new Run(new ReplicaId(task.name(), 0), nextIncarnation());
        End end =
                new End(new Cause.NoRun(kind, why), none.incarnation(), 0, due, now, null, null, List.of(), null, null);
        runs.add(new RunRecord(none, task.identity(), 0, 0, due, 0, end, null));
    }

    void disarm(Run run) {
        effects.add(new Effect.Disarm(run));
    }

    void armOutlived(Run run, Instant until) {
        effects.add(new Effect.ArmOutlived(run, until));
    }

    void disarmOutlived(Run run) {
        effects.add(new Effect.DisarmOutlived(run));
    }

    void schedule(String task, Instant fire) {
        effects.add(new Effect.Schedule(task, fire));
    }

    void unschedule(String task) {
        effects.add(new Effect.Unschedule(task));
    }

    void endService(String task, int code) {
        effects.add(new Effect.EndService(task, code));
    }

    void answer(long ticket, Answer answer) {
        replies.add(new Effect.Reply(ticket, answer));
    }

    void report(TaskEvent event) {
        events.add(event);
    }
}
