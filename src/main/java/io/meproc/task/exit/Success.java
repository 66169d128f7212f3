package io.meproc.task.exit;

import java.util.Set;

/** Which exit codes and signals count as success. */
public record Success(Set<Integer> codes, Set<Signal> signals) {
    public static final Success ZERO = new Success(Set.of(0), Set.of());

    public static final int MAX_CODE = 255;

    public Success {
        codes = Set.copyOf(codes);
        signals = Set.copyOf(signals);
    }

    /** Whether only exit code 0 counts. */
    public boolean isDefault() {
        return signals.isEmpty() && codes.equals(ZERO.codes);
    }

    public boolean includes(ExitStatus status) {
        if (status instanceof ExitStatus.Exited exited) {
            return codes.contains(exited.code());
        }
        return status instanceof ExitStatus.Signaled signaled
                && signals.stream().anyMatch(signal -> signal.number() == signaled.signal());
    }
}
