package io.meproc.process;

import io.meproc.bus.SteadyClock;
import io.meproc.logs.LogException;
import io.meproc.logs.PortableLogs;
import io.meproc.logs.ReadyLog;
import io.meproc.process.account.Identities;
import io.meproc.process.account.Identity;
import io.meproc.process.context.Turns;
import io.meproc.process.scan.Marker;
import io.meproc.process.scan.Membership;
import io.meproc.process.scan.ProcFiles;
import io.meproc.process.scan.ProcessScanner;
import io.meproc.process.scan.UsageSampler;
import io.meproc.process.spawn.InheritedVariables;
import io.meproc.process.spawn.ProgramFile;
import io.meproc.process.spawn.SpawnException;
import io.meproc.task.ExecResult;
import io.meproc.task.Order;
import io.meproc.task.Readings;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.TaskDefinition;
import io.meproc.task.command.Command;
import io.meproc.task.exit.StartFailure;
import io.meproc.task.limit.Limits;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts processes through {@link ProcessBuilder}, on any system. It needs a thread for each process, can't
 * distinguish signals from exit codes, and refuses definitions that it does not support.
 */
final class PortableLauncher implements Launcher {
    /**
     * A process that starts another one and ends during a scan may be in the scan while the other is not, and this
     * launcher can't detect such orphans.
     */
    private static final int EMPTY_LOOKS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(PortableLauncher.class);

    private final Consumer<Report> reports;
    private final Identities identities;
    private final Marker marker;
    private final PortableLogs logs;
    private final PortableLine lines;
    private final HandleSignals signals;
    private final Map<Integer, Run> leaders = new ConcurrentHashMap<>();
    private final RunMonitor monitor;
    private final UsageSampler sampler;
    private final Console console;
    private final OrphanReaper reaper;
    private final PortableAdoptions adopted;

    PortableLauncher(
            ProcessSettings settings,
            Identities identities,
            HandleSignals signals,
            Consumer<Report> reports,
            Turns turns) {
        this.reports = reports;
        this.identities = identities;
        this.signals = signals;
        this.adopted = new PortableAdoptions(signals);
        this.marker = settings.marker();
        this.console = new Console(settings.console());
        this.logs = settings.logs().portable();
        this.lines = PortableLine.ofThisMachine();
        // All processes share the supervisor's group, so each leader counts as a group of one. Orphans are reparented
        // elsewhere.
        ProcessScanner scanner =
                new ProcessScanner(marker, leaders::get, pid -> pid, Membership.NONE, dead -> {}, turns);
        this.sampler = new UsageSampler(leaders::get, pid -> pid, turns);
        this.monitor = new RunMonitor(
                reports,
                this::forget,
                settings.logs().holders(),
                scanner,
                new EscapedProcesses(signals),
                () -> false,
                EMPTY_LOOKS,
                turns);
        OrphanReaper idle = new OrphanReaper(leaders::containsKey, pid -> false, true);
        this.reaper = settings.ownProcess() ? idle.start() : idle;
    }

    private static String cwd(Command command) {
        return Objects.requireNonNullElse(command.surroundings().cwd(), "");
    }

    private void forget(Child child) {
        console.ends(child.run());
        leaders.remove(child.pid(), child.run());
    }

    @Override
    public String word() {
        return "portable";
    }

    @Override
    public @Nullable String obstacle(TaskDefinition definition) {
        if (!definition.behaviour().limits().isDefault()) {
            return "memory, cpu, pids and restart_above need the native launcher";
        }
        return definition.behaviour().probes().needMachine()
                ? "exec and notify need the native launcher; here the portable one is used, which has http, tcp and output"
                : lines.obstacle(definition, signals);
    }

    @Override
    public @Nullable String obstacle(TaskDefinition definition, @Nullable Integer index) {
        return new Readiness(logs::ready).obstacle(definition, index);
    }

    /** It refuses tasks with listening sockets. */
    @Override
    public void hold(Order.HoldSockets order) {}

    @Override
    public EscapedProcesses.Signalling signalling() {
        return signals;
    }

    @Override
    public Identities identities() {
        return identities;
    }

