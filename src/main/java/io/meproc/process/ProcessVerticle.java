package io.meproc.process;

import io.meproc.bus.Addresses;
import io.meproc.bus.Consumers;
import io.meproc.bus.LocalBus;
import io.meproc.bus.SteadyClock;
import io.meproc.linux.Abi;
import io.meproc.process.account.Identities;
import io.meproc.process.context.ContextTurns;
import io.meproc.process.scan.Marker;
import io.meproc.process.spawn.IgnoredSignals;
import io.meproc.process.spawn.NativeSupport;
import io.meproc.process.spawn.SpawnException;
import io.meproc.task.Adoption;
import io.meproc.task.Leftovers;
import io.meproc.task.Order;
import io.meproc.task.Readings;
import io.meproc.task.Refusal;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.RunList;
import io.meproc.task.exit.StartFailure;
import io.meproc.task.limit.Limits;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out {@link Order}s and sends {@link Report}s. Deploy one instance, with {@link #deployment}.
 *
 * <p>Operations that may block on anything outside of the machine's own memory (name services, the file systems of
 * log files and programs) are done on other threads, so that signals are sent in any case.
 *
 * <p>Starting fails if the configured launcher does not work here, or if the log directory can't be created.
 * Undeploying ends the watching and leaves no thread behind; it does not end processes.
 */
public final class ProcessVerticle extends VerticleBase {
    /** How long the user database and the log directory may take for one start. */
    private static final long SCAN_SECONDS = 2;

    private static final long PATIENCE_SECONDS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(ProcessVerticle.class);
    private static final String RUNS_ON = "what runs was left running, since a start would fail: ";
    private static final String SHUTTING_DOWN = "Meproc is shutting down";

    /** The runs that were ordered and are not over. */
    private final Set<Run> runs = ConcurrentHashMap.newKeySet();

    /** The limits of runs that were given others after their start was ordered. */
    private final Map<Run, Limits> limits = new ConcurrentHashMap<>();

    private final ProcessSettings settings;
    private final Marker marker;
    private final long patienceMillis;
    private final UnaryOperator<Identities> lookUps;
    private @Nullable ContextTurns turns;
    private volatile @Nullable ForcedStop forcedStop;
    private volatile @Nullable Launcher launcher;
    private volatile @Nullable Starts starts;
    private @Nullable OldRuns oldRuns;
    private volatile @Nullable ReleasedProcesses released;
    private @Nullable LeftoverDecisions decisions;

