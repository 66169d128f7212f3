package io.meproc.task;

import io.meproc.task.exit.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What people and programs may ask of the task table. */
public sealed interface Request {

    /** The task it is about. */
    String name();

    /** Whether the answer comes when it is done; false: when it is under way. */
    boolean patient();

    /** Does it in this turn of the table. */
    void carryOut(Turn turn, long ticket);

    /** What the process side has to say before, in order; {@code listed} is the task as it is, null when it isn't. */
    default List<Order> first(@Nullable Task listed) {
        return List.of();
    }

    /** Whether it is carried out after that one, which arrived before it for the same task and still waits. */
    default boolean queuesBehind(Request earlier) {
        return false;
    }

    /** Start a new task. */
    record Start(TaskDefinition definition, boolean patient) implements Request {
        @Override
        public String name() {
            return definition.name();
        }

        @Override
        public void carryOut(Turn turn, long ticket) {
            turn.requests().start(this, ticket);
        }

        @Override
        public boolean queuesBehind(Request earlier) {
            return true;
        }

        @Override
        public List<Order> first(@Nullable Task listed) {
            return listed == null && definition.needsChecking() ? List.of(new Order.Check(definition)) : List.of();
        }
    }

    /**
     * Have a task of this definition listed: a new one is started, a listed one is changed, and only what the change
     * touches starts anew.
     *
     * @param expected the revision that the task must have, 0 for one that isn't listed; null for any
     * @param starts whether a new task is started; otherwise it is listed as one that was stopped
     */
    record Put(TaskDefinition definition, @Nullable Long expected, boolean patient, boolean starts) implements Request {
        public Put(TaskDefinition definition, @Nullable Long expected, boolean patient) {
            this(definition, expected, patient, true);
        }

        @Override
        public String name() {
            return definition.name();
        }

        @Override
        public void carryOut(Turn turn, long ticket) {
            turn.requests().put(this, ticket);
        }

        @Override
        public boolean queuesBehind(Request earlier) {
            return true;
        }

        @Override
        public List<Order> first(@Nullable Task listed) {
            if (listed != null && listed.definition().equals(definition)) {
                return List.of();
            }
            List<Order> orders = new ArrayList<>();
            if (definition.needsChecking()) {
                orders.add(new Order.Check(definition));
            }
            if (listed != null && !listed.definition().command().equals(definition.command())) {
                orders.addAll(Beforehand.prepare(listed, definition, null));
            }
            orders.addAll(Beforehand.sweep(listed));
            return orders;
        }
    }

    /** Say what {@link Put} would do, and do nothing. */
    record Try(Put put) implements Request {
        @Override
        public String name() {
            return put.name();
        }

        @Override
        public boolean patient() {
            return true;
        }

        @Override
        public void carryOut(Turn turn, long ticket) {
            turn.requests().attempt(put, ticket);
        }

        @Override
        public List<Order> first(@Nullable Task listed) {
            return put.definition().needsChecking() ? List.of(new Order.Check(put.definition())) : List.of();
        }
    }

    /**
     * Start what does not run of a listed task. A cron task that was stopped fires again by that.
     *
     * @param runs whether a cron task that is scheduled, and of which nothing runs, is run now
     */
    record StartAgain(Target target, boolean patient, boolean runs) implements Request {
        @Override
        public String name() {
            return target.task();
        }

        @Override
        public void carryOut(Turn turn, long ticket) {
            turn.verbs().startAgain(this, ticket);
        }

        @Override
        public boolean queuesBehind(Request earlier) {
            return true;
        }

        @Override
        public List<Order> first(@Nullable Task listed) {
            return Beforehand.sweep(listed);
        }
    }

    /** Stop a task and keep it listed; it stays stopped until somebody starts it. */
    record Stop(Target target, boolean patient) implements Request {
        @Override
        public String name() {
            return target.task();
        }

        @Override
        public void carryOut(Turn turn, long ticket) {
            turn.verbs().stop(this, ticket);
        }

        @Override
        public boolean queuesBehind(Request earlier) {
            return target.index() != null && starts(earlier) && index(earlier) == null;
        }

        /** Whether that one, which waits still, would start what this one stops. */
        boolean overtakes(Request earlier) {
            return starts(earlier) && (target.index() == null || target.index().equals(index(earlier)));
        }

        private static boolean starts(Request earlier) {
            return earlier instanceof StartAgain || earlier instanceof Restart || earlier instanceof Roll;
        }

        private static @Nullable Integer index(Request earlier) {
            return earlier instanceof StartAgain again
                    ? again.target().index()
                    : earlier instanceof Restart restart ? restart.target().index() : null;
        }
    }

    /** Stop a listed task and start it again. */
    record Restart(Target target, boolean patient) implements Request {
        public Restart(String name, boolean patient) {
            this(Target.task(name), patient);
        }

        @Override
        public String name() {
            return target.task();
        }

        @Override
        public void carryOut(Turn turn, long ticket) {
            turn.verbs().restart(this, ticket);
        }

        @Override
        public boolean queuesBehind(Request earlier) {
            return true;
        }

        @Override
        public List<Order> first(@Nullable Task listed) {
            return listed == null
                    ? List.of()
                    : Stream.concat(
                                    Beforehand.prepare(listed, listed.definition(), target.index()).stream(),
                                    Beforehand.sweep(listed).stream())
                            .toList();
        }
    }

    /** Restart what runs of a task, one replica at a time; the next when the one before runs again. */
    record Roll(String name, @Nullable Long expected, boolean patient) implements Request {
        @Override
        public void carryOut(Turn turn, long ticket) {
            turn.verbs().roll(this, ticket);
        }

        @Override
        public boolean queuesBehind(Request earlier) {
            return true;
        }

        @Override
        public List<Order> first(@Nullable Task listed) {
            return listed == null
                    ? List.of()
                    : Stream.concat(
                                    Beforehand.prepare(listed, listed.definition(), null).stream(),
                                    Beforehand.sweep(listed).stream())
                            .toList();
        }
    }

    /** Send a signal to the process groups of what runs. That is no stop: an end that follows is judged as any other. */
    record SendSignal(Target target, Signal signal) implements Request {
        @Override
        public String name() {
            return target.task();
        }

        @Override
        public boolean patient() {
            return true;
        }

        @Override
        public void carryOut(Turn turn, long ticket) {
            turn.verbs().send(this, ticket);
        }
    }

    /** Forget failures and restarts; what backs off starts now. */
    record Reset(Target target, boolean patient) implements Request {
        @Override
        public String name() {
            return target.task();
        }

        @Override
        public void carryOut(Turn turn, long ticket) {
            turn.verbs().reset(this, ticket);
        }

        @Override
        public boolean queuesBehind(Request earlier) {
            return true;
        }
    }

    /**
     * Stop a task and forget it.
     *
     * @param expected the revision that the task must have; null for any
     */
    record Remove(String name, @Nullable Long expected, boolean patient) implements Request {
        public Remove(String name, boolean patient) {
            this(name, null, patient);
        }

        @Override
        public void carryOut(Turn turn, long ticket) {
            turn.requests().remove(this, ticket);
        }
    }
}