    @Override
    public void spawn(SpawnAttempt attempt) {
        Run run = attempt.run();
        try {
            ReadyLog log = ready(attempt);
            ProcessBuilder builder = builder(attempt, log.file());
            if (!attempt.spawns()) {
                return;
            }
            monitor.start(run, () -> {
                PortableChild child = PortableChild.of(run, start(builder, attempt.command()), signals);
                leaders.put(child.pid(), run);
                monitor.begin(child, attempt.onLeaderExit());
                logs.begun(run, log.begin());
                long started = ProcFiles.started(child.pid());
                reports.accept(new Report.Spawned(run, SteadyClock.now(), child.pid(), started, log.begin()));
                watch(child);
            });
        } catch (SpawnException failed) {
            console.ends(run);
            if (attempt.spawns() || !attempt.givenUp()) {
                reports.accept(new Report.SpawnFailed(run, SteadyClock.now(), failed.failure()));
            }
        }
    }

    private void watch(PortableChild child) {
        var unused = child.exit().thenRun(() -> monitor.settle(child)).exceptionally(broken -> {
            LOG.error("The end of {} could not be told", child.run(), broken);
            return null;
        });
    }

    /** Tasks with limits are refused. */
    @Override
    public void limit(Run run, Limits limits) {
        LOG.debug("{} can't be limited by this launcher", run.replica());
    }

    @Override
    public boolean contains(Run run, int pid) {
        return false;
    }

    @Override
    public Runnable adopt(AdoptedRun run) {
        PortableChild child = adopted.of(run);
        leaders.put(child.pid(), run.run());
        monitor.begin(child, run.policy(), run.began());
        if (run.output() >= 0) {
            logs.begun(run.run(), run.output());
        }
        return () -> watch(child);
    }

    private ReadyLog ready(SpawnAttempt attempt) throws SpawnException {
        attempt.prepares("log file " + logs.file(attempt.run().replica()));
        StartFailure program = ProgramFile.obstacle(attempt.command());
        if (program != null && Files.isDirectory(Path.of(cwd(attempt.command())))) {
            // The programs before it would turn this failure into an exit code.
            throw new SpawnException(program);
        }
        try {
            return logs.ready(attempt.run().replica());
        } catch (LogException refused) {
            throw SpawnException.of(refused);
        }
    }

    private ProcessBuilder builder(SpawnAttempt attempt, Path file) throws SpawnException {
        Run run = attempt.run();
        Command command = attempt.command();
        Identity identity = attempt.identity();
        // Two redirects to one file, since redirectErrorStream would keep a pipe open for each child.
        Redirect log = Redirect.appendTo(file.toFile());
        if (command.surroundings().console()) {
            console.follow(run, file);
        }
        ProcessBuilder builder =
                lines.builder(command, identity).redirectOutput(log).redirectError(log);
        Map<String, String> environment = builder.environment();
        environment
                .keySet()
                .removeIf(name -> !InheritedVariables.passes(name)
                        || (identity.isOtherUser() && InheritedVariables.isOfLogin(name)));
        environment.putAll(InheritedVariables.added(
                marker.variables(run, identity, attempt.onLeaderExit()), identity, command.surroundings()));
        return builder;
    }

    private static Process start(ProcessBuilder builder, Command command) throws SpawnException {
        try {
            return builder.start();
        } catch (IOException failed) {
            throw ProcessBuilderFailure.about(failed, command);
        }
    }

    @Override
    public void send(Order.Send order) {
        monitor.signals().send(order);
    }

    @Override
    public void pass(Order.Pass order) {
        monitor.signals().pass(order);
    }

    @Override
    public void count(Run run) {
        monitor.inspect(run);
    }

    @Override
    public void measure(Consumer<Readings> answer) {
        sampler.read(answer);
    }

    @Override
    public void sweep(@Nullable String task, Consumer<List<Report.Outlived>> answer) {
        monitor.outlived().sweep(task, answer);
    }

    @Override
    public List<Report.Outlived> outlived() {
        return monitor.outlived().left(null);
    }

    @Override
    public void send(Order.SendOutlived order) {
        monitor.outlived().send(order.run(), order.signal(), order.pids());
    }

    @Override
    public void execute(Order.Exec order, Identity identity, Consumer<ExecResult> answer) {
        answer.accept(new ExecResult(false, "the portable launcher executes no programs of probes"));
    }

    @Override
    public void probeNoMore(Run run) {
        // It executes none.
    }

    @Override
    public ForcedStop forcedStop() {
        return monitor.forcedStop();
    }

    @Override
    public void close() {
        monitor.close();
        console.close();
        adopted.close();
        reaper.close();
    }
}
