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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shuts the service down on its event loop, or on the signal thread if the loop does not respond. So a blocked loop
 * does not prevent the end of the tasks.
 */
final class Shutdown {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final long POLL_MILLIS = 100;
    private static final long CLOSE_SECONDS = 20;

    /** How long the event loop may take to respond. */
    private static final Duration RESPONSE_LIMIT = Duration.ofSeconds(5);

    /** How long the event loop may take to respond after a second signal. */
    private static final Duration RESPONSE_LIMIT_KILLING = Duration.ofMillis(500);

    /** Longer than the stop of all tasks in order may take, see {@code StopOrder}. */
    private static final Duration LIMIT = StopPlan.MAX_LENGTH.multipliedBy(2).plusMinutes(5);

    private final Vertx vertx;
    private final App app;
    private final Context loop;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean keepsRunning;
    private volatile boolean killing;
    private volatile boolean answered = true;
    private long requestedAt = System.nanoTime();

    Shutdown(Vertx vertx, App app) {
        this.vertx = vertx;
        this.app = app;
        this.keepsRunning = app.keepsRunning();
        this.loop = vertx.getOrCreateContext();
    }

    /** Shuts down and then exits; blocks. Returns at once if that has begun. */
    void begin(IntConsumer exit) {
        if (begun.compareAndSet(false, true)) {
            exit.accept(run());
        } else {
            LOG.info("Ending already; a second signal sends SIGKILL at once");
        }
    }

    /** Shuts down on a thread of its own, whatever {@code on_exit} is, and then exits with this code. */
    void stopAll(int code, IntConsumer exit) {
        if (begun.compareAndSet(false, true)) {
            keepsRunning = false;
            Thread thread = new Thread(
                    () -> {
                        run();
                        exit.accept(code);
                    },
                    "meproc-end");
            thread.start();
        }
    }

    /** Blocks until every task has ended or {@link #LIMIT} has passed; returns the exit code. */
    private int run() {
        LOG.info(
                keepsRunning
                        ? "Ending; every process runs on, and the next start adopts it"
                        : "Stopping every task; a second signal sends SIGKILL at once");
        try {
            long began = System.nanoTime();
            CompletableFuture<Void> stopped = future(keepsRunning ? app.release() : app.stop());
            while (!await(stopped, POLL_MILLIS)) {
                if (loopIsStuck() || (killing && keepsRunning) || System.nanoTime() - began > LIMIT.toNanos()) {
                    return endWithoutLoop();
                }
            }
            if (!await(future(vertx.close()), TimeUnit.SECONDS.toMillis(CLOSE_SECONDS))) {
                LOG.error("The event loop did not close within {} s", CLOSE_SECONDS);
                return ExitCode.NOT_STARTED;
            }
            LOG.info("Ended");
            return ExitCode.DONE;
        } catch (ExecutionException | InterruptedException broken) {
            LOG.error("The shutdown failed", broken);
            return ExitCode.NOT_STARTED;
        }
    }

    /** Sends SIGKILL to every process that is left; where processes run on, waits for the event loop no longer. */
    void hurry() {
        killing = true;
        if (!keepsRunning) {
            app.killNow();
        }
    }

    private int endWithoutLoop() {
        if (keepsRunning) {
            LOG.error("The event loop does not answer; ending without it. Every process runs on");
            return ExitCode.NOT_STARTED;
        }
        LOG.error(
                "The event loop does not answer; ending every process without it, by {}",
                killing ? "SIGKILL" : "SIGTERM and then SIGKILL");
        int left = app.endWithoutLoop(() -> killing);
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
            requestedAt = System.nanoTime();
            loop.runOnContext(turn -> answered = true);
            return false;
        }
        return System.nanoTime() - requestedAt > (killing ? RESPONSE_LIMIT_KILLING : RESPONSE_LIMIT).toNanos();
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
