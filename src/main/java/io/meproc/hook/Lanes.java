package io.meproc.hook;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The targets with an attempt in progress, and those that wait after a failed one. A target has one attempt at a time. */
final class Lanes {
    /** The longest wait that a target has not demanded. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    private static final int MOST_BACKOFFS = 1_000;

    /** @param error the words of the last attempt */
    record Backoff(Instant until, int failures, String error) {}

    private final Set<String> busy = new HashSet<>();
    private boolean closed;
    private final Map<String, Backoff> backoffs = new HashMap<>();

    /** No attempt is counted as failed any more, since the end of the service may have cut it off. */
    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    void begin(String target) {
        busy.add(target);
    }

    void succeeded(String target) {
        busy.remove(target);
        backoffs.remove(target);
    }

    /** The number of attempts that have failed since the last success, including this one. */
    int failures(String target) {
        Backoff before = backoffs.get(target);
        return before == null ? 1 : before.failures() + 1;
    }

    /**
     * Begins a wait.
     *
     * @param demanded the wait that the target demands
     */
    void failed(String target, String error, Duration wait, Optional<Duration> demanded, Instant now) {
        busy.remove(target);
        Duration delay = demanded.orElse(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
        if (backoffs.size() >= MOST_BACKOFFS) {
            backoffs.values().removeIf(each -> each.until().isBefore(now));
        }
        backoffs.put(target, new Backoff(now.plus(delay), failures(target), error));
    }

    /** The targets of which no notification may be sent now. */
    List<String> closed(Instant now) {
        return Stream.concat(
                        busy.stream(),
                        backoffs.entrySet().stream()
                                .filter(each -> each.getValue().until().isAfter(now))
                                .map(Map.Entry::getKey))
                .distinct()
                .toList();
    }

    /** The end of the wait that ends first; empty without one. */
    Optional<Instant> nextEnd(Instant now) {
        return backoffs.values().stream()
                .map(Backoff::until)
                .filter(until -> until.isAfter(now))
                .min(Instant::compareTo);
    }

    @Nullable
    Backoff backoff(String target) {
        return backoffs.get(target);
    }

    int busy() {
        return busy.size();
    }

    void endBackoffs() {
        backoffs.clear();
    }
}
