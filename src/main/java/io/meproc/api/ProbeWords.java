package io.meproc.api;

import io.meproc.task.Readiness;
import io.meproc.task.Timeline;
import io.meproc.task.probe.Concluded;
import io.meproc.task.probe.Probes;
import java.time.Instant;

/** Phrases about what probes have concluded. */
final class ProbeWords {
    private final Probes probes;
    private final Readiness probed;
    private final Timeline times;
    private final Instant now;

    ProbeWords(Probes probes, Readiness probed, Timeline times, Instant now) {
        this.probes = probes;
        this.probed = probed;
        this.times = times;
        this.now = now;
    }

    /** Such as {@code not ready for 12.0 s: its startup probe has not passed: connection refused}. */
    String notReady() {
        String which = probed.concluded() == Concluded.NOTHING && probes.startup() != null
                ? "its startup probe has not passed"
                : "its ready probe does not pass";
        return "not ready for " + Words.until(times.wall(probed.since()), now) + ": " + which
                + (probed.detail().isEmpty() ? "" : ": " + probed.detail())
                + (probed.status().isEmpty() ? "" : "; it says: " + probed.status());
    }
}
