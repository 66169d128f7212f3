package io.meproc.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The life of a replica as a table: a record for each state, a method for each event, every cell present.
 *
 * <p>Rules behind the table: <em>exited</em> means that nothing of the run is left, not that its first
 * process died. Whether the replica is to run again ({@code thenStart}) is an axis of its own, so a restart
 * is a stop that is followed by a start, never a state. A death that the supervisor caused is never judged
 * by the restart policy. A cell that returns {@code this} ignores an event that is late or says nothing new.
 * docs/states.md is printed from this table by the test that walks through every reachable world.
 */
sealed interface ReplicaState {

    ReplicaState start(ReplicaTurn t);

    ReplicaState stop(ReplicaTurn t);

    /** The operator's patience has ended: what is being stopped is killed now. */
    ReplicaState hurry(ReplicaTurn t);

    ReplicaState spawned(ReplicaTurn t, long pid);

    ReplicaState spawnFailed(ReplicaTurn t, String reason);

    ReplicaState leaderExited(ReplicaTurn t, ExitStatus status);

    ReplicaState exited(ReplicaTurn t, ExitStatus status);

    /** The time that this state armed has passed. */
    ReplicaState elapsed(ReplicaTurn t);

    Phase phase();

    /** The run that this state is about; null when it is about none. */
    default @Nullable Run run() {
        return null;
    }

    /** The run's first process; 0 when there is none. */
    default long pid() {
        return 0;
    }

    /** Since when the run has a process; null when it has none. */
    default @Nullable Instant since() {
        return null;
    }

    /** How far the ending of a run has come. */
    enum Force {
        /** SIGTERM is sent, grace runs. */
        ASKED,
        /** SIGKILL is sent, and has a moment to work. */
        KILLED,
        /** Even SIGKILL did not end it: it sleeps in the kernel, uninterruptible. Only an exit helps. */
        STUCK
    }

    // spotless:off
    record Idle() implements ReplicaState {
        @Override public ReplicaState start(ReplicaTurn t)                             { return t.spawn(); }
        @Override public ReplicaState stop(ReplicaTurn t)                              { return this; }
        @Override public ReplicaState hurry(ReplicaTurn t)                             { return this; }
        @Override public ReplicaState spawned(ReplicaTurn t, long pid)                 { return this; }
        @Override public ReplicaState spawnFailed(ReplicaTurn t, String reason)        { return this; }
        @Override public ReplicaState leaderExited(ReplicaTurn t, ExitStatus status)   { return this; }
        @Override public ReplicaState exited(ReplicaTurn t, ExitStatus status)         { return this; }
        @Override public ReplicaState elapsed(ReplicaTurn t)                           { return this; }
        @Override public Phase phase()                                                 { return Phase.STOPPED; }
    }

    record Starting(Run run, boolean byPolicy) implements ReplicaState {
        @Override public ReplicaState start(ReplicaTurn t)                             { return this; }
        @Override public ReplicaState stop(ReplicaTurn t)                              { return t.abort(run); }
        @Override public ReplicaState hurry(ReplicaTurn t)                             { return this; }
        @Override public ReplicaState spawned(ReplicaTurn t, long pid)                 { return t.running(run, pid); }
        @Override public ReplicaState spawnFailed(ReplicaTurn t, String reason)        { return t.notStarted(run, reason); }
        @Override public ReplicaState leaderExited(ReplicaTurn t, ExitStatus status)   { return this; }
        @Override public ReplicaState exited(ReplicaTurn t, ExitStatus status)         { return this; }
        @Override public ReplicaState elapsed(ReplicaTurn t)                           { return this; }
        @Override public Phase phase()                                                 { return byPolicy ? Phase.RESTARTING : Phase.STARTING; }
    }

    record Aborting(Run run, boolean thenStart) implements ReplicaState {
        @Override public ReplicaState start(ReplicaTurn t)                             { return new Aborting(run, true); }
        @Override public ReplicaState stop(ReplicaTurn t)                              { return new Aborting(run, false); }
        @Override public ReplicaState hurry(ReplicaTurn t)                             { return this; }
        @Override public ReplicaState spawned(ReplicaTurn t, long pid)                 { return t.ask(new LiveRun(run, pid, t.now()), thenStart); }
        @Override public ReplicaState spawnFailed(ReplicaTurn t, String reason)        { return thenStart ? t.spawn() : new Idle(); }
        @Override public ReplicaState leaderExited(ReplicaTurn t, ExitStatus status)   { return this; }
        @Override public ReplicaState exited(ReplicaTurn t, ExitStatus status)         { return this; }
        @Override public ReplicaState elapsed(ReplicaTurn t)                           { return this; }
        @Override public Phase phase()                                                 { return Phase.ABORTING; }
    }

