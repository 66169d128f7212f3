package io.meproc.task;

import io.meproc.task.Report.Exited;
import io.meproc.task.Report.Spawned;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.StartFailure;
import io.meproc.task.probe.ProbeKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The life cycle of a replica as a table: a record for each state, a method for each event. A request has a meaning
 * in every state. A report or an alarm has a cell where it can occur, and is unexpected elsewhere.
 *
 * <p>Rules of the table:
 *
 * <ul>
 *   <li><em>exited</em> means that no process of the run is left, not that its leader has ended.
 *   <li>Whether the replica is started again afterwards ({@code thenStart}) is an axis of its own. A restart is a stop
 *       that is followed by a start, not a state.
 *   <li>The restart policy never judges an end that the supervisor caused.
 *   <li>A cell that returns {@code this} ignores an event that changes nothing. An unexpected event is ignored, logged
 *       and counted.
 * </ul>
 *
 * <p>A test walks through every reachable state and generates docs/states.md from this table.
 */
sealed interface ReplicaState {

    ReplicaState start(ReplicaTransition t);

    ReplicaState stop(ReplicaTransition t);

    /** Sends SIGKILL at once if the replica is being stopped. */
    ReplicaState killNow(ReplicaTransition t);

    /** Resets the failures and restarts. */
    ReplicaState reset(ReplicaTransition t);

    default ReplicaState spawned(ReplicaTransition t, Spawned r) {
        return t.unexpected(this, "spawned");
    }

    default ReplicaState spawnFailed(ReplicaTransition t, StartFailure why) {
        return t.unexpected(this, "spawnFailed");
    }

    default ReplicaState leaderExited(ReplicaTransition t) {
        return t.unexpected(this, "leaderExited");
    }

    /** These processes have survived SIGKILL. */
    default ReplicaState survived(ReplicaTransition t, List<Leftover> these) {
        return t.unexpected(this, "survived");
    }

    default ReplicaState exited(ReplicaTransition t, Exited r) {
        return t.unexpected(this, "exited");
    }

    /** The alarm that this state armed has gone off. */
    default ReplicaState elapsed(ReplicaTransition t) {
        return t.unexpected(this, "elapsed");
    }

    /** The run has lasted for {@link Health#HEALTHY_TIME}. */
    default ReplicaState healthy(ReplicaTransition t) {
        return t.unexpected(this, "healthy");
    }

    /** A probe whose failure ends the run has failed; a run that is being ended already ignores it. */
    default ReplicaState probeFailed(ReplicaTransition t, ProbeKind kind, String why) {
        return this;
    }

    Phase phase();

    /** The run with its process; null without a process. */
    default @Nullable LiveRun live() {
        return null;
    }

    /** The run of this state; null without one. */
    default @Nullable Run run() {
        LiveRun live = live();
        return live == null ? null : live.run();
    }

    /** The pid of the run's leader; 0 without one. */
    default long pid() {
        LiveRun live = live();
        return live == null ? 0 : live.pid();
    }

    /** When the process of the run was started; null without a process. */
    default @Nullable Instant since() {
        LiveRun live = live();
        return live == null ? null : live.since();
    }

    // spotless:off
    record Idle() implements ReplicaState {
        @Override public ReplicaState start(ReplicaTransition t)                              { return t.spawn(); }
        @Override public ReplicaState stop(ReplicaTransition t)                               { return this; }
        @Override public ReplicaState killNow(ReplicaTransition t)                            { return this; }
        @Override public ReplicaState reset(ReplicaTransition t)                              { return t.reset(this); }
        @Override public Phase phase()                                                  { return Phase.STOPPED; }
    }

    record Starting(Run run, boolean byPolicy, Instant ordered) implements ReplicaState {
        @Override public ReplicaState start(ReplicaTransition t)                              { return this; }
        @Override public ReplicaState stop(ReplicaTransition t)                               { return t.abort(run, ordered); }
        @Override public ReplicaState killNow(ReplicaTransition t)                            { return this; }
        @Override public ReplicaState reset(ReplicaTransition t)                              { return t.reset(this); }
        @Override public ReplicaState spawned(ReplicaTransition t, Spawned r)                  { return t.running(r); }
        @Override public ReplicaState spawnFailed(ReplicaTransition t, StartFailure why)      { return t.notStarted(run, why); }
        @Override public Phase phase()                                                  { return byPolicy ? Phase.RESTARTING : Phase.STARTING; }
    }

