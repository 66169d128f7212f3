package io.meproc.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.logs.LogHolders;
import io.meproc.process.account.Identity;
import io.meproc.process.context.Turns;
import io.meproc.process.scan.MarkKey;
import io.meproc.process.scan.Marker;
import io.meproc.process.scan.Membership;
import io.meproc.process.scan.ProcessScanner;
import io.meproc.task.Order;
import io.meproc.task.ReplicaId;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StopPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first signal of a stop, while process scans and timers are held up. */
class SignalAtOnceTest {
    private static final ConditionFactory AWAIT = await().atMost(Duration.ofSeconds(60));
    private static final Run RUN = new Run(new ReplicaId("a", 0), 1);

    @TempDir
    private Path directory;

    private final HeldTurns turns = new HeldTurns();
    private final List<Report> reports = new ArrayList<>();
    private final Marker marker = new Marker("signal-at-once", MarkKey.random());
    private final HandleSignals signals = new HandleSignals(true);
    private Process leader;
    private PortableChild child;

    /** Turns whose work beside them begins when the test says so, and whose timers never fire. */
    private static final class HeldTurns implements Turns {
        private final Queue<Runnable> next = new ArrayDeque<>();
        private final Queue<Runnable> beside = new ArrayDeque<>();

        @Override
        public void after(long millis, Runnable action) {
            if (millis == 0) {
                next.add(action);
            }
        }

        @Override
        public <T> void aside(Callable<T> work, Consumer<T> then, Consumer<Throwable> failed) {
            beside.add(() -> {
                try {
                    T done = work.call();
                    next.add(() -> then.accept(done));
                } catch (Exception broken) {
                    next.add(() -> failed.accept(broken));
                }
            });
        }

        private void run() {
            while (!next.isEmpty()) {
                next.remove().run();
            }
        }

        private void release() {
            while (!beside.isEmpty()) {
                beside.remove().run();
                run();
            }
        }
    }

    private RunMonitor monitor() {
        int pid = (int) leader.pid();
        ProcessScanner scanner = new ProcessScanner(
                marker, group -> group == pid ? RUN : null, each -> each, Membership.NONE, dead -> {}, turns);
        RunMonitor monitor = new RunMonitor(
                reports::add,
                child -> {},
                new LogHolders(directory),
                scanner,
                new EscapedProcesses(signals),
                () -> false,
                1,
                turns);
        monitor.begin(child, LeaderExit.STOP_GROUP);
        return monitor;
    }

    @BeforeEach
    void lead() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                "sh", "-c", "trap 'exit 3' TERM; touch " + directory + "/ready; while :; do sleep 0.01; done");
        builder.environment().putAll(marker.variables(RUN, Identity.OWN, LeaderExit.STOP_GROUP));
        leader = builder.start();
        child = PortableChild.of(RUN, leader, signals);
        AWAIT.until(() -> Files.exists(directory.resolve("ready")));
    }

    @AfterEach
    void end() throws Exception {
        leader.descendants().forEach(ProcessHandle::destroyForcibly);
        leader.destroyForcibly().waitFor();
    }

    @Test
    void theFirstSignalWaitsForNoScanAndTheEndOfTheRunDoes() throws Exception {
        RunMonitor monitor = monitor();

        monitor.signals().send(new Order.Send(RUN, Signal.TERM, StopPlan.Reach.GROUP));
        turns.run();

        AWAIT.until(() -> !leader.isAlive());
        assertThat(leader.exitValue()).isEqualTo(3);
        AWAIT.until(() -> {
            monitor.settle(child);
            turns.run();
            return turns.beside.size() > 0;
        });
        assertThat(reports).noneMatch(Report.Exited.class::isInstance);
        AWAIT.until(() -> {
            monitor.settle(child);
            turns.run();
            turns.release();
            return reports.stream().anyMatch(Report.Exited.class::isInstance);
        });
    }
}
