package io.meproc;

import io.meproc.task.exit.StopPlan;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the service ends: on its event loop while that answers, otherwise on the thread of the signal alone, so that a loop
 * that is blocked or spins keeps no task alive.
 */
final class Ending {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final long POLL_MILLIS = 100;
    private static final long CLOSE_SECONDS = 20;

    /** How long the event loop may leave a message unanswered. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The same after a second signal. */
    private static final Duration IMPATIENCE = Duration.ofMillis(500);

    /** Longer than any stop may take. */
    private static final Duration LONGEST = StopPlan.MAX_LENGTH.plusMinutes(5);

    private final Vertx vertx;
    private final App app;
    private final Context loop;
    private volatile boolean hurried;
    private volatile boolean answered = true;
    private long askedAt = System.nanoTime();

    Ending(Vertx vertx, App app) {
        this.vertx = vertx;
        this.app = app;
        this.loop = vertx.getOrCreateContext();
    }

    /** Blocks until every task has ended, not longer than its stop plan allows; returns the exit code. */
    int end() {
        LOG.info("Stopping every task; a second signal sends SIGKILL at once");
        try {
            long began = System.nanoTime();
            CompletableFuture<Void> stopped = future(app.stop());
            while (!await(stopped, POLL_MILLIS)) {
                if (loopIsStuck() || System.nanoTime() - began > LONGEST.toNanos()) {
                    return endWithoutLoop();
                }
            }
            if (!await(future(vertx.close()), TimeUnit.SECONDS.toMillis(CLOSE_SECONDS))) {
                LOG.error("Every task has ended, but the event loop does not");
                return ExitCode.NOT_STARTED;
            }
            LOG.info("Ended");
            return ExitCode.DONE;
        } catch (ExecutionException | InterruptedException broken) {
            LOG.error("The service did not end properly", broken);
            return ExitCode.NOT_STARTED;
        }
    }

    /** Has what still lives killed. */
    void hurry() {
        hurried = true;
        app.hurry();
    }

    private int endWithoutLoop() {
        LOG.error(
                "The event loop does not answer; ending every process without it, by {}",
                hurried ? "SIGKILL" : "SIGTERM and then SIGKILL");
        int left = app.endWithoutLoop(() -> hurried);
        if (left == 0) {
            LOG.error("Every process has ended; the stop plans of the tasks were not followed");
        } else {
            LOG.error("{} processes could not be ended and are left running", left);
        }
        return ExitCode.NOT_STARTED;
    }

    private boolean loopIsStuck() {
        if (answered) {
            answered = false;
            askedAt = System.nanoTime();
            loop.runOnContext(turn -> answered = true);
            return false;
        }
        return System.nanoTime() - askedAt > (hurried ? IMPATIENCE : PATIENCE).toNanos();
    }

    private static CompletableFuture<Void> future(Future<Void> future) {
        return future.toCompletionStage().toCompletableFuture();
    }

    private static boolean await(CompletableFuture<Void> future, long millis)
            throws ExecutionException, InterruptedException {
        try {
            future.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        }
    }
}