    record Aborting(Run run, boolean thenStart, Instant ordered) implements ReplicaState {
        @Override public ReplicaState start(ReplicaTransition t)                              { return new Aborting(run, true, ordered); }
        @Override public ReplicaState stop(ReplicaTransition t)                               { return new Aborting(run, false, ordered); }
        @Override public ReplicaState killNow(ReplicaTransition t)                            { return this; }
        @Override public ReplicaState reset(ReplicaTransition t)                              { return t.reset(this); }
        @Override public ReplicaState spawned(ReplicaTransition t, Spawned r)                  { return t.unwanted(r, thenStart); }
        @Override public ReplicaState spawnFailed(ReplicaTransition t, StartFailure why)      { return thenStart ? t.spawn() : t.idle(); }
        @Override public Phase phase()                                                  { return Phase.ABORTING; }
    }

    record Running(LiveRun live) implements ReplicaState {
        @Override public ReplicaState start(ReplicaTransition t)                              { return this; }
        @Override public ReplicaState stop(ReplicaTransition t)                               { return t.unlimited(live).stopping(live); }       
        @Override public ReplicaState killNow(ReplicaTransition t)                            { return this; }
        @Override public ReplicaState reset(ReplicaTransition t)                              { return t.reset(this); }
        @Override public ReplicaState leaderExited(ReplicaTransition t)                       { return t.lingering(live); }
        @Override public ReplicaState exited(ReplicaTransition t, Exited r)                   { return t.unlimited(live).ended(live, r); }
        @Override public ReplicaState elapsed(ReplicaTransition t)                            { return t.timingOut(live); }
        @Override public ReplicaState healthy(ReplicaTransition t)                            { return t.recovered(this); }
        @Override public ReplicaState probeFailed(ReplicaTransition t, ProbeKind k, String w) { return t.unlimited(live).unhealthy(live, k, w); }
        @Override public Phase phase()                                                  { return Phase.RUNNING; }
    }

    record Lingering(LiveRun live, StopStage stage) implements ReplicaState {
        @Override public ReplicaState start(ReplicaTransition t)                              { return this; }
        @Override public ReplicaState stop(ReplicaTransition t)                               { return t.stopLingering(live, stage); }
        @Override public ReplicaState killNow(ReplicaTransition t)                            { return this; }
        @Override public ReplicaState reset(ReplicaTransition t)                              { return t.reset(this); }
        @Override public ReplicaState exited(ReplicaTransition t, Exited r)                   { return t.disarm(live, stage).ended(live, r); }
        @Override public ReplicaState survived(ReplicaTransition t, List<Leftover> these)     { return new Lingering(live, t.escalation(live).stuck(stage, these)); }
        @Override public ReplicaState elapsed(ReplicaTransition t)                            { return t.lingersOn(live, stage); }
        @Override public ReplicaState healthy(ReplicaTransition t)                            { return t.recovered(this); }
        @Override public Phase phase()                                                  { return Phase.LINGERING; }
    }

    record TimingOut(LiveRun live, StopStage stage) implements ReplicaState {
        @Override public ReplicaState start(ReplicaTransition t)                              { return this; }
        @Override public ReplicaState stop(ReplicaTransition t)                               { return t.stoppingAgain(live, stage); }
        @Override public ReplicaState killNow(ReplicaTransition t)                            { return this; }
        @Override public ReplicaState reset(ReplicaTransition t)                              { return t.reset(this); }
        @Override public ReplicaState leaderExited(ReplicaTransition t)                       { return this; }
        @Override public ReplicaState exited(ReplicaTransition t, Exited r)                   { return t.disarm(live, stage).timedOut(live, stage, r); }
        @Override public ReplicaState survived(ReplicaTransition t, List<Leftover> these)     { return new TimingOut(live, t.escalation(live).stuck(stage, these)); }
        @Override public ReplicaState elapsed(ReplicaTransition t)                            { return new TimingOut(live, t.escalation(live).next(stage)); }
        @Override public ReplicaState healthy(ReplicaTransition t)                            { return this; }
        @Override public Phase phase()                                                  { return Phase.TIMING_OUT; }
    }

