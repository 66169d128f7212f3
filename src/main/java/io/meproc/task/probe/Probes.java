package io.meproc.task.probe;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The probes of each run of a task. Their meaning is that of Kubernetes (kubernetes.io, "Liveness, Readiness, and Startup
 * Probes").
 *
 * @param startup gates the other two until it has passed once; a run whose startup probe fails is ended
 * @param ready decides whether a run is ready
 * @param live ends a run that fails it
 */
public record Probes(
        @Nullable Probe startup,
        @Nullable Probe ready,
        @Nullable Probe live) {
    public static final Probes DEFAULT = new Probes(null, null, null);

    /** Whether there is no probe. */
    public boolean none() {
        return startup == null && ready == null && live == null;
    }

    /** Whether a run has to pass a probe before it is ready. */
    public boolean delayReadiness() {
        return startup != null || ready != null;
    }

    /** The probe of this kind; null without one. */
    public @Nullable Probe of(ProbeKind kind) {
        return switch (kind) {
            case STARTUP -> startup;
            case READY -> ready;
            case LIVE -> live;
        };
    }

    /** The probes. */
    public Stream<Probe> all() {
        return Stream.of(startup, ready, live).filter(Objects::nonNull).map(Objects::requireNonNull);
    }

    /** What a run needs to send messages of sd_notify(3); null if no probe receives them. */
    public @Nullable Notification notification() {
        Notification wanted = null;
        for (ProbeKind kind : ProbeKind.values()) {
            Probe probe = of(kind);
            if (probe != null && probe.check() instanceof Check.Notify) {
                wanted =
                        new Notification(kind == ProbeKind.LIVE ? probe.timing().timeout() : null);
            }
        }
        return wanted;
    }

    /** Whether a machine may not support them. */
    public boolean needMachine() {
        return execute() || notification() != null;
    }

    /** Whether a probe executes a program. */
    public boolean execute() {
        return all().anyMatch(probe -> probe.check() instanceof Check.Exec);
    }

    /** An upper estimate of the memory that the texts need, in bytes. */
    public long bytes() {
        return all().mapToLong(probe -> probe.check().bytes()).sum();
    }
}
