package io.meproc.task;

/** What the process side is told to do. Only the supervisor gives orders. */
public sealed interface Order {

    /**
     * Say whether such a command could be started here: its user and group exist, and the supervisor may
     * switch to them. The only order with an answer: {@code null} for yes, or a {@link Refusal}.
     */
    record Check(Command command) implements Order {}

    /** Start a run. Answered by exactly one {@link Report.Spawned} or {@link Report.SpawnFailed}. */
    record Spawn(Run run, Command command) implements Order {}

    /**
     * Start the run no more, if it has not been started yet: then it is answered by {@link Report.SpawnFailed},
     * else the order comes too late and means nothing.
     */
    record Cancel(Run run) implements Order {}

    /** Send a signal to everything that is left of a run; without effect on a run that has ended. */
    record Send(Run run, Signal signal) implements Order {}
}
