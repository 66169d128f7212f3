package io.meproc.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.linux.Syscalls;
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
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is stopped between the report of its start and the entry of its process group into the launcher's table. */
class NewLeaderTest {
    private static final ConditionFactory AWAIT = await().atMost(Duration.ofSeconds(60));
    private static final Run RUN = new Run(new ReplicaId("a", 0), 1);

    @TempDir
    private Path directory;

    private final Queue<Runnable> next = new ArrayDeque<>();
    private final List<Report> reports = new CopyOnWriteArrayList<>();
    private final Marker marker = new Marker("new-leader", MarkKey.random());
    private Process leader;

    private final Turns turns = new Turns() {
        @Override
        public void after(long millis, Runnable action) {
            next.add(action);
        }

        @Override
        public <T> void aside(Callable<T> work, Consumer<T> then, Consumer<Throwable> failed) {
            next.add(() -> {
                try {
                    then.accept(work.call());
                } catch (Exception broken) {
                    failed.accept(broken);
                }
            });
        }
    };

    private void turn() {
        for (Runnable action : List.copyOf(next)) {
            next.remove(action);
            action.run();
        }
    }

    @BeforeEach
    void lead() throws IOException {
        String line = "trap '' TERM; sleep 600 & touch " + directory + "/ready; wait";
        // As the launchers do: in a session, and so a process group, of its own.
        ProcessBuilder builder = new ProcessBuilder("setsid", "sh", "-c", line);
        builder.environment().putAll(marker.variables(RUN, Identity.OWN, LeaderExit.STOP_GROUP));
        leader = builder.start();
        AWAIT.until(() -> Files.exists(directory.resolve("ready")));
    }

    @AfterEach
    void end() throws Exception {
        leader.descendants().forEach(ProcessHandle::destroyForcibly);
        leader.destroyForcibly().waitFor();
    }

    @Test
    void itsProcessesAreNotTakenForSomeThatLeftTheGroup() throws Exception {
        PortableChild child = PortableChild.of(RUN, leader, new HandleSignals(true));
        ProcessScanner scanner =
                new ProcessScanner(marker, group -> null, Syscalls::getpgid, Membership.NONE, dead -> {}, turns);
        RunMonitor monitor = new RunMonitor(
                reports::add,
                over -> {},
                new LogHolders(directory),
                scanner,
                new EscapedProcesses(new HandleSignals(true)),
                () -> false,
                1,
                turns);
        monitor.begin(child, LeaderExit.STOP_GROUP);

        monitor.signals().send(new Order.Send(RUN, Signal.TERM));
        // The scan of that signal, while the run's own processes live.
        for (int i = 0; i < 5; i++) {
            turn();
        }
        monitor.signals().send(new Order.Send(RUN, Signal.KILL));

        AWAIT.until(() -> {
            monitor.settle(child);
            turn();
            return reports.stream().anyMatch(Report.Exited.class::isInstance);
        });
        assertThat(reports)
                .filteredOn(Report.Exited.class::isInstance)
                .singleElement()
                .satisfies(report ->
                        assertThat(((Report.Exited) report).leftovers()).noneMatch(Leftover::outside));
        monitor.close();
    }
}
