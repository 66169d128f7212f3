package io.meproc.hook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The waits before the attempts after the first one: the example of Standard Webhooks 1.0.0, about three days in all. Each is
 * changed at random by up to a fifth, so that many senders don't return at the same time.
 */
record RetrySchedule(List<Duration> delays, RandomGenerator random) {
    private static final double JITTER = 0.2;

    static final List<Duration> STANDARD = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    RetrySchedule {
        delays = List.copyOf(delays);
    }

    /** The wait after this number of failed attempts, at least 1; empty after the last one. */
    Optional<Duration> after(int failures) {
        if (failures > delays.size()) {
            return Optional.empty();
        }
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        return Optional.of(Duration.ofMillis((long) (delays.get(failures - 1).toMillis() * factor)));
    }
}
