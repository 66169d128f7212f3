package io.meproc.http;

import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves followers part by part, in turns of 2 ms, so that the number of followers does not block the event loop. */
final class FanOut {
    private static final Logger LOG = LoggerFactory.getLogger(FanOut.class);
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Vertx vertx;
    private final Predicate<Follower> part;
    private final Set<Follower> due = new LinkedHashSet<>();
    private boolean planned;

    /** @param part sends one part to a follower, and returns whether another part may be sent at once */
    FanOut(Vertx vertx, Predicate<Follower> part) {
        this.vertx = vertx;
        this.part = part;
    }

    void add(Follower follower) {
        due.add(follower);
        plan();
    }

    void addAll(Collection<Follower> followers) {
        due.addAll(followers);
        plan();
    }

    private void plan() {
        if (!planned && !due.isEmpty()) {
            planned = true;
            vertx.runOnContext(turn -> serve());
        }
    }

    private void serve() {
        planned = false;
        long end = System.nanoTime() + TURN_NANOS;
        while (!due.isEmpty() && System.nanoTime() - end < 0) {
            Follower next = due.iterator().next();
            due.remove(next);
            if (served(next)) {
                due.add(next);
            }
        }
        plan();
    }

    private boolean served(Follower follower) {
        try {
            return part.test(follower);
        } catch (RuntimeException | Error broken) {
            LOG.error("A follower could not be served; its stream is closed", broken);
            follower.close();
            return false;
        }
    }
}
