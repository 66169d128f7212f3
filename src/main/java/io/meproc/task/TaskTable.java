package io.meproc.task;

import java.util.Optional;
import java.util.stream.Stream;

/** All tasks at one moment; an immutable value. Events lead from one to the next. */
public final class TaskTable {
    private final Rules rules;
    private final Tasks tasks;
    private final long revision;
    private final long incarnations;
    private final Turn.Mode mode;

    TaskTable(Rules rules, Tasks tasks, long revision, long incarnations, Turn.Mode mode) {
        this.rules = rules;
        this.tasks = tasks;
        this.revision = revision;
        this.incarnations = incarnations;
        this.mode = mode;
    }

    public static TaskTable empty(Rules rules) {
        return new TaskTable(rules, Tasks.NONE, 0, 0, Turn.Mode.OPEN);
    }

    /** With incarnations and revisions that count from there, so that an earlier life of the service had others. */
    public TaskTable countingFrom(long start) {
        return new TaskTable(rules, tasks, start, start, mode);
    }

    /** What the event makes of this table. */
    public Next on(Event event) {
        Turn turn = new Turn(this, event.at());
        event.happen(turn);
        return turn.next(this);
    }

    /** Counts the changes; two tables with the same revision show the same. */
    public long revision() {
        return revision;
    }

    /** The tasks in the order in which they were started. */
    public Stream<Task> stream() {
        return tasks.stream();
    }

    public boolean isEmpty() {
        return tasks.size() == 0;
    }

    public int size() {
        return tasks.size();
    }

    public Optional<Task> find(String name) {
        return Optional.ofNullable(tasks.find(name));
    }

    /** The names of the running tasks that this one has to wait for. */
    public java.util.List<String> blockers(Task task) {
        return new Dependencies(tasks).blockers(task);
    }

    Rules rules() {
        return rules;
    }

    Tasks tasks() {
        return tasks;
    }

    long incarnations() {
        return incarnations;
    }

    Turn.Mode mode() {
        return mode;
    }
}
