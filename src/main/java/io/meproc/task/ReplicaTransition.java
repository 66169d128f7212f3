package io.meproc.task;

import io.meproc.task.ReplicaState.BackingOff;
import io.meproc.task.ReplicaState.Ended;
import io.meproc.task.ReplicaState.Idle;
import io.meproc.task.ReplicaState.Lingering;
import io.meproc.task.ReplicaState.Running;
import io.meproc.task.ReplicaState.Starting;
import io.meproc.task.ReplicaState.Stopping;
import io.meproc.task.ReplicaState.TimingOut;
import io.meproc.task.ReplicaState.Unhealthy;
import io.meproc.task.command.Command;
import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import io.meproc.task.exit.EndPolicy;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.OutputRange;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StartFailure;
import io.meproc.task.exit.Verdict;
import io.meproc.task.limit.Limits;
import io.meproc.task.occasion.Occasion;
import io.meproc.task.occasion.Slots;
import io.meproc.task.probe.Concluded;
import io.meproc.task.probe.ProbeKind;
import io.meproc.task.probe.Probes;
import io.meproc.task.restart.RestartLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operations of the state table on one replica during one event. */
final class ReplicaTransition {
    /** Longer than the time between the start of a process and its report. */
    private static final Duration CLOCK_STEP = Duration.ofSeconds(2);

    private final Transition transition;
    private final Task task;
    private final TaskDefinition definition;
    private final boolean provisional;
    private final int index;
    private History history;
    private final Slots slots;
    private @Nullable Instant alarm;
    private boolean early;
    private boolean retries;
    private @Nullable Readiness readiness;

    ReplicaTransition(Transition transition, Task task, int index, Replica before) {
        this.transition = transition;
        this.task = task;
        this.definition = task.definition();
        this.provisional = task.pending().provisional();
        this.index = index;
        this.history = before.history();
        this.alarm = before.alarm();
        this.slots = task.status().schedule().slots();
        this.readiness = before.readiness();
    }

    Instant now() {
        return transition.now();
    }

    History history() {
        return history;
    }

    /** When the alarm goes off; null if none is armed. */
    @Nullable
    Instant alarm() {
        return alarm;
    }

    /** Whether {@code due} is the time of the armed alarm, which is then no longer armed. */
    boolean goesOff(Instant due) {
        boolean current = due.equals(alarm);
        alarm = current ? null : alarm;
        return current;
    }

    /** The conclusion of the probes about the live run; null without probes or a run. */
    @Nullable
    Readiness readiness() {
        return readiness;
    }

    void readiness(Readiness next) {
        readiness = next;
    }

    Probes probes() {
        return definition.behaviour().probes();
    }

    void report(TaskEvent event) {
        transition.report(event);
    }

    /** Ends the probes of a run that no longer runs undisturbed. */
    void settleProbes(Replica before, ReplicaState after) {
        Run run = before.readiness() == null ? null : before.state().run();
        if (run != null && !(after instanceof Running)) {
            readiness = null;
            transition.probe(new ProbeOrder.End(run));
        }
    }

    private void probe(Run run, @Nullable Readiness begin) {
        readiness = begin;
        if (begin != null) {
            transition.probe(new ProbeOrder.Begin(run, probes(), definition.command(), begin.concluded()));
        }
    }

    void arm(Run run, Instant until) {
        alarm = until;
        transition.arm(run, until);
    }

    /** Reports an event that can't occur in this state, and changes nothing. */
    ReplicaState unexpected(ReplicaState state, String event) {
        transition.unexpected(new ReplicaId(definition.name(), index), state.phase(), event);
        return state;
    }

    /** The operations that end a run. */
    StopEscalation escalation(LiveRun live) {
        return new StopEscalation(transition, new RunStop(transition, this, live), ends().stop());
    }

    /** Stops a run by request. */
    ReplicaState stopping(LiveRun live) {
        history = history.stoppedBy(transition.requester());
        return stopping(live, false);
    }

    private ReplicaState stopping(LiveRun live, boolean thenStart) {
        return new Stopping(live, escalation(live).begin(), now(), thenStart);
    }

    /** Handles a stop request for a run that is already being ended. */
    ReplicaState stoppingAgain(LiveRun live, StopStage stage) {
        history = history.stoppedBy(transition.requester());
        return new Stopping(live, escalation(live).again(stage), now(), false);
    }

    /** Notes that a request sends a signal to the run, and keeps the state. */
    ReplicaState signalled(ReplicaState state, Signal signal) {
        history = history.signalledBy(transition.requester(), signal);
        return state;
    }

