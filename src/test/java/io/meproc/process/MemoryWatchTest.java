package io.meproc.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.process.account.Identity;
import io.meproc.process.context.Turns;
import io.meproc.task.Order;
import io.meproc.task.ReplicaId;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.command.Command;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.Signal;
import io.meproc.task.limit.Limits;
import io.meproc.task.limit.Replacement;
import io.meproc.task.limit.Size;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

/** Runs of real processes that use too much memory, without control groups. */
class MemoryWatchTest implements Turns {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Assigns some 40 MB to a variable of the shell. */
    private static final String MEMORY = "a=$(head -c 40000000 /dev/zero | tr '\\0' a)";

    @TempDir
    private Path directory;

    private final ScheduledExecutorService turns = Executors.newScheduledThreadPool(1);
    private final Queue<Report> reports = new ConcurrentLinkedQueue<>();
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger measured = new AtomicInteger();
    private NativeLauncher launcher;

    @BeforeEach
    void start() {
        ProcessSettings settings = new ProcessSettings(directory, "memory-watch", LauncherChoice.NATIVE);
        launcher = new NativeLauncher(settings, reports::add, notice -> {}, this);
        launcher.start();
    }

    @AfterEach
    void end() throws Exception {
        turns.submit(launcher::close).get();
        turns.shutdown();
        assertThat(turns.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Proc.marked("memory-watch")).isEmpty();
    }

    @Override
    public void after(long millis, Runnable action) {
        var unused = turns.schedule(action, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public <T> void aside(Callable<T> work, Consumer<T> then, Consumer<Throwable> failed) {
        measured.incrementAndGet();
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

    private static Limits above(long bytes) {
        return new Limits(
                null, null, 0, 0, new Size(bytes), new Replacement(Duration.ofMillis(500), Duration.ofMillis(1)));
    }

    private Run spawn(String line, Limits limits) {
        Run run = new Run(new ReplicaId("task", 0), runs.incrementAndGet());
        Order.Spawn order = new Order.Spawn(run, new Command(line, null, null), LeaderExit.STOP_GROUP, null, limits);
        SpawnAttempt attempt = new SpawnAttempt(order, Identity.OWN);
        attempt.begin(0);
        launcher.spawn(attempt);
        return run;
    }

    private void end(Run run) {
        turns.execute(() -> launcher.send(new Order.Send(run, Signal.KILL)));
        await().atMost(PATIENCE).until(() -> of(Report.Exited.class) > 0);
    }

    private long of(Class<? extends Report> kind) {
        return reports.stream().filter(kind::isInstance).count();
    }

    @Test
    void aGroupThatUsesTooMuchMemoryIsReportedOnceAndAgainAfterItHasRecovered() throws Exception {
        String gate = directory + "/gate";
        Run run = spawn(
                "(" + MEMORY + "; while [ ! -e " + gate + " ]; do sleep 0.05; done; a=; exec sleep 1000) & wait",
                above(20_000_000));
        await().atMost(PATIENCE).until(() -> of(Report.MemoryExceeded.class) == 1);
        assertThat(reports.stream().filter(Report.MemoryExceeded.class::isInstance))
                .singleElement()
                .satisfies(report -> assertThat(
                                ((Report.MemoryExceeded) report).excess().used())
                        .isGreaterThan(new Size(35_000_000)));
        assertThat(of(Report.MemoryRecovered.class)).isZero();

        Files.createFile(Path.of(gate));

        await().atMost(PATIENCE).until(() -> of(Report.MemoryRecovered.class) == 1);
        end(run);
        assertThat(of(Report.MemoryExceeded.class)).isEqualTo(1);
    }

    @Test
    void memoryThatProcessesShareCountsOnce() {
        // Four processes with 40 MB each, of which there is one copy.
        Run run = spawn(
                MEMORY + "; for i in 1 2 3; do (while :; do sleep 0.5; done) & done; while :; do sleep 0.5; done",
                above(100_000_000));
        int before = measured.get();
        await().atMost(PATIENCE).until(() -> measured.get() > before + 8);
        assertThat(of(Report.MemoryExceeded.class)).isZero();
        turns.execute(() -> launcher.limit(run, above(30_000_000)));
        await().atMost(PATIENCE).until(() -> of(Report.MemoryExceeded.class) == 1);
        end(run);
    }

    @Test
    void nothingIsMeasuredWithoutSuchATask() throws Exception {
        Run limited = spawn("sleep 1000", above(500_000_000));
        await().atMost(PATIENCE).until(() -> measured.get() > 0);
        end(limited);
        Run plain = spawn("sleep 1000", Limits.DEFAULT);
        // The timer that was running may go off once.
        await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> {
            int before = measured.getAndSet(0);
            return before == 0;
        });
        end(plain);
    }
}
