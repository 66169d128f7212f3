package io.meproc.task;

import io.meproc.task.probe.Concluded;
import io.meproc.task.probe.Probes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The conclusion of the probes of a replica about its live run.
 *
 * @param concluded the conclusion so far
 * @param since when the run became ready, or stopped to be; steady time
 * @param detail the result of the check that decided last; empty before the first
 * @param status what the run says about itself, STATUS= of sd_notify(3)
 * @param overdue whether it has not been ready for a long time
 */
public record Readiness(Concluded concluded, Instant since, String detail, String status, boolean overdue) {

    /** The state of a run that has just begun; null if the task has no probes. */
    static @Nullable Readiness begin(Probes probes, Instant now) {
        return probes.none() ? null : new Readiness(first(probes), now, "", "", false);
    }

    /** The state of an adopted run: what was concluded about it before stays until a probe denies it. */
    static @Nullable Readiness adopted(Probes probes, Concluded kept, Instant now) {
        Readiness fresh = begin(probes, now);
        return fresh == null ? null : fresh.with(max(fresh.concluded, kept));
    }

    private static Concluded max(Concluded one, Concluded other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Concluded first(Probes probes) {
        if (probes.startup() != null) {
            return Concluded.NOTHING;
        }
        return probes.ready() == null ? Concluded.READY : Concluded.STARTED;
    }

    /** Whether the run is ready. */
    public boolean ready() {
        return concluded == Concluded.READY;
    }

    private Readiness with(Concluded other) {
        return new Readiness(other, since, detail, status, overdue);
    }

    Readiness started(Probes probes, Instant now, String why) {
        if (concluded != Concluded.NOTHING) {
            return this;
        }
        return probes.ready() == null
                ? passed(now, why)
                : new Readiness(Concluded.STARTED, since, why, status, overdue);
    }

    Readiness passed(Instant now, String why) {
        return ready() ? this : new Readiness(Concluded.READY, now, why, status, false);
    }

    Readiness failed(Instant now, String why) {
        return ready()
                ? new Readiness(Concluded.STARTED, now, why, status, false)
                : new Readiness(concluded, since, why, status, overdue);
    }

    Readiness notYet(String why) {
        return ready() ? this : new Readiness(concluded, since, why, status, overdue);
    }

    Readiness late(String why) {
        return ready() ? this : new Readiness(concluded, since, why, status, true);
    }

    Readiness with(String said) {
        return new Readiness(concluded, since, detail, said, overdue);
    }
}
