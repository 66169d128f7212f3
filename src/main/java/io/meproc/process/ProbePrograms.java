package io.meproc.process;

import io.meproc.linux.Syscalls;
import io.meproc.process.account.Identity;
import io.meproc.process.context.Turns;
import io.meproc.process.scan.Marker;
import io.meproc.process.scan.ProbeMarks;
import io.meproc.process.spawn.SpawnException;
import io.meproc.process.spawn.Spawners;
import io.meproc.process.watch.ExitWatcher;
import io.meproc.process.watch.Pidfd;
import io.meproc.task.ExecResult;
import io.meproc.task.Order;
import io.meproc.task.Run;
import io.meproc.task.command.Command;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Signal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes the programs of probes. Each has a session and a mark of its own, so that it is no process of the run that it
 * probes, and ends with this process. After its time limit, or with its run, everything is killed that has its mark. For
 * use in {@link Turns}.
 */
final class ProbePrograms implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProbePrograms.class);

    /** A directory that does not respond stalls a thread. */
    private static final int THREADS = 4;

    private static final int ROUNDS = 10;

    /** The program of one probe of a run. */
    private record Key(Run run, Command command) {}

    private final Map<Key, ProbeProgram> live = new HashMap<>();
    private final Set<Run> marked = new HashSet<>();
    private final Spawners spawners;
    private final ExitWatcher watcher;
    private final ProbeMarks marks;
    private final Marker marker;
    private final Turns turns;
    private final ThreadPoolExecutor threads;

    ProbePrograms(Spawners spawners, ExitWatcher watcher, Marker marker, Turns turns) {
        this.spawners = spawners;
        this.watcher = watcher;
        this.marker = marker;
        this.marks = new ProbeMarks(marker);
        this.turns = turns;
        AtomicInteger count = new AtomicInteger();
        // These threads don't end while they are idle, since a program ends with the thread that has started it.
        this.threads =
                new ThreadPoolExecutor(THREADS, THREADS, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "meproc-probe-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Kills the programs that an earlier service process has left. */
    void begin() {
        turns.aside(() -> kill(null), killed -> {}, broken -> {});
    }

    /** Executes a program; answers when nothing of it is left. */
    void execute(Order.Exec order, Identity identity, Consumer<ExecResult> answer) {
        Key key = new Key(order.run(), order.command());
        if (live.containsKey(key)) {
            answer.accept(new ExecResult(false, "its last program has not ended"));
            return;
        }
        ProbeProgram program = new ProbeProgram(order);
        live.put(key, program);
        marked.add(order.run());
        turns.after(order.timeout().toMillis(), () -> expire(key, program));
        threads.execute(() ->
                spawn(program, identity, result -> turns.after(0, () -> ended(key, program, result, answer))));
    }

    private void spawn(ProbeProgram program, Identity identity, Consumer<ExecResult> ended) {
        Order.Exec order = program.order();
        Command command = order.command().forReplica(order.run().replica().index());
        try (Spawners.Lease lease = spawners.acquire()) {
            int pid = lease.spawner().spawnProbe(command, identity, marker.probeVariables(order.run()));
            program.spawned(pid);
            watcher.watch(watcher.descriptor(pid), () -> {
                ExitStatus status = program.settle();
                if (status != null) {
                    ended.accept(result(status));
                }
                return status != null;
            });
        } catch (SpawnException failed) {
            ended.accept(
                    new ExecResult(false, "not started: " + failed.failure().words()));
        } catch (RuntimeException | Error broken) {
            LOG.error("A probe of {} could not be executed", order.run().replica(), broken);
            ended.accept(new ExecResult(false, "not started: internal error; details are in the service log"));
        }
    }

    private static ExecResult result(ExitStatus status) {
        return new ExecResult(new ExitStatus.Exited(0).equals(status), status.words());
    }

    private void expire(Key key, ProbeProgram program) {
        if (live.get(key) == program) {
            program.expire();
        }
    }

    private void ended(Key key, ProbeProgram program, ExecResult result, Consumer<ExecResult> answer) {
        if (!program.isLate()) {
            live.remove(key, program);
            answer.accept(result);
            return;
        }
        long limit = program.order().timeout().toMillis();
        ExecResult late = new ExecResult(false, "no end within " + limit / 1e3 + " s, killed");
        Runnable over = () -> {
            live.remove(key, program);
            answer.accept(late);
        };
        turns.aside(() -> kill(key.run()), killed -> over.run(), broken -> over.run());
    }

    /**
     * Kills everything with the mark of a program; repeated, since a process may fork while others are killed.
     *
     * @param run the run that the programs probe; null for any
     */
    private int kill(@Nullable Run run) {
        int killed = 0;
        int[] found = marks.find(run);
        for (int round = 0; found.length > 0 && round < ROUNDS; round++) {
            for (int pid : found) {
                killed += kill(pid, run) ? 1 : 0;
            }
            found = marks.find(run);
        }
        return killed;
    }

    private boolean kill(int pid, @Nullable Run run) {
        int pidfd = Pidfd.open(pid);
        if (pidfd < 0) {
            return false;
        }
        try {
            // While the pidfd is open, the number is not used again.
            return marks.has(pid, run) && Pidfd.send(pidfd, Signal.KILL) == 0;
        } finally {
            Syscalls.close(pidfd);
        }
    }

    /** Ends the programs that probe a run, which is over. */
    void over(Run run) {
        live.values().stream()
                .filter(program -> program.order().run().equals(run))
                .forEach(ProbeProgram::abort);
        if (marked.remove(run)) {
            turns.aside(() -> kill(run), killed -> {}, broken -> {});
        }
    }

    /** Ends all programs, and what they have started. */
    @Override
    public void close() {
        threads.shutdown();
        live.values().forEach(ProbeProgram::abort);
        if (!marked.isEmpty()) {
            kill(null);
        }
    }
}
