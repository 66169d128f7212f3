package io.meproc.task;

import io.meproc.task.command.Command;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StopPlan;
import org.jspecify.annotations.Nullable;

/** What the process side is told to do. Only the supervisor gives orders. */
public sealed interface Order {

    /**
     * Say whether such a task could be run here: its user and group exist, the supervisor may switch to them, and
     * the launcher in use can do what the task asks for. Answered by {@code null} for yes, or a {@link Refusal}.
     */
    record Check(TaskDefinition definition) implements Order {}

    /**
     * Check that a start would find what it needs, as far as that can be known. Answered by {@code null} for yes, or a {@link
     * Refusal}.
     *
     * @param index the replica to be started; null for all
     */
    record Prepare(TaskDefinition definition, @Nullable Integer index) implements Order {}

    /** List the runs that were ordered and are not over; answered by a {@link java.util.List} of {@link Run}. */
    record Inventory() implements Order {}

    /** Start a run. Answered by exactly one {@link Report.Spawned} or {@link Report.SpawnFailed}. */
    record Spawn(Run run, Command command, LeaderExit onLeaderExit) implements Order {}

    /**
     * Start the run no more, if it has not been started yet: then it is answered by {@link Report.SpawnFailed},
     * else the order comes too late and means nothing.
     */
    record Cancel(Run run) implements Order {}

    /**
     * Send a signal that is to end a run to everything that is left of it, and to what is found of it later; without
     * effect on a run that has ended.
     *
     * @param to the leader alone as long as it lives, or all
     */
    record Send(Run run, Signal signal, StopPlan.Reach to) implements Order {
        /** To all. */
        public Send(Run run, Signal signal) {
            this(run, signal, StopPlan.Reach.GROUP);
        }
    }

    /** Send a signal to the process group of a run, this once; without effect on a run that has ended. */
    record Pass(Run run, Signal signal) implements Order {}

    /** Say what is left of a run; answered by {@link Report.Survived}, or by the run's end. */
    record Inspect(Run run) implements Order {}

    /**
     * End what ended runs of a task have left behind outside of their process groups, or those of all tasks for
     * null. Answered by {@code null} when nothing of that kind is left, or by a {@link Refusal} that names what could
     * not be ended.
     */
    record Sweep(@Nullable String task) implements Order {}

    /** Remove the log folder of a task that is listed no more, if it holds no output. */
    record Tidy(String task) implements Order {}
}
