package io.meproc.task.exit;

import java.util.Collections;
import java.util.Set;

/** A set of exit codes and signals. */
public record ExitStatuses(Set<Integer> codes, Set<Signal> signals) {
    /** No status at all. */
    public static final ExitStatuses NONE = new ExitStatuses(Set.of(), Set.of());

    /** Exit code 0 alone, which is the success of a program by convention. */
    public static final ExitStatuses ZERO = new ExitStatuses(Set.of(0), Set.of());

    public static final int MAX_CODE = 255;

    public ExitStatuses {
        codes = Set.copyOf(codes);
        signals = Set.copyOf(signals);
    }

    public boolean isEmpty() {
        return codes.isEmpty() && signals.isEmpty();
    }

    /** Whether the set has this status; it never has one that is unknown. */
    public boolean includes(ExitStatus status) {
        if (status instanceof ExitStatus.Exited exited) {
            return codes.contains(exited.code());
        }
        return status instanceof ExitStatus.Signaled signaled
                && signals.stream().anyMatch(signal -> signal.number() == signaled.signal());
    }

    /** Whether a status is in both sets. */
    public boolean overlaps(ExitStatuses other) {
        return !Collections.disjoint(codes, other.codes) || !Collections.disjoint(signals, other.signals);
    }
}
