package io.meproc.task;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One event being worked on: the table as it changes, and the effects as they come up. */
final class Turn {
    private final Rules rules;
    private final Instant now;
    private final List<Effect> effects = new ArrayList<>();
    private Tasks tasks;
    private long incarnations;
    private Mode mode;
    private boolean somethingFellSilent;

    /** How far the service's own end has come. */
    enum Mode {
        OPEN,
        DRAINING,
        HURRIED
    }

    /** A cell of the state table. */
    interface Cell {
        ReplicaState apply(ReplicaState state, ReplicaTurn turn);
    }

    Turn(TaskTable before, Instant now) {
        this.rules = before.rules();
        this.now = now;
        this.tasks = before.tasks();
        this.incarnations = before.incarnations();
        this.mode = before.mode();
    }

    /** What the event has made of the table. */
    Next next(TaskTable before) {
        if (somethingFellSilent) {
            conduct().release();
        }
        boolean changed = tasks != before.tasks() || mode != before.mode();
        long revision = before.revision() + (changed ? 1 : 0);
        return new Next(new TaskTable(rules, tasks, revision, incarnations, mode), List.copyOf(effects));
    }

    Conduct conduct() {
        return new Conduct(this);
    }

    Requests requests() {
        return new Requests(this);
    }

    Rules rules() {
        return rules;
    }

    Instant now() {
        return now;
    }

    Tasks tasks() {
        return tasks;
    }

    boolean draining() {
        return mode != Mode.OPEN;
    }

    boolean hurried() {
        return mode == Mode.HURRIED;
    }

    void put(Task task) {
        tasks = tasks.with(task);
    }

    void forget(String name) {
        tasks = tasks.without(name);
        somethingFellSilent = true;
    }

    long nextIncarnation() {
        return ++incarnations;
    }

    /** Applies a cell to the replica that this run is of, unless the run is over. */
    void onRun(Run run, Cell cell) {
        Task task = tasks.find(run.replica().task());
        int index = run.replica().index();
        if (task != null
                && index < task.definition().replicas()
                && run.equals(task.replica(index).state().run())) {
            Task after = apply(task, index, cell);
            put(after);
            somethingFellSilent |= task.live() > 0 && after.live() == 0;
            conduct().settle(after);
        }
    }

    /** Applies a cell to every replica. */
    Task all(Task task, Cell cell) {
        Task after = task;
        for (int index = 0; index < task.definition().replicas(); index++) {
            after = apply(after, index, cell);
        }
        somethingFellSilent |= task.live() > 0 && after.live() == 0;
        return after;
    }

    private Task apply(Task task, int index, Cell cell) {
        Replica before = task.replica(index);
        ReplicaTurn turn = new ReplicaTurn(this, task.definition(), index, before.history());
        ReplicaState state = cell.apply(before.state(), turn);
        return state == before.state() ? task : task.with(index, new Replica(state, turn.history()));
    }

    void drain() {
        mode = mode == Mode.OPEN ? Mode.DRAINING : mode;
        tasks.stream().toList().forEach(task -> conduct().remove(task));
    }

    void hurry() {
        drain();
        mode = Mode.HURRIED;
        tasks.stream().toList().forEach(task -> put(all(task, ReplicaState::hurry)));
    }

    void give(Order order) {
        effects.add(new Effect.Give(order));
    }

    void arm(Run run, Instant until) {
        effects.add(new Effect.Arm(run, until));
    }

    void disarm(Run run) {
        effects.add(new Effect.Disarm(run));
    }

    void schedule(String task, Instant fire) {
        effects.add(new Effect.Schedule(task, fire));
    }

    void unschedule(String task) {
        effects.add(new Effect.Unschedule(task));
    }

    void answer(long ticket, Answer answer) {
        effects.add(new Effect.Reply(ticket, answer));
    }

    void tell(News news) {
        effects.add(new Effect.Tell(news));
    }
}
