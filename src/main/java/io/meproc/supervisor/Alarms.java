package io.meproc.supervisor;

import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** The alarms of the replicas: one for each at most. */
final class Alarms {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Vertx vertx;
    private final Clock clock;
    private final BiConsumer<Run, Instant> due;
    private final Map<ReplicaId, Long> timers = new HashMap<>();

    /** @param due is called with the run that an alarm was armed for, and the time at which it goes off */
    Alarms(Vertx vertx, Clock clock, BiConsumer<Run, Instant> due) {
        this.vertx = vertx;
        this.clock = clock;
        this.due = due;
    }

    void arm(ReplicaId replica, Run run, Instant until) {
        disarm(replica);
        long nanos = Duration.between(clock.instant(), until).toNanos();
        long millis = Math.max(1, (nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
        timers.put(replica, vertx.setTimer(millis, id -> {
            timers.remove(replica);
            due.accept(run, clock.instant());
        }));
    }

    void disarm(ReplicaId replica) {
        Long timer = timers.remove(replica);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
