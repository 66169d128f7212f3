package io.meproc.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.linux.Abi;
import io.meproc.process.account.Identity;
import io.meproc.process.context.Turns;
import io.meproc.process.watch.Epoll;
import io.meproc.process.watch.ExitWatcher;
import io.meproc.task.Order;
import io.meproc.task.ReplicaId;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.command.Command;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.Signal;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The native launcher where there is no descriptor of any process, as where a seccomp filter refuses pidfd_open(2). */
class NativeLauncherTest implements Turns {
    @TempDir
    private Path directory;

    private final ScheduledExecutorService turns = Executors.newScheduledThreadPool(1);
    private final Queue<Report> reports = new ConcurrentLinkedQueue<>();
    private final AtomicInteger runs = new AtomicInteger();
    private NativeLauncher launcher;

    @BeforeEach
    void start() {
        ProcessSettings settings = new ProcessSettings(directory, "no-descriptors", LauncherChoice.NATIVE);
        Abi abi = requireNonNull(Abi.ofThisMachine());
        ExitWatcher watcher = new ExitWatcher(() -> Epoll.open(abi), 0);
        launcher = new NativeLauncher(settings, reports::add, notice -> {}, this, watcher);
        launcher.start();
    }

    @AfterEach
    void end() throws Exception {
        turns.submit(launcher::close).get();
        turns.shutdown();
        assertThat(turns.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Proc.marked("no-descriptors")).isEmpty();
    }

    @Override
    public void after(long millis, Runnable action) {
        var unused = turns.schedule(action, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public <T> void aside(Callable<T> work, Consumer<T> then, Consumer<Throwable> failed) {
        turns.execute(() -> {
            T result;
            try {
                result = work.call();
            } catch (Exception broken) {
                failed.accept(broken);
                return;
            }
            then.accept(result);
        });
    }

    private Run spawn(String line) {
        Run run = new Run(new ReplicaId("task", 0), runs.incrementAndGet());
        Order.Spawn order = new Order.Spawn(run, new Command(line, null, null), LeaderExit.STOP_GROUP);
        SpawnAttempt attempt = new SpawnAttempt(order, Identity.OWN);
        attempt.begin(0);
        launcher.spawn(attempt);
        return run;
    }

    private <T extends Report> T report(Run run, Class<T> kind) {
        ProcessSide.eventually(
                () -> reports.stream().anyMatch(report -> report.run().equals(run) && kind.isInstance(report)));
        return reports.stream()
                .filter(report -> report.run().equals(run))
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRunEnds() {
        assertThat(report(spawn("exit 7"), Report.Exited.class).status()).isEqualTo(new ExitStatus.Exited(7));
    }

    @Test
    void aRunEndsWithTheLastProcessOfItsGroup() {
        Run run = spawn("(while [ ! -e " + directory + "/gate ]; do sleep 0.02; done) & exit 7");
        assertThat(report(run, Report.LeaderExited.class).status()).isEqualTo(new ExitStatus.Exited(7));
        assertThat(reports).noneMatch(Report.Exited.class::isInstance);

        turns.execute(() -> launcher.send(new Order.Send(run, Signal.TERM)));

        assertThat(report(run, Report.Exited.class).status()).isEqualTo(new ExitStatus.Exited(7));
    }

    @Test
    void aRunIsStopped() {
        Run run = spawn("exec sleep 1000");
        turns.execute(() -> launcher.send(new Order.Send(run, Signal.TERM)));
        assertThat(report(run, Report.Exited.class).status()).isEqualTo(new ExitStatus.Signaled(15, false));
    }
}
