package io.meproc.process;

import io.meproc.logs.LogHolders;
import io.meproc.process.account.Identity;
import io.meproc.process.context.Turns;
import io.meproc.process.scan.ControlGroups;
import io.meproc.process.scan.MarkKey;
import io.meproc.process.scan.Marker;
import io.meproc.process.scan.ProcessScanner;
import io.meproc.process.watch.EventPoll;
import io.meproc.process.watch.ExitWatcher;
import io.meproc.task.Order;
import io.meproc.task.ReplicaId;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.command.Command;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.Usage;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jetbrains.lincheck.Lincheck;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The interleavings of threads that share the state of a run, explored by a model checker. A failure prints the interleaving. */
@Tag("slow")
class InterleavingsTest {
    /** Enough to find each fault that was made for a try; the model checker takes the same ones each time. */
    private static final int INTERLEAVINGS = 300;

    private static final int INTERLEAVINGS_OF_FEW_STEPS = 3_000;
    private static final Run RUN = new Run(new ReplicaId("task", 0), 1);
    private static final long SOON_MILLIS = 100;

    /** Turns that a test carries out itself. Those after more than 100 ms are dropped, such as scans for escaped processes. */
    private static final class ManualTurns implements Turns {
        private final Deque<Runnable> due = new ArrayDeque<>();

        @Override
        public synchronized void after(long millis, Runnable action) {
            if (millis <= SOON_MILLIS) {
                due.add(action);
            }
        }

        @Override
        public <T> void aside(Callable<T> work, Consumer<T> then, Consumer<Throwable> failed) {
            throw new AssertionError("no process scan is due");
        }

        private synchronized @Nullable Runnable next() {
            return due.poll();
        }

        /** Carries out those that are due; whether there was any. */
        boolean carryOut() {
            boolean any = false;
            for (int left = size(); left > 0; left--) {
                Runnable action = next();
                if (action != null) {
                    any = true;
                    action.run();
                }
            }
            return any;
        }

        private synchronized int size() {
            return due.size();
        }
    }

    /** A run whose leader has exited, and whose process group becomes empty when the test says so. */
    private static final class ExitedChild implements Child {
        private boolean groupEmpty;
        private boolean leaderReaped;
        private boolean empty;

        synchronized void lastProcessExits() {
            groupEmpty = true;
        }

        @Override
        public Run run() {
            return RUN;
        }

        @Override
        public int pid() {
            return 4711;
        }

        @Override
        public synchronized Change settle() {
            boolean leaderLived = !leaderReaped;
            leaderReaped = true;
            if (empty) {
                return Change.NONE;
            }
            empty = groupEmpty;
            return empty ? Change.EMPTY : leaderLived ? Change.LEADER_ENDED : Change.NONE;
        }

        @Override
        public synchronized @Nullable ExitStatus status() {
            return leaderReaped ? new ExitStatus.Exited(7) : null;
        }

        @Override
        public @Nullable Usage usage() {
            return null;
        }

        @Override
        public boolean send(Signal signal) {
            return true;
        }

        @Override
        public void sendToLeader(Signal signal) {}

        @Override
        public void pass(Signal signal) {}

        @Override
        public void passToLeader(Signal signal) {}
    }

    /** EventPoll of processes that do not exit. */
    private static final class ManualDescriptors implements EventPoll {
        private final List<Integer> closed = new ArrayList<>();
        private boolean woken;

        synchronized List<Integer> closed() {
            return List.copyOf(closed);
        }

        @Override
        public boolean add(int descriptor) {
            return true;
        }

        @Override
        public void awaitHangUp(int descriptor) {}

        @Override
        public void remove(int descriptor) {}

        @Override
        public synchronized int[] await(int millis) {
            while (!woken) {
                try {
                    wait();
                } catch (InterruptedException interrupted) {
                    throw new AssertionError(interrupted);
                }
            }
            woken = false;
            return new int[0];
        }

