package io.meproc.task;

import io.meproc.task.condition.Condition;
import io.meproc.task.cron.Timetable;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All tasks at one instant; an immutable value. Each event leads to the next table. */
public final class TaskTable {
    private static final int REPLICA_BYTES = 384;

    private final Rules rules;
    private final Tasks tasks;
    private final long revision;
    private final long incarnations;
    private final Transition.Mode mode;
    private final Timeline timeline;
    private final PendingRequests pending;
    private final Set<Run> doubtful;
    private final OutlivedRuns outlived;
    private final Commits commits;
    private final Instant at;

    TaskTable(
            Rules rules,
            Tasks tasks,
            long revision,
            long incarnations,
            Transition.Mode mode,
            Timeline timeline,
            PendingRequests pending,
            Set<Run> doubtful,
            OutlivedRuns outlived,
            Commits commits,
            Instant at) {
        this.rules = rules;
        this.tasks = tasks;
        this.revision = revision;
        this.incarnations = incarnations;
        this.mode = mode;
        this.timeline = timeline;
        this.pending = pending;
        this.doubtful = doubtful;
        this.outlived = outlived;
        this.commits = commits;
        this.at = at;
    }

    public static TaskTable empty(Rules rules) {
        return new TaskTable(
                rules,
                Tasks.NONE,
                0,
                0,
                Transition.Mode.OPEN,
                Timeline.STEADY,
                PendingRequests.NONE,
                Set.of(),
                OutlivedRuns.NONE,
                Commits.NONE,
                Instant.EPOCH);
    }

    /** Sets the first incarnation and revision, so that they differ from those of an earlier service process. */
    public TaskTable countingFrom(long start) {
        return new TaskTable(rules, tasks, start, start, mode, timeline, pending, doubtful, outlived, commits, at);
    }

    /**
     * Records that the wall clock was set at this instant of steady time, and has been ahead of it by {@code skew}
     * since.
     */
    public TaskTable clockSet(Instant at, Duration skew) {
        return new TaskTable(
                rules,
                tasks,
                revision + 1,
                incarnations,
                mode,
                timeline.stepped(at, skew),
                pending,
                doubtful,
                outlived,
                commits,
                at);
    }

    /** The result of an event. */
    public Next on(Event event) {
        Transition transition = new Transition(this, event.at());
        Reactions.to(event, transition);
        return transition.next(this);
    }

    /** The number of changes so far; two tables with the same revision show the same tasks. */
    public long revision() {
        return revision;
    }

    /** The tasks in the order in which they were listed. */
    public Stream<Task> stream() {
        return tasks.stream();
    }

    public boolean isEmpty() {
        return tasks.size() == 0;
    }

    public int size() {
        return tasks.size();
    }

    /** An estimate of the bytes that all definitions and replicas need, as JSON or in memory. */
    public long bytes() {
        return tasks.totals().bytes() + REPLICA_BYTES * tasks.totals().replicas();
    }

    public Optional<Task> find(String name) {
        return Optional.ofNullable(tasks.find(name));
    }

    /** The names of the tasks that this one has to wait for. */
    public List<String> blockers(Task task) {
        Conditions conditions = new Conditions(tasks, at);
        return Stream.concat(
                        new Dependencies(tasks).blockers(task).stream(),
                        Waits.unmet(tasks, task, at).stream()
                                .flatMap(need -> need.requirement().conditions())
                                .filter(condition -> !conditions.met(condition))
                                .map(Condition::task))
                .distinct()
                .toList();
    }

    /** The names in its {@code deps} that a task has to wait for, because they run or wait themselves. */
    public List<String> runningDeps(Task task) {
        return new Dependencies(tasks).blockers(task);
    }

    /** The conditions that a task waits for. */
    public List<UnmetNeed> unmet(Task task) {
        return Waits.unmet(tasks, task, at).stream()
                .map(need -> UnmetNeed.of(need, task, tasks, at))
                .toList();
    }

    /** The longest time that it takes to stop every task, each after those that need it. */
    public Duration stopLength() {
        return new StopOrder(tasks).longest(rules);
    }

    /** These names, each after those of the tasks on which it depends. */
    public List<String> inStartOrder(Collection<String> names) {
        return DependencyOrder.ofStarts(names, tasks);
    }

    /** These names, each before those of the tasks on which it depends. */
    public List<String> inStopOrder(Collection<String> names) {
        return DependencyOrder.ofStops(names, tasks);
    }

    /** The names of the running tasks that are stopped before this one. */
    public List<String> stoppedBefore(Task task) {
        return new StopOrder(tasks).before(task).map(Task::name).toList();
    }

    /** The number of replicas of all tasks that have a process, or may have one at any time. */
    public int live() {
        return tasks.live();
    }

    /** Whether each process that has outlived its run is gone, or has survived SIGKILL. */
    public boolean outlivedAtRest() {
        return outlived.atRest();
    }

    /** Whether every change is committed or has failed to. */
    public boolean settled() {
        return !commits.open();
    }

    /** The wall-clock times of the instants in this table. */
    public Timeline timeline() {
        return timeline;
    }

    /** The node whose tasks these are. */
    public String node() {
        return rules.node();
    }

    /** The fires of a task; null unless its type is cron. */
    public @Nullable Timetable timetable(Task task) {
        return task.definition().timetable(rules);
    }

    Rules rules() {
        return rules;
    }

    Tasks tasks() {
        return tasks;
    }

    /** The runs on which the last inventory and the table disagreed. */
    Set<Run> doubtful() {
        return doubtful;
    }

    /** The runs that processes have outlived. */
    OutlivedRuns outlived() {
        return outlived;
    }

    /** The requests that wait for the process side. */
    PendingRequests pending() {
        return pending;
    }

    /** The changes that are not committed yet. */
    Commits commits() {
        return commits;
    }

    /** The incarnation of the newest run. */
    public long incarnations() {
        return incarnations;
    }

    Transition.Mode mode() {
        return mode;
    }
}
