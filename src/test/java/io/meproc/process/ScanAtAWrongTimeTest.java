package io.meproc.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.logs.LogHolders;
import io.meproc.process.account.Identity;
import io.meproc.process.context.Turns;
import io.meproc.process.scan.MarkKey;
import io.meproc.process.scan.Marker;
import io.meproc.process.scan.Membership;
import io.meproc.process.scan.ProcFiles;
import io.meproc.process.scan.ProcessScanner;
import io.meproc.process.spawn.SpawnException;
import io.meproc.task.ReplicaId;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.exit.LeaderExit;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Process scans that see the processes of a run before its start has returned, or before it was over. */
class ScanAtAWrongTimeTest {
    private static final ConditionFactory AWAIT = await().atMost(Duration.ofSeconds(60));
    private static final ReplicaId REPLICA = new ReplicaId("a", 0);
    private static final Run FIRST = new Run(REPLICA, 1);
    private static final Run SECOND = new Run(REPLICA, 2);

    @TempDir
    private Path directory;

    /** Runs what waits when it is told to, the shortest delay first. */
    private static final class Queue implements Turns {
        private record Waiting(long millis, Runnable action) {}

        private final List<Waiting> waiting = new ArrayList<>();
        private final List<Runnable> aside = new ArrayList<>();

        @Override
        public synchronized void after(long millis, Runnable action) {
            waiting.add(new Waiting(millis, action));
        }

        @Override
        public synchronized <T> void aside(Callable<T> work, Consumer<T> then, Consumer<Throwable> failed) {
            aside.add(() -> {
                try {
                    then.accept(work.call());
                } catch (Exception broken) {
                    failed.accept(broken);
                }
            });
        }

        private synchronized List<Runnable> taken(boolean scans) {
            List<Runnable> taken = scans
                    ? List.copyOf(aside)
                    : waiting.stream()
                            .sorted(Comparator.comparingLong(Waiting::millis))
                            .map(Waiting::action)
                            .toList();
            (scans ? aside : waiting).clear();
            return taken;
        }

        void turn() {
            taken(false).forEach(Runnable::run);
        }

        void scan() {
            taken(true).forEach(Runnable::run);
        }
    }

    private final Queue turns = new Queue();
    private final List<Report> reports = new CopyOnWriteArrayList<>();
    private final Marker marker = new Marker("wrong-time", MarkKey.random());
    private final ProcessScanner scanner =
            new ProcessScanner(marker, group -> null, pid -> pid, Membership.NONE, dead -> {}, turns);
    private final HandleSignals signals = new HandleSignals(true);
    private final List<Long> made = new CopyOnWriteArrayList<>();
    private File log;
    private RunMonitor monitor;

    @BeforeEach
    void watch() throws IOException {
        log = Files.createDirectory(directory.resolve("a")).resolve("0.log").toFile();
        monitor = new RunMonitor(
                reports::add,
                over -> {},
                new LogHolders(directory),
                scanner,
                new EscapedProcesses(signals),
                () -> false,
                1,
                turns);
    }

    @AfterEach
    void end() {
        monitor.close();
        made.stream().flatMap(pid -> ProcessHandle.of(pid).stream()).forEach(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
    }

    private PortableChild child(Run run, LeaderExit policy, String... words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words).redirectOutput(Redirect.appendTo(log));
        builder.environment().putAll(marker.variables(run, Identity.OWN, policy));
        Process process = builder.start();
        made.add(process.pid());
        return PortableChild.of(run, process, signals);
    }

    /** One that has ended by itself, so that a scan finds what it has left behind. */
    private void aRunHasEnded() throws Exception {
        PortableChild child = child(FIRST, LeaderExit.STOP_GROUP, "true");
        monitor.begin(child, LeaderExit.STOP_GROUP);
        child.exit().join();
        monitor.settle(child);
        assertThat(reports).hasAtLeastOneElementOfType(Report.Exited.class);
    }

    @Test
    void aNewLeaderWithoutAMarkIsNotTakenForAProcessOfTheRunBefore() throws Exception {
        aRunHasEnded();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch known = new CountDownLatch(1);
        CompletableFuture<PortableChild> started = new CompletableFuture<>();
        Thread start = new Thread(() -> {
            try {
                monitor.start(SECOND, () -> {
                    try {
                        PortableChild child = child(
                                SECOND, LeaderExit.STOP_GROUP, "setsid", "env", "-i", "sh", "-c", "echo on; sleep 600");
                        AWAIT.until(() -> log.length() > 0);
                        running.countDown();
                        known.await();
                        monitor.begin(child, LeaderExit.STOP_GROUP);
                        started.complete(child);
                    } catch (IOException | InterruptedException failed) {
                        started.completeExceptionally(failed);
                    }
                });
            } catch (SpawnException failed) {
                started.completeExceptionally(failed);
            }
        });
        start.start();
        running.await();

        turns.turn();
        turns.scan();
        List<ProcFiles.Stat> suspects = scanner.suspects();
        known.countDown();
        PortableChild child = started.join();
        start.join();
        turns.turn();
        turns.scan();

        assertThat(ProcessHandle.of(child.pid()).orElseThrow().isAlive()).isTrue();
        assertThat(suspects).noneMatch(suspect -> suspect.pid() == child.pid());
        assertThat(reports).noneMatch(Report.Outlived.class::isInstance);
        ProcessHandle.of(child.pid())
                .orElseThrow()
                .descendants()
                .map(ProcessHandle::pid)
                .forEach(made::add);
    }

    @Test
    void whatATaskLeavesOnPurposeIsNotEndedByAScanThatBeganBeforeItsRunWasOver() throws Exception {
        aRunHasEnded();
        Path file = directory.resolve("pid");
        PortableChild child =
                child(SECOND, LeaderExit.RELEASE, "sh", "-c", "setsid sleep 600 & echo $! > " + file + "; exit 0");
        monitor.begin(child, LeaderExit.RELEASE);
        child.exit().join();
        long left =
                Long.parseLong(Files.readString(file, StandardCharsets.UTF_8).strip());
        made.add(left);
        // One that is under way, so that the next answers all who ask meanwhile.
        scanner.outside(found -> {});
        monitor.settle(child);

        turns.turn();
        turns.scan();
        turns.scan();

        assertThat(reports)
                .filteredOn(report -> report instanceof Report.Exited exited
                        && exited.run().equals(SECOND)
                        && exited.leftovers().size() == 1)
                .hasSize(1);
        assertThat(reports).noneMatch(Report.Outlived.class::isInstance);
        assertThat(ProcessHandle.of(left)).isPresent();
    }

    @Test
    void aSuspectThatHasGotItsMarkSinceTheScanIsNotNamed() throws Exception {
        String mark = Marker.VARIABLE + "=" + marker.value(SECOND, 0);
        Process process = new ProcessBuilder("setsid", "sh", "-c", "read go; exec env '" + mark + "' sleep 600")
                .redirectOutput(Redirect.appendTo(log))
                .start();
        made.add(process.pid());
        AWAIT.until(() -> {
            ProcFiles.Stat stat = ProcFiles.stat((int) process.pid());
            return stat != null && stat.session() == process.pid();
        });
        scanner.outside(found -> {});
        turns.scan();
        assertThat(scanner.suspects()).anyMatch(suspect -> suspect.pid() == process.pid());

        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        AWAIT.until(
                () -> new String(ProcFiles.environment((int) process.pid()), StandardCharsets.UTF_8).contains(mark));

        assertThat(scanner.suspects()).noneMatch(suspect -> suspect.pid() == process.pid());
    }
}
