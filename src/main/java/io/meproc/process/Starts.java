package io.meproc.process;

import io.meproc.bus.SteadyClock;
import io.meproc.task.Order;
import io.meproc.task.Refusal;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.TaskDefinition;
import io.meproc.task.exit.StartFailure;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes each ordered run to its process: first it is made sure that no old process of the task lives, then the account is
 * looked up, then a thread makes the process. Each of the three may be held up by something outside, and holds up nothing
 * but its own task. For use in {@link Turns}.
 */
final class Starts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Starts.class);

    /** Of failures that are not the machine's. */
    private static final String STEP = "service";

    private static final String CANCELLED = "it was stopped before its turn came";
    private static final String SHUTTING_DOWN = "Meproc is shutting down";

    private final Launcher launcher;
    private final Consumer<Report> reports;
    private final OldRuns oldRuns;
    private final AccountLookups accounts;
    private final SpawnWorkers workers;

    /** Those that have not come to a thread yet. */
    private final Set<Run> early = new HashSet<>();

    private boolean closed;
    private volatile boolean halted;

    /** @param patienceMillis how long the user database, and then the log directory, may take */
    Starts(
            Launcher launcher,
            Identities identities,
            OldRuns oldRuns,
            Consumer<Report> reports,
            Turns turns,
            long patienceMillis) {
        this.launcher = launcher;
        this.reports = reports;
        this.oldRuns = oldRuns;
        this.accounts = new AccountLookups(identities, turns, patienceMillis);
        this.workers =
                new SpawnWorkers(this::spawn, this::givenUp, turns, TimeUnit.MILLISECONDS.toNanos(patienceMillis));
    }

    /** Starts a run, sooner or later; reports Spawned or SpawnFailed. */
    void start(Order.Spawn order) {
        Run run = order.run();
        if (closed) {
            refuse(run, StartFailure.of(STEP, SHUTTING_DOWN));
            return;
        }
        early.add(run);
        oldRuns.whenKnown(() -> resolve(order));
    }

    private void resolve(Order.Spawn order) {
        Run run = order.run();
        String obstacle = oldRuns.obstacle(run.replica().task());
        if (obstacle == null) {
            accounts.resolve(order.command(), found -> work(order, found));
        } else if (early.remove(run)) {
            refuse(run, new StartFailure("leftovers", "", obstacle, true));
        }
    }

    private void work(Order.Spawn order, Resolution found) {
        if (early.remove(order.run())) {
            try {
                workers.add(new SpawnAttempt(order, Admission.identity(order.command(), found)));
            } catch (SpawnException refused) {
                refuse(order.run(), refused.failure());
            }
        }
    }

    /** Takes a run back that has no thread yet. */
    void cancel(Run run) {
        if (early.remove(run) || workers.cancel(run)) {
            refuse(run, StartFailure.of(STEP, CANCELLED));
        }
    }

    /** Hands over why such a task can't be run here, or null when it can. */
    void check(TaskDefinition definition, Consumer<@Nullable Refusal> answer) {
        String obstacle = launcher.obstacle(definition);
        if (obstacle != null) {
            answer.accept(new Refusal(Refusal.Reason.INVALID_FIELD, obstacle));
        } else {
            accounts.resolve(
                    definition.command(), found -> answer.accept(Admission.check(definition.command(), found)));
        }
    }

    /** On a thread of its own. */
    private void spawn(SpawnAttempt attempt) {
        if (halted) {
            refuse(attempt.run(), StartFailure.of(STEP, SHUTTING_DOWN));
            return;
        }
        try {
            launcher.spawn(attempt);
        } catch (RuntimeException | Error broken) {
            LOG.error("{} could not be spawned", attempt.run().replica(), broken);
            if (attempt.spawns() || !attempt.givenUp()) {
                refuse(attempt.run(), StartFailure.of(STEP, "internal error: " + broken));
            }
        }
    }

    private void givenUp(SpawnAttempt attempt, long nanos) {
        String words = attempt.preparing() + " has not answered for " + TimeUnit.NANOSECONDS.toSeconds(nanos) + " s";
        refuse(attempt.run(), new StartFailure("log", "", words, true));
    }

    private void refuse(Run run, StartFailure why) {
        reports.accept(new Report.SpawnFailed(run, SteadyClock.now(), why));
    }

    /** Spawns nothing from now on; called by any thread. */
    void halt() {
        halted = true;
    }

    /** Refuses what has no process yet. What is held up ends when it can. */
    @Override
    public void close() {
        closed = true;
        workers.close();
        for (SpawnAttempt next = workers.drain(); next != null; next = workers.drain()) {
            refuse(next.run(), StartFailure.of(STEP, SHUTTING_DOWN));
        }
        early.forEach(run -> refuse(run, StartFailure.of(STEP, SHUTTING_DOWN)));
        early.clear();
        accounts.close();
    }
}