    private Limits limits() {
        return definition.behaviour().limits();
    }

    private EndPolicy ends() {
        return definition.ends();
    }

    ReplicaState idle() {
        return new Idle();
    }

    /** Resets the counters of the restart policy. */
    ReplicaTransition reset() {
        history = history.reset();
        return this;
    }

    /** Resets the counters of the restart policy, and keeps the state. */
    ReplicaState reset(ReplicaState state) {
        history = history.reset();
        return state;
    }

    /** Starts a replica whose restart policy has given up; any other one keeps its state. */
    ReplicaState resetEnded(Ended state) {
        boolean reached = history.limitReached();
        history = history.reset();
        return reached ? spawn() : state;
    }

    /** Resets the failures, and keeps the state. */
    ReplicaState recovered(ReplicaState state) {
        history = history.recovered();
        return state;
    }

    /** Resets the failures of a daemon that is stopped by request: it is stopped, not failing. */
    ReplicaState excused(ReplicaState state) {
        return definition.isDaemon() || Trouble.of(state, history, readiness) == Trouble.RETRIED
                ? recovered(state)
                : state;
    }

    /** Whether a start was due before it is allowed. */
    boolean early() {
        return early;
    }

    /** Records that a start is due before it is allowed; returns the state until it is. */
    private ReplicaState early(ReplicaState until) {
        early = true;
        return until;
    }

    private boolean comesEarly() {
        return (task.leaving() || !definition.behaviour().needs().isEmpty()) && new Waits(transition).early(task);
    }

    /** Ends a start that has waited for too long; a run that is being ended goes on to its end. */
    ReplicaState overdue(ReplicaState state, StartFailure why) {
        if (state.phase().live()) {
            return state;
        } else if (state instanceof BackingOff backingOff) {
            disarm(backingOff.run());
        }
        Run run = new Run(new ReplicaId(definition.name(), index), transition.nextIncarnation());
        history = history.notStarted(run, why, now()).failed();
        transition.report(new TaskEvent.ProcessNotStarted(run, now(), why, history.quickExits(), Optional.empty()));
        history = history.followedBy(Verdict.of(
                definition.type() == TaskType.CRON ? Verdict.Kind.WAITS_FOR_FIRE : Verdict.Kind.GIVEN_UP,
                history.quickExits()));
        return new Ended(false);
    }

    /** Starts a run by request. */
    ReplicaState spawn() {
        if (comesEarly()) {
            return early(idle());
        }
        history = history.withoutBackoff();
        return order(false);
    }

    /** Starts a run by policy. Until the start is allowed, the replica backs off without an alarm. */
    ReplicaState restart(BackingOff state) {
        if (comesEarly()) {
            return early(task.held(index) ? idle() : state);
        }
        StartFailure failure = history.failure();
        history = failure != null && failure.passing() ? history : history.restarted();
        return order(true);
    }

    private ReplicaState order(boolean byPolicy) {
        Run run = new Run(new ReplicaId(definition.name(), index), transition.nextIncarnation());
        transition.spawn(
                new Order.Spawn(run, command(), ends().onLeaderExit(), probes().notification(), limits()),
                definition.isDaemon());
        return new Starting(run, byPolicy, now());
    }

    /** The command with the parameters of the request for which the run is started, if any. */
    private Command command() {
        Occasion occasion = slots.of(index);
        return occasion == null ? definition.command() : occasion.parameters().appliedTo(definition.command());
    }

    ReplicaState running(Report.Spawned report) {
        Run run = report.run();
        history = history.started(report.output());
        LiveRun live = alive(report, ends().timeout());
        if (live.limit() != null) {
            arm(run, now().plus(live.limit()));
        }
        if (history.failures() > 0 && definition.isDaemon()) {
            transition.armHealthy(run, now().plus(definition.healthyTime()));
        }
        probe(run, Readiness.begin(probes(), now()));
        return new Running(live);
    }

    /**
     * Tracks a run of an earlier service process.
     *
     * @param known the run as it was kept; null if it was not
     */
    Running adopted(Adoption.Adopted found, @Nullable LiveRun known) {
        LiveRun live = new LiveRun(
                found.run(),
                found.pid(),
                found.started(),
                known == null || clockWasSet(known, found) ? found.since() : known.since(),
                known == null ? Math.max(0, found.output()) : known.output(),
                ends().timeout(),
                known == null ? RunRecord.NO_SEAL : known.seal());
        Concluded before = known == null || readiness == null ? Concluded.NOTHING : readiness.concluded();
        probe(live.run(), Readiness.adopted(probes(), before, now()));
        if (known == null) {
            history = found.output() < 0 ? history.started() : history.started(found.output());
        }
        transition.report(new TaskEvent.ProcessAdopted(live.run(), live.pid()));
        if (!limits().isDefault()) {
            transition.order(new Order.Limit(live.run(), limits()));
        }
        if (live.limit() != null) {
            arm(live.run(), live.since().plus(live.limit()));
        }
        if (history.failures() > 0 && definition.isDaemon()) {
            transition.armHealthy(live.run(), live.since().plus(definition.healthyTime()));
        }
        return new Running(live);
    }

