package io.meproc.process;

import io.meproc.bus.SteadyClock;
import io.meproc.process.account.Identities;
import io.meproc.process.account.Resolution;
import io.meproc.process.context.Turns;
import io.meproc.process.spawn.SpawnException;
import io.meproc.task.ExecResult;
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
 * Carries out the start of each ordered run: checks that no old process of the task lives, looks the account up, and
 * has a worker thread spawn the process. Each step may be stalled from outside, which delays only its own task. For
 * use in {@link Turns}.
 */
final class Starts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Starts.class);

    /** The step of failures that are not the machine's. */
    private static final String STEP = "service";

    private static final String CANCELLED = "it was stopped before its turn came";
    private static final String SHUTTING_DOWN = "Meproc is shutting down";

    private final Launcher launcher;
    private final Consumer<Report> reports;
    private final OldRuns oldRuns;
    private final AccountLookups accounts;
    private final SpawnWorkers workers;

    /** The runs that have no thread yet. */
    private final Set<Run> early = new HashSet<>();

    private boolean closed;
    private volatile boolean halted;

    /** @param patienceMillis the time limit of the user database, and then of the log directory */
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

    /** Starts a run asynchronously; reports Spawned or SpawnFailed. */
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
        String obstacle = oldRuns.obstacle(run.replica());
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

    /** Cancels the start of a run that has no thread yet. */
    void cancel(Run run) {
        if (early.remove(run) || workers.cancel(run)) {
            refuse(run, StartFailure.of(STEP, CANCELLED));
        }
    }

    /** Checks whether a task can be run here; answers with the refusal, or null if it can. */
    void check(TaskDefinition definition, Consumer<@Nullable Refusal> answer) {
        String obstacle = launcher.obstacle(definition);
        if (obstacle != null) {
            answer.accept(new Refusal(Refusal.Reason.INVALID_FIELD, obstacle));
        } else {
            accounts.resolve(
                    definition.command(), found -> answer.accept(Admission.check(definition.command(), found)));
        }
    }

    /** Executes a program that probes a run, with the account of its task. */
    void execute(Order.Exec order, Launcher with, Consumer<ExecResult> answer) {
        accounts.resolve(order.command(), found -> {
            try {
                with.execute(order, Admission.identity(order.command(), found), answer);
            } catch (SpawnException refused) {
                answer.accept(new ExecResult(
                        false, "not started: " + refused.failure().words()));
            }
        });
    }

    /** Spawns the process; runs on a worker thread. */
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

    /** Prevents all further spawns; called by any thread. */
    void halt() {
        halted = true;
    }

    /** Refuses the starts without a process. A stalled one ends when it can. */
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