    public ProcessVerticle(ProcessSettings settings) {
        this(settings, TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS), identities -> identities);
    }

    /**
     * A verticle that a test can block.
     *
     * @param patienceMillis the time limit of the preparations of a start
     * @param lookUps wraps the access to the machine's accounts
     */
    ProcessVerticle(ProcessSettings settings, long patienceMillis, UnaryOperator<Identities> lookUps) {
        this.settings = settings;
        this.marker = settings.marker();
        this.patienceMillis = patienceMillis;
        this.lookUps = lookUps;
    }

    /** Deployment on a worker thread of its own. */
    public static DeploymentOptions deployment() {
        return new DeploymentOptions()
                .setThreadingModel(ThreadingModel.WORKER)
                .setWorkerPoolName("meproc-process")
                .setWorkerPoolSize(1);
    }

    @Override
    public Future<?> start() {
        turns = new ContextTurns(vertx, context);
        launcher = Launchers.open(
                settings, this::report, notice -> LocalBus.send(vertx, Addresses.NOTICES, notice), turns);
        oldRuns = new OldRuns(marker, settings.leftovers(), launcher.signalling(), launcher::contains, turns);
        ReleasedProcesses free =
                new ReleasedProcesses(marker, launcher.signalling(), runs, Objects.requireNonNull(turns));
        released = free;
        OldRuns old = oldRuns;
        old.whenKnown(() -> free.add(old.released()));
        decisions = new LeftoverDecisions(old, free, launcher, runs, this::report);
        starts = new Starts(
                launcher, lookUps.apply(launcher.identities()), oldRuns, this::report, turns, patienceMillis);
        forcedStop = launcher.forcedStop();
        oldRuns.find();
        if (settings.ownProcess() && NativeSupport.obstacleToSpawning() == null) {
            IgnoredSignals.ignore(Objects.requireNonNull(Abi.ofThisMachine()));
        }
        String word = launcher.word();
        return Future.all(
                Consumers.<Object>consume(vertx, Addresses.LAUNCHER, message -> LocalBus.reply(message, word)),
                Consumers.<Object>consume(vertx, Addresses.LEFTOVERS, this::leftovers),
                Consumers.<Object>consume(vertx, Addresses.RELEASED, this::released),
                Consumers.<Object>consume(vertx, Addresses.READINGS, this::measure),
                Consumers.<Order>consume(vertx, Addresses.ORDERS, this::carryOut));
    }

    @Override
    public Future<?> stop() {
        Starts begun = starts;
        if (begun != null) {
            begun.close();
        }
        if (launcher != null) {
            launcher.close();
            launcher = null;
        }
        return turns == null ? Future.succeededFuture() : turns.close();
    }

    /**
     * Ends all runs from the calling thread, without Vert.x, for an event loop that no longer responds. No process is
     * started from then on; returns the number of processes that are left.
     *
     * @param hurried whether not to wait between SIGTERM and SIGKILL; called repeatedly
     */
    public int endAll(BooleanSupplier hurried) {
        Starts begun = starts;
        if (begun != null) {
            begun.halt();
        }
        ForcedStop stop = forcedStop;
        return stop == null ? 0 : stop.end(hurried);
    }

    private void measure(Message<Object> message) {
        if (launcher == null) {
            LocalBus.reply(message, new Readings(SteadyClock.now(), Map.of()));
        } else {
            launcher.measure(readings -> LocalBus.reply(message, readings));
        }
    }

    /** Waits for the first scan at the start, but not for a repeated one. */
    private void leftovers(Message<Object> message) {
        OldRuns old = Objects.requireNonNull(oldRuns);
        Promise<Void> known = Promise.promise();
        old.whenKnown(known::tryComplete);
        known.future()
                .timeout(SCAN_SECONDS, TimeUnit.SECONDS)
                .onComplete(done -> LocalBus.reply(
                        message,
                        new Leftovers(
                                old.leftovers().processes(),
                                Objects.requireNonNull(released).count())));
    }

    /** Scans for the processes that were released. */
    private void released(Message<Object> message) {
        Objects.requireNonNull(released).list(found -> LocalBus.reply(message, new Leftovers(found, found.size())));
    }

    private void carryOut(Message<Order> message) {
        Order order = message.body();
        Starts begun = Objects.requireNonNull(starts);
        if (order instanceof Order.Adopt adopt) {
            adopt(message, adopt);
        } else if (order instanceof Order.Spawn spawn) {
            start(spawn, begun);
        } else if (order instanceof Order.Inventory) {
            LocalBus.reply(message, new RunList(List.copyOf(runs), launcher == null ? List.of() : launcher.outlived()));
        } else if (order instanceof Order.Cancel cancel) {
            begun.cancel(cancel.run());
        } else if (launcher == null) {
            LocalBus.reply(message, new Refusal(Refusal.Reason.SHUTTING_DOWN, SHUTTING_DOWN));
        } else if (order instanceof Order.Send send) {
            launcher.send(send);
        } else if (order instanceof Order.SendOutlived send) {
            launcher.send(send);
        } else if (order instanceof Order.Pass pass) {
            launcher.pass(pass);
        } else if (order instanceof Order.Limit limit) {
            limit(limit, launcher);
        } else if (order instanceof Order.Inspect count) {
            launcher.count(count.run());
        } else if (order instanceof Order.Check check) {
            begun.check(check.definition(), refusal -> LocalBus.reply(message, refusal));
        } else if (order instanceof Order.Prepare prepare) {
            prepare(message, prepare, launcher);
        } else if (order instanceof Order.Tidy tidy) {
            settings.logs().remove(tidy.task());
        } else if (order instanceof Order.HoldSockets hold) {
            hold(hold, launcher);
        } else if (order instanceof Order.Decide decide) {
            LocalBus.reply(message, Objects.requireNonNull(decisions).carryOut(decide));
        } else if (order instanceof Order.Exec exec) {
            Launcher ready = launcher;
            begun.execute(exec, ready, result -> LocalBus.reply(message, result));
        } else if (order instanceof Order.Sweep sweep) {
            launcher.sweep(sweep.task(), left -> LocalBus.reply(message, left));
        }
    }

    private static void hold(Order.HoldSockets order, Launcher ready) {
        try {
            ready.hold(order);
        } catch (SpawnException refused) {
            LOG.warn(
                    "Task {}: its sockets are not held while it has no process: {}",
                    order.task(),
                    refused.failure().words());
        }
    }

    private void adopt(Message<Order> message, Order.Adopt order) {
        Objects.requireNonNull(oldRuns).adopt(order, plan -> {
            List<Runnable> watches = new ArrayList<>();
            for (AdoptedRun run : plan.adopted()) {
                runs.add(run.run());
                watches.add(Objects.requireNonNull(launcher).adopt(run));
            }
            LocalBus.reply(
                    message,
                    new Adoption(
                            plan.adopted().stream().map(AdoptedRun::adoption).toList(),
                            plan.gone(),
                            plan.unverified()));
            watches.forEach(Runnable::run);
        });
    }

    private void limit(Order.Limit order, Launcher ready) {
        if (runs.contains(order.run())) {
            limits.put(order.run(), order.limits());
            ready.limit(order.run(), order.limits());
        }
    }

    private void prepare(Message<Order> message, Order.Prepare order, Launcher ready) {
        Objects.requireNonNull(turns)
                .aside(
                        () -> Optional.ofNullable(ready.obstacle(order.definition(), order.index())),
                        obstacle -> LocalBus.reply(
                                message,
                                obstacle.map(words -> new Refusal(Refusal.Reason.START_FAILED, RUNS_ON + words))
                                        .orElse(null)),
                        broken -> {
                            // A failed check does not prevent a start.
                            LOG.error(
                                    "{} could not be checked before its restart",
                                    order.definition().name(),
                                    broken);
                            LocalBus.reply(message, null);
                        });
    }

    private void start(Order.Spawn order, Starts begun) {
        Objects.requireNonNull(oldRuns).assumeNothing();
        if (Objects.requireNonNull(decisions).occupies(order.run().replica())) {
            report(new Report.SpawnFailed(
                    order.run(),
                    SteadyClock.now(),
                    new StartFailure("leftovers", "", "another run was adopted", true)));
            return;
        }
        runs.add(order.run());
        try {
            begun.start(order);
        } catch (RuntimeException | Error broken) {
            runs.remove(order.run());
            throw broken;
        }
    }

    private Report sealed(Report.Spawned spawned) {
        return spawned.started() == 0
                ? spawned
                : spawned.sealed(marker.seal(spawned.run(), spawned.pid(), spawned.started()));
    }

    private void report(Report report) {
        ReleasedProcesses free = released;
        if (report instanceof Report.Exited exited && !exited.leftovers().isEmpty() && free != null) {
            free.add(exited);
        }
        LocalBus.send(vertx, Addresses.REPORTS, report instanceof Report.Spawned spawned ? sealed(spawned) : report);
        if (report instanceof Report.Exited || report instanceof Report.SpawnFailed) {
            runs.remove(report.run());
            limits.remove(report.run());
        } else if (report instanceof Report.Spawned && !limits.isEmpty()) {
            limitSpawned(report.run());
        }
        if (report instanceof Report.Exited || report instanceof Report.LeaderExited) {
            Objects.requireNonNull(turns).after(0, () -> probeNoMore(report.run()));
        }
    }

    /** Applies the limits that a run was given while it was being started. */
    private void limitSpawned(Run run) {
        Limits changed = limits.get(run);
        Launcher ready = launcher;
        if (changed != null && ready != null) {
            ready.limit(run, changed);
        }
    }

    private void probeNoMore(Run run) {
        if (launcher != null) {
            launcher.probeNoMore(run);
        }
    }
}