    /** Whether the wall clock was set since the run began, so that the recorded begin is wrong; the kernel has the true one. */
    private static boolean clockWasSet(LiveRun known, Adoption.Adopted found) {
        return found.started() > 0
                && Duration.between(known.since(), found.since()).abs().compareTo(CLOCK_STEP) > 0;
    }

    /**
     * Tracks a run whose end was recorded, since nothing proved that it lives; the end is retracted. Another start of the
     * replica that is in progress is refused by the process side.
     */
    Running adoptedFrom(ReplicaState state, Adoption.Adopted found) {
        if (state instanceof BackingOff backingOff) {
            disarm(backingOff.run());
        }
        return adopted(found, null);
    }

    /** Records the end of a run of an earlier service process, about which nothing is decided any more. */
    void superseded(LiveRun live, Report.Exited report) {
        End end = end(live, report, new Cause.Own(report.status(), false));
        transition.report(new TaskEvent.ProcessExited(
                live.run(), definition.command(), end, history.quickExits(), Optional.empty()));
    }

    /** Records a start of which the outcome is unknown as a failed run, which its policy judges. */
    ReplicaState lost(Run run, Instant ordered, String why) {
        Cause cause = new Cause.Own(new ExitStatus.Unknown(why), false);
        End end = new End(cause, run.incarnation(), 0, ordered, now(), null, null, List.of(), null, null);
        history = history.ended(end, definition.lasts());
        return judged(run, end);
    }

    /** Waits for the rest of a backoff that began in an earlier service process. */
    ReplicaState backsOffAgain(BackingOff before) {
        Duration retry = definition.behaviour().schedule().retry().delay();
        Duration delay = definition.backoff().longest(history.quickExits());
        Duration shortage = Interval.shortage(history.quickExits());
        Instant longest = now().plus(Collections.max(List.of(delay, shortage, retry)));
        Instant until = before.until().isAfter(longest) ? longest : before.until();
        arm(before.run(), until);
        return new BackingOff(before.run(), until);
    }

    /** Stops a run that is no longer wanted by the time its process is spawned. */
    ReplicaState unwanted(Report.Spawned report, boolean thenStart) {
        history = history.followedAt(report.output());
        return stopping(alive(report, null), thenStart);
    }

    private LiveRun alive(Report.Spawned report, @Nullable Duration limit) {
        return new LiveRun(report.run(), report.pid(), report.started(), now(), report.output(), limit, report.seal());
    }

    ReplicaState notStarted(Run run, StartFailure why) {
        history = history.notStarted(run, why, now());
        Consequence then = why.passing()
                ? Consequence.ofShortage(history, now())
                : Consequence.of(definition, run, history, new Cause.NotStarted(why), now(), slots.retries(index));
        retries = definition.type() == TaskType.CRON
                && !why.passing()
                && then.next().isPresent();
        // A task of which no replica starts is forgotten. Whether it is, is known only after its last replica has
        // failed.
        Optional<Instant> announced = provisional && !why.passing() ? Optional.empty() : then.next();
        transition.report(new TaskEvent.ProcessNotStarted(run, now(), why, history.quickExits(), announced));
        return rest(run, then);
    }

    /** Cancels the start of a run. Thousands of other starts may be queued before it. */
    ReplicaState abort(Run run, Instant ordered) {
        history = history.stoppedBy(transition.requester());
        transition.cancel(run);
        return new ReplicaState.Aborting(run, false, ordered);
    }

    /** Handles the exit of the leader while other processes of the run live. */
    ReplicaState lingering(LiveRun live) {
        LeaderExit policy = ends().onLeaderExit();
        transition.report(new TaskEvent.ProcessLingers(live.run(), live.pid(), policy));
        return new Lingering(
                live,
                policy == LeaderExit.STOP_GROUP
                        ? unlimited(live).escalation(live).begin()
                        : new StopStage.NotSignalled());
    }

    ReplicaState stopLingering(LiveRun live, StopStage stage) {
        return stage instanceof StopStage.NotSignalled ? unlimited(live).stopping(live) : stoppingAgain(live, stage);
    }

