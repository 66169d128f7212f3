package io.meproc.supervisor;

import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The alarms of the replicas, in steady time; at most one for each replica. */
final class Alarms {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Handles an alarm of a run that has gone off; {@code due} is the time for which it was armed. */
    interface Due {
        void goesOff(Run run, Instant due, Instant at);
    }

    private final Vertx vertx;
    private final WallTime clock;
    private final Due due;
    private final Map<ReplicaId, Long> timers = new HashMap<>();

    Alarms(Vertx vertx, WallTime clock, Due due) {
        this.vertx = vertx;
        this.clock = clock;
        this.due = due;
    }

    void arm(ReplicaId replica, Run run, Instant until) {
        disarm(replica);
        long nanos = Duration.between(clock.steady(), until).toNanos();
        long millis = Math.max(1, (nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
        timers.put(replica, vertx.setTimer(millis, id -> {
            timers.remove(replica);
            due.goesOff(run, until, clock.steady());
        }));
    }

    void disarm(ReplicaId replica) {
        Long timer = timers.remove(replica);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
