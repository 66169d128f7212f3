package io.meproc.probe;

import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;

/** Delays actions, on one thread. */
interface Timers {

    /** Runs an action after a delay; returns its id. */
    long after(long millis, Runnable action);

    void cancel(long id);

    /** As {@link System#nanoTime}. */
    long nanos();

    /** From 0, inclusive, to 1. */
    double random();

    static Timers of(Vertx vertx) {
        return new Timers() {
            @Override
            public long after(long millis, Runnable action) {
                return vertx.setTimer(Math.max(1, millis), timer -> action.run());
            }

            @Override
            public void cancel(long id) {
                vertx.cancelTimer(id);
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public double random() {
                return ThreadLocalRandom.current().nextDouble();
            }
        };
    }
}
