package io.meproc.process;

import io.meproc.bus.SteadyClock;
import io.meproc.linux.Abi;
import io.meproc.linux.Syscalls;
import io.meproc.logs.LogAccess;
import io.meproc.logs.LogException;
import io.meproc.logs.LogFiles;
import io.meproc.logs.OpenLog;
import io.meproc.process.account.AccountDatabase;
import io.meproc.process.account.Identities;
import io.meproc.process.account.Identity;
import io.meproc.process.account.LookupException;
import io.meproc.process.account.Privileges;
import io.meproc.process.account.SystemIdentities;
import io.meproc.process.context.Turns;
import io.meproc.process.scan.ControlGroups;
import io.meproc.process.scan.Descent;
import io.meproc.process.scan.MarkedRun;
import io.meproc.process.scan.Marker;
import io.meproc.process.scan.Membership;
import io.meproc.process.scan.MemorySampler;
import io.meproc.process.scan.OwnGroup;
import io.meproc.process.scan.ProcFiles;
import io.meproc.process.scan.ProcessScanner;
import io.meproc.process.scan.UsageSampler;
import io.meproc.process.socket.Listeners;
import io.meproc.process.spawn.PassedSockets;
import io.meproc.process.spawn.SpawnException;
import io.meproc.process.spawn.Spawner;
import io.meproc.process.spawn.Spawners;
import io.meproc.process.watch.ExitWatcher;
import io.meproc.process.watch.Reaper;
import io.meproc.task.ExecResult;
import io.meproc.task.Notice;
import io.meproc.task.Order;
import io.meproc.task.Readings;
import io.meproc.task.ReplicaId;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.TaskDefinition;
import io.meproc.task.command.Command;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.limit.Limits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Starts processes by system calls, on Linux 5.9 or later with glibc. */
final class NativeLauncher implements Launcher {
    private final Consumer<Report> reports;
    private final PidfdSignals signals = new PidfdSignals();
    private final Identities identities;
    private final LogFiles logs;
    private final Spawners spawners;
    private final Children children = new Children();
    private final RunMonitor monitor;
    private final NativeSpawns spawned;
    private final UsageSampler sampler;
    private final MemoryWatch memory;
    private final Console console;
    private final ExitWatcher watcher;
    private final ReceivedOrphans received;
    private final ProbeSide probes;

    /** For use only if {@code NativeSupport} reports no obstacle. */
    NativeLauncher(ProcessSettings settings, Consumer<Report> reports, Consumer<Notice> notices, Turns turns) {
        this(settings, reports, notices, turns, new ExitWatcher(Objects.requireNonNull(Abi.ofThisMachine())));
    }

    NativeLauncher(
            ProcessSettings settings,
            Consumer<Report> reports,
            Consumer<Notice> notices,
            Turns turns,
            ExitWatcher watcher) {
        this.reports = reports;
        AccountDatabase accounts = new AccountDatabase();
        this.identities = new SystemIdentities(accounts, Privileges.own());
        Marker marker = settings.marker();
        this.console = new Console(settings.console());
        Abi abi = Objects.requireNonNull(Abi.ofThisMachine());
        this.logs = settings.logs().files(group(settings.logs().access(), accounts), abi.noFollow());
        this.spawners = new Spawners(abi);
        ControlGroups groups =
                settings.ownProcess() ? ControlGroups.find(OwnGroup.ofThisProcess()) : ControlGroups.none();
        Membership membership = settings.processEvents() ? Membership.either(groups, Descent.begin()) : groups;
        EscapedProcesses escaped = new EscapedProcesses(signals);
        Orphans orphans = new Orphans();
        ProcessScanner scanner =
                new ProcessScanner(marker, children::runOf, Syscalls::getpgid, membership, orphans::seen, turns);
        this.sampler = new UsageSampler(children::runOf, Syscalls::getpgid, turns, groups::use);
        this.monitor = new RunMonitor(
                reports, this::forget, settings.logs().holders(), scanner, escaped, orphans::fleeting, 1, turns);
        this.memory = new MemoryWatch(new MemorySampler(children::runOf, Syscalls::getpgid), reports, turns);
        this.watcher = watcher;
        this.spawned =
                new NativeSpawns(children, marker, groups, memory, watcher, new Autogroups(turns), monitor::settle);
        this.probes = new ProbeSide(
                new ProbePrograms(spawners, watcher, marker, turns),
                new Notices(
                        settings.directory(),
                        settings.instanceId(),
                        pid -> sender(marker, pid),
                        children::any,
                        notices));
        KnownOrphans known = new KnownOrphans(children, monitor::settle, escaped);
        this.received = ReceivedOrphans.begin(pid -> children.group(pid) != null, known::reap, settings.ownProcess());
    }

    /** The id of the group of log files, or {@link LogFiles#SAME}. */
    private static int group(LogAccess access, AccountDatabase accounts) {
        String name = access.group();
        if (name == null) {
            return LogFiles.SAME;
        }
        try {
            return (int) accounts.group(name)
                    .orElseThrow(
                            () -> new IllegalStateException("log_group: unknown group '" + name + "' on this machine"));
        } catch (LookupException broken) {
            throw new IllegalStateException("log_group: " + broken.getMessage(), broken);
        }
    }

