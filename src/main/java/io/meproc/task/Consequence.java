package io.meproc.task;

import io.meproc.task.cron.Retry;
import io.meproc.task.exit.Cause;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Verdict;
import io.meproc.task.restart.Backoff;
import io.meproc.task.restart.RestartDecision;
import io.meproc.task.restart.RestartLimit;
import io.meproc.task.restart.RestartPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The consequence of the end of a run that nobody requested, or of a start that failed.
 *
 * @param history with the end counted and the decision added
 * @param next when the policy starts the replica again; empty if it does not
 * @param well whether the replica has finished, and not failed, if it is not started again
 */
record Consequence(History history, Optional<Instant> next, boolean well) {

    /**
     * @param ended the history with the end, which is not yet counted as a failure or success
     * @param retries how often a run of a cron task was repeated for its occasion
     */
    static Consequence of(TaskDefinition definition, Run run, History ended, Cause cause, Instant now, int retries) {
        RestartPolicy policy = definition.behaviour().restart();
        Backoff backoff = definition.backoff();
        RestartDecision decision = policy.decide(cause, definition.isDaemon());
        boolean restarts = decision == RestartDecision.RESTARTS;
        // A run that succeeds at once and is restarted again and again is not what the operator wants.
        boolean loops = restarts && backoff.grows(ended.quickExits());
        History judged = cause.success() && !loops ? ended.recovered() : ended.failed();
        RestartLimit limit = policy.limit();
        Retry retry = definition.behaviour().schedule().retry();
        if (retries < retry.times() && decision != RestartDecision.PREVENTED && knownToHaveFailed(cause)) {
            return restarting(judged, now, retry.delay());
        } else if (!restarts) {
            return decided(judged, kind(decision, definition.type()), cause.success());
        } else if (limit == null) {
            return restarting(judged, now, backoff.delay(ended.quickExits(), seed(run)));
        }
        History counted = judged.counted(now, limit);
        if (counted.counters().recent().count() < limit.ends()) {
            return restarting(counted, now, backoff.delay(ended.quickExits(), seed(run)));
        }
        return decided(cause.success() && !loops ? counted.failed() : counted, Verdict.Kind.LIMIT_REACHED, false);
    }

    /** Whether a run has failed for sure: what a run has done whose end was not watched is unknown. */
    private static boolean knownToHaveFailed(Cause cause) {
        return !cause.success() && !(cause instanceof Cause.Own own && own.status() instanceof ExitStatus.Unknown);
    }

    /** A start that failed for want of resources, which is tried again whatever the policy is. */
    static Consequence ofShortage(History ended, Instant now) {
        return restarting(ended, now, Interval.shortage(ended.quickExits()));
    }

    private static Consequence restarting(History history, Instant now, Duration delay) {
        Verdict verdict = new Verdict(Verdict.Kind.RESTARTS, delay, history.quickExits());
        return new Consequence(history.followedBy(verdict), Optional.of(now.plus(delay)), false);
    }

    private static Consequence decided(History history, Verdict.Kind kind, boolean well) {
        return new Consequence(history.followedBy(Verdict.of(kind, history.quickExits())), Optional.empty(), well);
    }

    private static Verdict.Kind kind(RestartDecision decision, TaskType type) {
        if (type == TaskType.CRON) {
            return Verdict.Kind.WAITS_FOR_FIRE;
        }
        return switch (decision) {
            case SUCCEEDED -> Verdict.Kind.SUCCEEDED;
            case PREVENTED -> Verdict.Kind.PREVENTED;
            case NEVER, RESTARTS -> type == TaskType.ONCE ? Verdict.Kind.RUNS_ONCE : Verdict.Kind.NOT_RESTARTED;
        };
    }

    /** Different for each run, and the same whenever the end of this run is judged. */
    private static long seed(Run run) {
        return run.incarnation() * TaskDefinition.MAX_REPLICAS + run.replica().index();
    }
}