    record Running(LiveRun live) implements ReplicaState {
        @Override public ReplicaState start(ReplicaTurn t)                             { return this; }
        @Override public ReplicaState stop(ReplicaTurn t)                              { return t.ask(live, false); }
        @Override public ReplicaState hurry(ReplicaTurn t)                             { return this; }
        @Override public ReplicaState spawned(ReplicaTurn t, long pid)                 { return this; }
        @Override public ReplicaState spawnFailed(ReplicaTurn t, String reason)        { return this; }
        @Override public ReplicaState leaderExited(ReplicaTurn t, ExitStatus status)   { return t.linger(live); }
        @Override public ReplicaState exited(ReplicaTurn t, ExitStatus status)         { return t.ended(live, status); }
        @Override public ReplicaState elapsed(ReplicaTurn t)                           { return this; }
        @Override public Phase phase()                                                 { return Phase.RUNNING; }
        @Override public Run run()                                                     { return live.run(); }
        @Override public long pid()                                                    { return live.pid(); }
        @Override public Instant since()                                               { return live.since(); }
    }

    record Lingering(LiveRun live, Force force) implements ReplicaState {
        @Override public ReplicaState start(ReplicaTurn t)                             { return this; }
        @Override public ReplicaState stop(ReplicaTurn t)                              { return new Stopping(live, t.again(live, force), false); }
        @Override public ReplicaState hurry(ReplicaTurn t)                             { return this; }
        @Override public ReplicaState spawned(ReplicaTurn t, long pid)                 { return this; }
        @Override public ReplicaState spawnFailed(ReplicaTurn t, String reason)        { return this; }
        @Override public ReplicaState leaderExited(ReplicaTurn t, ExitStatus status)   { return this; }
        @Override public ReplicaState exited(ReplicaTurn t, ExitStatus status)         { return t.disarm(live, force).ended(live, status); }
        @Override public ReplicaState elapsed(ReplicaTurn t)                           { return new Lingering(live, t.press(live, force)); }
        @Override public Phase phase()                                                 { return Phase.LINGERING; }
        @Override public Run run()                                                     { return live.run(); }
        @Override public long pid()                                                    { return live.pid(); }
        @Override public Instant since()                                               { return live.since(); }
    }

    record BackingOff(Run run, Instant until) implements ReplicaState {
        @Override public ReplicaState start(ReplicaTurn t)                             { return t.disarm(run).spawn(); }
        @Override public ReplicaState stop(ReplicaTurn t)                              { return t.disarm(run).idle(); }
        @Override public ReplicaState hurry(ReplicaTurn t)                             { return this; }
        @Override public ReplicaState spawned(ReplicaTurn t, long pid)                 { return this; }
        @Override public ReplicaState spawnFailed(ReplicaTurn t, String reason)        { return this; }
        @Override public ReplicaState leaderExited(ReplicaTurn t, ExitStatus status)   { return this; }
        @Override public ReplicaState exited(ReplicaTurn t, ExitStatus status)         { return this; }
        @Override public ReplicaState elapsed(ReplicaTurn t)                           { return t.restart(); }
        @Override public Phase phase()                                                 { return Phase.BACKING_OFF; }
    }

    record Stopping(LiveRun live, Force force, boolean thenStart) implements ReplicaState {
        @Override public ReplicaState start(ReplicaTurn t)                             { return new Stopping(live, force, true); }
        @Override public ReplicaState stop(ReplicaTurn t)                              { return new Stopping(live, t.again(live, force), false); }
        @Override public ReplicaState hurry(ReplicaTurn t)                             { return new Stopping(live, t.hurry(live, force), thenStart); }
        @Override public ReplicaState spawned(ReplicaTurn t, long pid)                 { return this; }
        @Override public ReplicaState spawnFailed(ReplicaTurn t, String reason)        { return this; }
        @Override public ReplicaState leaderExited(ReplicaTurn t, ExitStatus status)   { return this; }
        @Override public ReplicaState exited(ReplicaTurn t, ExitStatus status)         { return t.disarm(live, force).stopped(live, force, status, thenStart); }
        @Override public ReplicaState elapsed(ReplicaTurn t)                           { return new Stopping(live, t.press(live, force), thenStart); }
        @Override public Phase phase()                                                 { return force == Force.STUCK ? Phase.STUCK : Phase.STOPPING; }
        @Override public Run run()                                                     { return live.run(); }
        @Override public long pid()                                                    { return live.pid(); }
        @Override public Instant since()                                               { return live.since(); }
    }

    record Ended(boolean well) implements ReplicaState {
        @Override public ReplicaState start(ReplicaTurn t)                             { return t.spawn(); }
        @Override public ReplicaState stop(ReplicaTurn t)                              { return t.idle(); }
        @Override public ReplicaState hurry(ReplicaTurn t)                             { return this; }
        @Override public ReplicaState spawned(ReplicaTurn t, long pid)                 { return this; }
        @Override public ReplicaState spawnFailed(ReplicaTurn t, String reason)        { return this; }
        @Override public ReplicaState leaderExited(ReplicaTurn t, ExitStatus status)   { return this; }
        @Override public ReplicaState exited(ReplicaTurn t, ExitStatus status)         { return this; }
        @Override public ReplicaState elapsed(ReplicaTurn t)                           { return this; }
        @Override public Phase phase()                                                 { return well ? Phase.FINISHED : Phase.FAILED; }
    }
    // spotless:on
}