    record Unhealthy(LiveRun live, StopStage stage, ProbeKind probe, String why) implements ReplicaState {
        @Override public ReplicaState start(ReplicaTransition t)                              { return this; }
        @Override public ReplicaState stop(ReplicaTransition t)                               { return t.stoppingAgain(live, stage); }
        @Override public ReplicaState killNow(ReplicaTransition t)                            { return this; }
        @Override public ReplicaState reset(ReplicaTransition t)                              { return t.reset(this); }
        @Override public ReplicaState leaderExited(ReplicaTransition t)                       { return this; }
        @Override public ReplicaState exited(ReplicaTransition t, Exited r)                   { return t.disarm(live, stage).failed(this, r); }
        @Override public ReplicaState survived(ReplicaTransition t, List<Leftover> these)     { return with(t.escalation(live).stuck(stage, these)); }
        @Override public ReplicaState elapsed(ReplicaTransition t)                            { return with(t.escalation(live).next(stage)); }
        @Override public ReplicaState healthy(ReplicaTransition t)                            { return this; }
        @Override public Phase phase()                                                  { return Phase.UNHEALTHY; }
        private Unhealthy with(StopStage next)                                            { return new Unhealthy(live, next, probe, why); }
    }

    record BackingOff(Run run, Instant until) implements ReplicaState {
        @Override public ReplicaState start(ReplicaTransition t)                              { return t.disarm(run).spawn(); }
        @Override public ReplicaState stop(ReplicaTransition t)                               { return t.disarm(run).idle(); }
        @Override public ReplicaState killNow(ReplicaTransition t)                            { return this; }
        @Override public ReplicaState reset(ReplicaTransition t)                              { return t.reset().disarm(run).spawn(); }
        @Override public ReplicaState survived(ReplicaTransition t, List<Leftover> these)     { return this; }
        @Override public ReplicaState elapsed(ReplicaTransition t)                            { return t.restart(this); }
        @Override public ReplicaState healthy(ReplicaTransition t)                            { return this; }
        @Override public Phase phase()                                                  { return Phase.BACKING_OFF; }
    }

    record Stopping(LiveRun live, StopStage stage, Instant requested, boolean thenStart) implements ReplicaState {
        @Override public ReplicaState start(ReplicaTransition t)                              { return new Stopping(live, stage, requested, true); }
        @Override public ReplicaState stop(ReplicaTransition t)                               { return new Stopping(live, t.escalation(live).again(stage), requested, false); }
        @Override public ReplicaState killNow(ReplicaTransition t)                            { return new Stopping(live, t.escalation(live).killNow(stage), requested, thenStart); }
        @Override public ReplicaState reset(ReplicaTransition t)                              { return t.reset(this); }
        @Override public ReplicaState leaderExited(ReplicaTransition t)                       { return this; }
        @Override public ReplicaState exited(ReplicaTransition t, Exited r)                   { return t.disarm(live, stage).stopped(live, this, r); }
        @Override public ReplicaState survived(ReplicaTransition t, List<Leftover> these)     { return new Stopping(live, t.escalation(live).stuck(stage, these), requested, thenStart); }
        @Override public ReplicaState elapsed(ReplicaTransition t)                            { return new Stopping(live, t.escalation(live).next(stage), requested, thenStart); }
        @Override public ReplicaState healthy(ReplicaTransition t)                            { return this; }
        @Override public Phase phase()                                                  { return stage instanceof StopStage.Stuck ? Phase.STUCK : Phase.STOPPING; }
    }

    record Ended(boolean well) implements ReplicaState {
        @Override public ReplicaState start(ReplicaTransition t)                              { return t.spawn(); }
        @Override public ReplicaState stop(ReplicaTransition t)                               { return t.idle(); }
        @Override public ReplicaState killNow(ReplicaTransition t)                            { return this; }
        @Override public ReplicaState reset(ReplicaTransition t)                              { return t.resetEnded(this); }
        @Override public Phase phase()                                                  { return well ? Phase.FINISHED : Phase.FAILED; }
    }
    // spotless:on
}
