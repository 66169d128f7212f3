package io.meproc.task.probe;

import java.time.Duration;

/**
 * When a check is made, and how many results in a row decide.
 *
 * @param delay from the start of the run, or for a gated probe from the end of the gate, to the first check
 * @param every from the begin of one check to that of the next; a longer check delays the next one
 * @param timeout the time after which a check has failed
 * @param successes the number of successive passed checks after which a failed probe passes
 * @param failures the number of successive failed checks after which a passed probe fails
 */
public record Timing(Duration delay, Duration every, Duration timeout, int successes, int failures) {
    public static final Duration LEAST = Duration.ofMillis(50);
    public static final Duration LONGEST = Duration.ofDays(1);
    public static final int MOST = 1_000;

    /** The defaults of Kubernetes (kubernetes.io, "Configure Probes"). */
    private static final Timing USUAL = new Timing(Duration.ZERO, Duration.ofSeconds(10), Duration.ofSeconds(1), 1, 3);

    /** A start may take a minute. */
    private static final Timing STARTING =
            new Timing(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 60);

    /** The default of DefaultTimeoutStartSec= (systemd-system.conf(5)). */
    private static final Duration START = Duration.ofSeconds(90);

    /** An own choice: WatchdogSec= has no default (systemd.service(5)). */
    private static final Duration WATCHDOG = Duration.ofSeconds(30);

    /** The timing of a probe of which nothing else is said. */
    public static Timing defaults(ProbeKind kind, Check check) {
        if (!check.periodic()) {
            return new Timing(Duration.ZERO, USUAL.every, kind == ProbeKind.LIVE ? WATCHDOG : START, 1, 1);
        }
        return kind == ProbeKind.STARTUP ? STARTING : USUAL;
    }
}
