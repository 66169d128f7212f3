package io.meproc.process;

import io.meproc.task.Command;
import io.meproc.task.ExitStatus;
import io.meproc.task.Refusal;
import io.meproc.task.ReplicaId;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.Signal;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Starts processes through posix_spawn(3), for Linux with glibc 2.34 or later. */
final class NativeLauncher implements Launcher {
    private static final ExitStatus SUCCESS = new ExitStatus.Exited(0);

    private final Consumer<Report> reports;
    private final Identities identities;
    private final Marker marker;
    private final LogFiles logs;
    private final PosixSpawn posixSpawn;
    private final Parenthood parenthood;
    private final LingeringRuns lingering;
    private final Children children = new Children();
    private final Death death = new Death();
    private final ExitWatcher watcher;

    /** Only where {@link NativeSupport} knows no obstacle. */
    NativeLauncher(ProcessSettings settings, Consumer<Report> reports, Timer timer) {
        this.reports = reports;
        this.identities = SystemIdentities.ofThisMachine();
        this.marker = new Marker(settings.instanceId());
        this.logs = new LogFiles(settings.logDirectory(), Objects.requireNonNull(Abi.noFollow()));
        this.posixSpawn = new PosixSpawn(EnvironmentBlock.inherited());
        this.parenthood = Parenthood.begin();
        this.lingering = new LingeringRuns(timer);
        this.watcher = new ExitWatcher(children, this::settle, posixSpawn::idle);
    }

    /** Starts the watching; fails when this machine allows no such process. */
    void start() {
        try {
            rehearse();
        } catch (SpawnException failed) {
            throw new IllegalStateException("the native launcher can't work here: " + failed.reason(), failed);
        }
        watcher.start();
    }

    /** Goes through a spawn once: the first one takes the JVM a hundred times as long as the next. */
    private void rehearse() throws SpawnException {
        Run run = new Run(new ReplicaId("rehearsal", 0), 0);
        Command command = new Command(":", null, null);
        logs.path(run.replica().logFile());
        start(run, command, Admission.identity(command, identities), posixSpawn.nothing(), told -> {});
        Child child = Objects.requireNonNull(children.of(run));
        death.await(child.pid());
        child.settle(death);
        children.forget(child);
        if (!SUCCESS.equals(child.status())) {
            throw new SpawnException("'/bin/sh -c :' ended with " + child.status());
        }
    }

    @Override
    public @Nullable Refusal check(Command command) {
        return Admission.check(command, identities);
    }

    @Override
    public void spawn(Run run, Command command) {
        try {
            Identity identity = Admission.identity(command, identities);
            int output = logs.open(run.replica());
            try {
                start(run, command, identity, output, reports);
            } finally {
                Syscalls.close(output);
            }
            watcher.childBorn();
        } catch (SpawnException failed) {
            reports.accept(new Report.SpawnFailed(run, Instant.now(), failed.reason()));
        }
    }

    private void start(Run run, Command command, Identity identity, int output, Consumer<? super Report> told)
            throws SpawnException {
        children.bear(
                () -> new Child(run, posixSpawn.spawn(identity, command.line(), marker.value(run), output)),
                child -> told.accept(new Report.Spawned(run, Instant.now(), child.pid())));
    }

    @Override
    public void send(Run run, Signal signal) {
        Child child = children.of(run);
        if (child != null) {
            child.send(signal);
            lingering.hurry();
        }
    }

    private void settle(Child child, Death death) {
        Change change = child.settle(death);
        ExitStatus status = child.status();
        if (change == Change.NONE || status == null) {
            return;
        }
        if (change == Change.GONE) {
            children.forget(child);
            lingering.remove(child.run());
            reports.accept(new Report.Exited(child.run(), Instant.now(), status));
        } else {
            reports.accept(new Report.LeaderExited(child.run(), Instant.now(), status));
            lingering.add(child.run(), () -> settle(child, this.death));
        }
    }

    @Override
    public void close() {
        watcher.close();
        lingering.close();
        parenthood.close();
        posixSpawn.close();
        death.close();
    }
}
