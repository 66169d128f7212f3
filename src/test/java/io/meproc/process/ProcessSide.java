package io.meproc.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.bus.Addresses;
import io.meproc.bus.Consumers;
import io.meproc.bus.LocalBus;
import io.meproc.bus.PassThroughCodec;
import io.meproc.process.watch.Reaper;
import io.meproc.task.Adoption;
import io.meproc.task.Interval;
import io.meproc.task.Order;
import io.meproc.task.Refusal;
import io.meproc.task.ReplicaId;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.RunList;
import io.meproc.task.TaskDefinition;
import io.meproc.task.TaskType;
import io.meproc.task.command.Command;
import io.meproc.task.exit.EndPolicy;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StartFailure;
import io.meproc.task.exit.StopPlan;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The process side on its own, with a test in the supervisor's place. Closing it proves that nothing is left. */
public final class ProcessSide implements AutoCloseable {
    static {
        // The Vert.x of an earlier test may be closing still: its queue then offers a task to a pool that takes no
        // more.
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx();
    private final String instance;
    private final Path logs;
    private final String deployment;
    private final AtomicLong incarnations = new AtomicLong();
    private final Map<Run, List<Report>> reports = new ConcurrentHashMap<>();
    private final List<Report> all = new CopyOnWriteArrayList<>();
    private final AtomicLong ended = new AtomicLong();
    private boolean undeployed;

    public ProcessSide(Path logs, LauncherChoice choice) {
        this(logs, instance -> new ProcessVerticle(new ProcessSettings(logs, instance, choice)));
    }

    /** @param verticle makes it for an instance id */
    public ProcessSide(Path logs, Function<String, ProcessVerticle> verticle) {
        this(logs, UUID.randomUUID().toString(), verticle);
        adopt(Order.Adopt.NOTHING);
    }

    /** One that was not ordered to adopt yet. */
    ProcessSide(Path logs, String instance, Function<String, ProcessVerticle> verticle) {
        this.logs = logs;
        this.instance = instance;
        PassThroughCodec.install(vertx);
        done(Consumers.<Report>consume(vertx, Addresses.REPORTS, message -> note(message.body())));
        deployment = done(vertx.deployVerticle(verticle.apply(instance), ProcessVerticle.deployment()));
    }

    private void note(Report report) {
        reports.computeIfAbsent(report.run(), run -> new CopyOnWriteArrayList<>())
                .add(report);
        if (report instanceof Report.Spawned) {
            all.add(report);
        } else if (report instanceof Report.Exited || report instanceof Report.SpawnFailed) {
            ended.incrementAndGet();
        }
    }

    public Run order(String task, int index, Command command) {
        Run run = new Run(new ReplicaId(task, index), incarnations.incrementAndGet());
        LocalBus.send(vertx, Addresses.ORDERS, new Order.Spawn(run, command, LeaderExit.STOP_GROUP));
        return run;
    }

    /** Orders a run that is to go on until the last of its processes has ended. */
    Run orderAndWaitForAll(String task, String line) {
        Run run = new Run(new ReplicaId(task, 0), incarnations.incrementAndGet());
        LocalBus.send(vertx, Addresses.ORDERS, new Order.Spawn(run, new Command(line, null, null), LeaderExit.WAIT));
        return run;
    }

    public Run order(String task, String line) {
        return order(task, 0, new Command(line, null, null));
    }

    /** Orders a run and waits until it lives. */
    Run live(String task, String line) {
        Run run = order(task, line);
        pid(run);
        return run;
    }

    Adoption adopt(Order.Adopt order) {
        return done(LocalBus.<Adoption>request(vertx, Addresses.ORDERS, order));
    }

    @Nullable
    Refusal decide(Order.Decide order) {
        return done(LocalBus.<@Nullable Refusal>request(vertx, Addresses.ORDERS, order));
    }

    void cancel(Run run) {
        LocalBus.send(vertx, Addresses.ORDERS, new Order.Cancel(run));
    }

    public void send(Run run, Signal signal) {
        LocalBus.send(vertx, Addresses.ORDERS, new Order.Send(run, signal));
    }

    void pass(Run run, Signal signal) {
        LocalBus.send(vertx, Addresses.ORDERS, new Order.Pass(run, signal));
    }

    void passToLeader(Run run, Signal signal) {
        LocalBus.send(vertx, Addresses.ORDERS, new Order.Pass(run, signal, StopPlan.Reach.LEADER));
    }

    @Nullable
    Refusal check(Command command) {
        return check(new TaskDefinition(
                "t", TaskType.ONCE, command, 1, List.of(), Interval.DEFAULT, null, EndPolicy.DEFAULT));
    }

    @Nullable
    Refusal check(TaskDefinition definition) {
        return done(LocalBus.<@Nullable Refusal>request(vertx, Addresses.ORDERS, new Order.Check(definition)));
    }

    /** Scans for what ended runs have left behind, and lists it. */
    List<Report.Outlived> sweep(@Nullable String task) {
        return done(LocalBus.<List<Report.Outlived>>request(vertx, Addresses.ORDERS, new Order.Sweep(task)));
    }

    void sendOutlived(Run run, Signal signal, List<Long> pids) {
        LocalBus.send(vertx, Addresses.ORDERS, new Order.SendOutlived(run, signal, pids));
    }

    RunList inventory() {
        return done(LocalBus.<RunList>request(vertx, Addresses.ORDERS, new Order.Inventory()));
    }

    /** The task is listed no more. */
    void removed(String task) {
        LocalBus.send(vertx, Addresses.ORDERS, new Order.Tidy(task));
    }

    void count(Run run) {
        LocalBus.send(vertx, Addresses.ORDERS, new Order.Inspect(run));
    }

    /** All that the end of a run tells. */
    Report.Exited end(Run run) {
        exit(run);
        return exited(run);
    }

    private Report.Exited exited(Run run) {
        return reports(run).stream()
                .filter(Report.Exited.class::isInstance)
                .map(Report.Exited.class::cast)
                .findFirst()
                .orElseThrow();
    }

    List<Report> reports(Run run) {
        return reports.getOrDefault(run, List.of());
    }

    /** The runs that came to life, in that order. */
    List<Run> spawned() {
        return all.stream().map(Report::run).toList();
    }

    long ended() {
        return ended.get();
    }

    public long pid(Run run) {
        await().pollInterval(Duration.ofMillis(2))
                .atMost(PATIENCE)
                .until(() -> !reports(run).isEmpty());
        assertThat(reports(run).get(0)).isInstanceOf(Report.Spawned.class);
        return ((Report.Spawned) reports(run).get(0)).pid();
    }

    public ExitStatus exit(Run run) {
        await().pollInterval(Duration.ofMillis(2)).atMost(PATIENCE).until(() -> has(run, Report.Exited.class));
        assertThat(reports(run).get(0)).isInstanceOf(Report.Spawned.class);
        return exited(run).status();
    }

    String failure(Run run) {
        return notStarted(run).words();
    }

    StartFailure notStarted(Run run) {
        await().pollInterval(Duration.ofMillis(2))
                .atMost(PATIENCE)
                .until(() -> !reports(run).isEmpty());
        assertThat(reports(run)).hasSize(1).first().isInstanceOf(Report.SpawnFailed.class);
        return ((Report.SpawnFailed) reports(run).get(0)).failure();
    }

    public boolean has(Run run, Class<? extends Report> kind) {
        return reports(run).stream().anyMatch(kind::isInstance);
    }

    /** Runs a line to its end; gives what it wrote. */
    public String output(String task, Command command) throws IOException {
        Run run = order(task, 0, command);
        exit(run);
        return Files.readString(log(run));
    }

    public String output(String task, String line) throws IOException {
        return output(task, new Command(line, null, null));
    }

    Path log(Run run) {
        return logs.resolve(run.replica().logFile());
    }

    String instance() {
        return instance;
    }

    Vertx vertx() {
        return vertx;
    }

    /** Waits for something of the outside world. */
    public static void eventually(java.util.concurrent.Callable<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(5)).atMost(PATIENCE).until(condition);
    }

    static <T> T done(Future<T> future) {
        try {
            return future.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    void undeploy() {
        done(vertx.undeploy(deployment));
        undeployed = true;
    }

    /** Runs that ended after the undeployment, which nobody has watched. */
    private void collectUnwatched() {
        spawned().stream().filter(run -> !has(run, Report.Exited.class)).forEach(run -> Reaper.reap((int) pid(run)));
    }

    @Override
    public void close() {
        if (!undeployed) {
            undeploy();
        }
        eventually(() -> Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .noneMatch(name -> name.startsWith("meproc-")));
        try {
            eventually(() -> Proc.marked(instance).isEmpty());
        } finally {
            Proc.marked(instance).forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            collectUnwatched();
            done(vertx.close());
        }
    }
}