        @Override
        public synchronized void wake() {
            woken = true;
            notifyAll();
        }

        @Override
        public synchronized void close(int descriptor) {
            closed.add(descriptor);
        }

        @Override
        public void close() {}
    }

    private static void together(Runnable... actions) {
        List<Thread> threads = new ArrayList<>();
        for (Runnable action : actions) {
            threads.add(new Thread(action));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
    }

    private static void check(boolean rule, Object seen) {
        if (!rule) {
            throw new AssertionError("seen: " + seen);
        }
    }

    @Test
    void theExitOfARunIsReportedOnceAndLastWhicheverThreadDetectsIt() {
        ManualTurns unused = new ManualTurns();
        ProcessScanner scanner = new ProcessScanner(
                new Marker("threads", MarkKey.random()),
                group -> null,
                pid -> -1,
                ControlGroups.none(),
                dead -> {},
                unused);
        Lincheck.runConcurrentTest(INTERLEAVINGS, () -> {
            ManualTurns turns = new ManualTurns();
            List<String> reports = new ArrayList<>();
            Consumer<Report> sink = report -> {
                synchronized (reports) {
                    reports.add(report.getClass().getSimpleName());
                }
            };
            RunMonitor monitor = new RunMonitor(
                    sink,
                    child -> {},
                    new LogHolders(Path.of("/")),
                    scanner,
                    new EscapedProcesses(new HandleSignals(false)),
                    () -> false,
                    1,
                    turns);
            ExitedChild child = new ExitedChild();
            monitor.begin(child, LeaderExit.STOP_GROUP);

            together(() -> monitor.settle(child), () -> {
                child.lastProcessExits();
                monitor.settle(child);
            });

            check(reports.equals(List.of("Exited")) || reports.equals(List.of("LeaderExited", "Exited")), reports);
            turns.carryOut();
            turns.carryOut();
            check(!turns.carryOut(), "a run is polled that has ended");
        });
    }

    @Test
    void aRunThatLingersIsPolledThoughTheLastOtherOneEndsMeanwhile() {
        Lincheck.runConcurrentTest(INTERLEAVINGS_OF_FEW_STEPS, () -> {
            ManualTurns turns = new ManualTurns();
            LingeringRuns lingering = new LingeringRuns(turns);
            int[] polls = new int[1];
            Run other = new Run(new ReplicaId("other", 0), 1);
            lingering.add(other, () -> lingering.remove(other));
            lingering.hurry();

            together(turns::carryOut, () -> lingering.add(RUN, () -> polls[0]++));

            int before = polls[0];
            turns.carryOut();
            turns.carryOut();
            check(polls[0] > before, polls[0]);
        });
    }

    @Test
    void aStartThatWasGivenUpMakesNoProcess() {
        Order.Spawn order = new Order.Spawn(RUN, new Command(":", null, null), LeaderExit.STOP_GROUP);
        Lincheck.runConcurrentTest(INTERLEAVINGS, () -> {
            SpawnAttempt attempt = new SpawnAttempt(order, Identity.OWN);
            attempt.begin(0);
            boolean[] won = new boolean[2];

            together(() -> won[0] = attempt.spawns(), () -> won[1] = attempt.giveUp());

            check(won[0] != won[1] && attempt.givenUp() == won[1], List.of(won[0], won[1]));
        });
    }

    @Test
    void aPidfdIsClosedOnceThoughTheWatcherIsClosedWhileItIsRegistered() {
        Lincheck.runConcurrentTest(INTERLEAVINGS, () -> {
            ManualDescriptors descriptors = new ManualDescriptors();
            ExitWatcher watcher = new ExitWatcher(() -> descriptors, 1);
            watcher.start();

            together(() -> watcher.watch(7, () -> true), watcher::close);

            check(descriptors.closed().equals(List.of(7)), descriptors.closed());
        });
    }
}
