package io.meproc.process;

import io.meproc.task.Command;
import io.meproc.task.ExitStatus;
import io.meproc.task.Refusal;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.Signal;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts processes through {@link ProcessBuilder}, on any system. It costs a thread for each process, can't
 * keep signals and exit codes apart, and stops only those descendants that it finds.
 */
final class PortableLauncher implements Launcher {
    private static final Logger LOG = LoggerFactory.getLogger(PortableLauncher.class);
    private static final boolean WINDOWS = File.separatorChar == '\\';
    private static final File NOTHING = new File(WINDOWS ? "NUL" : "/dev/null");
    private static final List<String> SHELL = WINDOWS ? List.of("cmd", "/c") : List.of("/bin/sh", "-c");

    private final Consumer<Report> reports;
    private final Identities identities;
    private final Marker marker;
    private final PortableLogs logs;
    private final LingeringRuns lingering;
    private final Map<Run, PortableRun> runs = new ConcurrentHashMap<>();

    PortableLauncher(ProcessSettings settings, Identities identities, Consumer<Report> reports, Timer timer) {
        this.reports = reports;
        this.identities = identities;
        this.marker = new Marker(settings.instanceId());
        this.logs = new PortableLogs(settings.logDirectory());
        this.lingering = new LingeringRuns(timer);
    }

    @Override
    public @Nullable Refusal check(Command command) {
        return Admission.check(command, identities);
    }

    @Override
    public void spawn(Run run, Command command) {
        try {
            PortableRun child = new PortableRun(run, start(run, command));
            runs.put(run, child);
            reports.accept(
                    new Report.Spawned(run, Instant.now(), child.process().pid()));
            watch(child);
        } catch (SpawnException failed) {
            reports.accept(new Report.SpawnFailed(run, Instant.now(), failed.reason()));
        }
    }

    private void watch(PortableRun child) {
        var unused = child.process().onExit().thenRun(() -> settle(child)).exceptionally(broken -> {
            LOG.error("The end of {} could not be told", child.run(), broken);
            return null;
        });
    }

    private Process start(Run run, Command command) throws SpawnException {
        Identity identity = Admission.identity(command, identities);
        // Two redirects to one file: redirectErrorStream would keep a pipe open for each child.
        Redirect log = Redirect.appendTo(logs.ready(run.replica()).toFile());
        List<String> words = new ArrayList<>(identity.switching());
        words.addAll(SHELL);
        words.add(command.line());
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectInput(NOTHING)
                .redirectOutput(log)
                .redirectError(log);
        builder.environment().putAll(identity.variables());
        builder.environment().put(Marker.VARIABLE, marker.value(run));
        try {
            return builder.start();
        } catch (IOException failed) {
            throw new SpawnException(String.valueOf(failed.getMessage()));
        }
    }

    @Override
    public void send(Run run, Signal signal) {
        PortableRun child = runs.get(run);
        if (child != null) {
            child.send(signal);
            lingering.hurry();
        }
    }

    private void settle(PortableRun child) {
        Change change = child.settle();
        ExitStatus status = child.status();
        if (change == Change.NONE || status == null) {
            return;
        }
        if (change == Change.GONE) {
            runs.remove(child.run());
            lingering.remove(child.run());
            reports.accept(new Report.Exited(child.run(), Instant.now(), status));
        } else {
            reports.accept(new Report.LeaderExited(child.run(), Instant.now(), status));
            lingering.add(child.run(), () -> settle(child));
        }
    }

    @Override
    public void close() {
        lingering.close();
    }
}