    /** Handles the alarm of a run that outlives its leader. */
    ReplicaState lingersOn(LiveRun live, StopStage stage) {
        return stage instanceof StopStage.NotSignalled
                ? timingOut(live)
                : new Lingering(live, escalation(live).next(stage));
    }

    ReplicaState timingOut(LiveRun live) {
        transition.report(new TaskEvent.ProcessTimesOut(live.run(), live.pid(), limit(live)));
        return new TimingOut(live, escalation(live).begin());
    }

    /** Stops a run that has failed a probe. */
    ReplicaState unhealthy(LiveRun live, ProbeKind probe, String why) {
        transition.report(new TaskEvent.ProbeFailed(live.run(), live.pid(), probe, why));
        return new Unhealthy(live, escalation(live).begin(), probe, why);
    }

    private static Duration limit(LiveRun live) {
        return Optional.ofNullable(live.limit()).orElse(Duration.ZERO);
    }

    ReplicaState ended(LiveRun live, Report.Exited report) {
        return judged(live, report, RunCauses.ownEnd(definition, report));
    }

    ReplicaState timedOut(LiveRun live, StopStage stage, Report.Exited report) {
        return judged(
                live, report, new Cause.TimedOut(report.status(), limit(live), StopEscalation.forced(stage, report)));
    }

    ReplicaState failed(Unhealthy state, Report.Exited report) {
        return judged(
                state.live(),
                report,
                new Cause.ProbeFailed(
                        report.status(),
                        state.probe().word(),
                        state.why(),
                        StopEscalation.forced(state.stage(), report)));
    }

    private ReplicaState judged(LiveRun live, Report.Exited report, Cause cause) {
        return judged(live.run(), end(live, report, cause));
    }

    /** The state after the end of a run, as the restart policy decides. */
    private ReplicaState judged(Run run, End end) {
        Consequence then = Consequence.of(definition, run, history, end.cause(), now(), slots.retries(index));
        retries = definition.type() == TaskType.CRON && then.next().isPresent();
        transition.report(
                new TaskEvent.ProcessExited(run, definition.command(), end, history.quickExits(), then.next()));
        return rest(run, then);
    }

    ReplicaState stopped(LiveRun live, Stopping state, Report.Exited report) {
        Duration took = Duration.between(state.requested(), now());
        End end = end(
                live,
                report,
                RunCauses.stopped(task, index, report, took, StopEscalation.forced(state.stage(), report)));
        history = history.followedBy(Verdict.of(afterStop(state), history.quickExits()));
        transition.report(new TaskEvent.ProcessStopped(live.run(), end));
        return state.thenStart() ? spawn() : idle();
    }

    private End end(LiveRun live, Report.Exited report, Cause cause) {
        End end = new End(
                cause,
                live.run().incarnation(),
                live.pid(),
                live.since(),
                now(),
                new OutputRange(live.output(), null),
                report.usage(),
                report.leftovers(),
                history.requester(cause),
                null,
                report.observed());
        history = history.ended(end, definition.lasts());
        return end;
    }

    private Verdict.Kind afterStop(Stopping state) {
        if (transition.draining()) {
            return Verdict.Kind.SHUTTING_DOWN;
        }
        return state.thenStart() ? Verdict.Kind.STARTS : Verdict.Kind.STAYS_STOPPED;
    }

    /** Whether the run that has just ended is repeated for the same occasion. */
    boolean retries() {
        return retries;
    }

    private ReplicaState rest(Run run, Consequence then) {
        history = then.history();
        RestartLimit limit = definition.behaviour().restart().limit();
        boolean forgotten = provisional && history.failure() != null;
        if (limit != null && history.limitReached() && !forgotten) {
            transition.report(new TaskEvent.RestartLimitReached(run, limit));
        }
        then.next().ifPresent(at -> arm(run, at));
        return then.next().<ReplicaState>map(at -> new BackingOff(run, at)).orElseGet(() -> new Ended(then.well()));
    }

    ReplicaTransition disarm(Run run) {
        if (alarm != null) {
            alarm = null;
            transition.disarm(run);
        }
        return this;
    }

    /** Cancels the time limit of a run. */
    ReplicaTransition unlimited(LiveRun live) {
        return live.limit() == null ? this : disarm(live.run());
    }

    ReplicaTransition disarm(LiveRun live, StopStage stage) {
        if (stage instanceof StopStage.NotSignalled) {
            return unlimited(live);
        }
        return stage instanceof StopStage.Stuck ? this : disarm(live.run());
    }
}