    /** The run of a process that has sent a message, which may be a zombie by now; null if it is of none. */
    private Notices.@Nullable Sender sender(Marker marker, int pid) {
        int group = Syscalls.getpgid(pid);
        Run family = group > 0 ? children.runOf(group) : null;
        if (family != null) {
            return new Notices.Sender(family, pid == group);
        }
        Run marked = MarkedRun.of(marker, pid);
        return marked == null ? null : new Notices.Sender(marked, false);
    }

    /** Starts the exit watcher; fails if this machine does not allow such processes. */
    void start() {
        watcher.start();
        try {
            rehearse();
        } catch (SpawnException failed) {
            throw new IllegalStateException(
                    "the native launcher can't work here: " + failed.failure().words(), failed);
        }
        received.reap();
        probes.begin();
    }

    /** Spawns one process, since the first spawn takes the JVM a hundred times as long as the next. */
    private void rehearse() throws SpawnException {
        Run run = new Run(new ReplicaId("rehearsal", 0), 0);
        Command command = new Command(":", null, null);
        logs.path(run.replica().logFile());
        NativeChild child;
        try (Spawners.Lease lease = spawners.acquire()) {
            child = spawned.spawn(
                    lease.spawner(),
                    run,
                    command,
                    Identity.OWN,
                    LeaderExit.STOP_GROUP,
                    Map.of(),
                    Limits.DEFAULT,
                    lease.spawner().nothing(),
                    PassedSockets.NONE,
                    born -> {});
        }
        Reaper.await(child.pid());
        child.settle();
        forget(child);
        if (!new ExitStatus.Exited(0).equals(child.status())) {
            throw new SpawnException("rehearsal", "'/bin/sh -c :' ended with " + child.status());
        }
    }

    @Override
    public String word() {
        return "native";
    }

    @Override
    public @Nullable String obstacle(TaskDefinition definition) {
        Limits limits = definition.behaviour().limits();
        String obstacle = limits.isDefault() ? null : spawned.obstacle(limits);
        return obstacle != null
                ? obstacle
                : spawned.listeners()
                        .obstacle(
                                definition.name(),
                                definition.command().surroundings().sockets());
    }

    @Override
    public void hold(Order.HoldSockets order) throws SpawnException {
        spawned.listeners().hold(order.task(), order.sockets(), () -> children.ofTask(order.task()));
    }

    @Override
    public void limit(Run run, Limits limits) {
        spawned.limit(run, limits);
    }

    @Override
    public @Nullable String obstacle(TaskDefinition definition, @Nullable Integer index) {
        return new Readiness(logs::probe).obstacle(definition, index);
    }

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
        String task = attempt.run().replica().task();
        try (Spawners.Lease lease = spawners.acquire();
                Listeners.Lease sockets = spawned.listeners()
                        .lease(task, attempt.command().surroundings().sockets(), () -> children.ofTask(task))) {
            attempt.prepares("log file " + logs.shown(attempt.run().replica()));
            OpenLog output = open(attempt.run().replica());
            try {
                monitor.start(attempt.run(), () -> spawn(lease.spawner(), attempt, output, sockets.sockets()));
            } finally {
                Syscalls.close(output.descriptor());
            }
        } catch (SpawnException failed) {
            console.ends(attempt.run());
            if (attempt.spawns() || !attempt.givenUp()) {
                reports.accept(new Report.SpawnFailed(attempt.run(), SteadyClock.now(), failed.failure()));
            }
        }
    }

    private OpenLog open(ReplicaId replica) throws SpawnException {
        try {
            return logs.open(replica);
        } catch (LogException refused) {
            throw SpawnException.of(refused);
        }
    }

    private void spawn(Spawner spawner, SpawnAttempt attempt, OpenLog output, PassedSockets sockets)
            throws SpawnException {
        if (!attempt.spawns()) {
            return;
        }
        if (attempt.command().surroundings().console()) {
            console.follow(attempt.run(), Path.of("/proc/self/fd/" + output.descriptor()));
        }
        spawned.spawn(
                spawner,
                attempt.run(),
                attempt.command(),
                attempt.identity(),
                attempt.onLeaderExit(),
                probes.notices().variables(attempt.notification()),
                attempt.limits(),
                output.descriptor(),
                sockets,
                born -> announce(born, attempt.onLeaderExit(), output.begin()));
    }

    @Override
    public boolean contains(Run run, int pid) {
        return spawned.contains(run, pid);
    }

    @Override
    public Runnable adopt(AdoptedRun run) {
        NativeChild child = spawned.adopt(run);
        monitor.begin(child, run.policy(), run.began());
        if (run.output() >= 0) {
            logs.begun(run.run(), run.output());
        }
        return () -> spawned.watch(child);
    }

    private void forget(Child child) {
        console.ends(child.run());
        spawned.forget(child);
    }

    private void announce(NativeChild child, LeaderExit onLeaderExit, long output) {
        monitor.begin(child, onLeaderExit);
        logs.begun(child.run(), output);
        long started = ProcFiles.started(child.pid());
        reports.accept(new Report.Spawned(child.run(), SteadyClock.now(), child.pid(), started, output));
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
        probes.programs().execute(order, identity, answer);
    }

    @Override
    public void probeNoMore(Run run) {
        probes.programs().over(run);
    }

    @Override
    public ForcedStop forcedStop() {
        return monitor.forcedStop();
    }

    @Override
    public void close() {
        probes.close();
        memory.close();
        watcher.close();
        monitor.close();
        console.close();
        received.close();
        spawners.close();
        spawned.listeners().close();
    }
}
