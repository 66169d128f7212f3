package io.meproc.process;

import io.meproc.logs.LogStore;
import io.meproc.process.account.Identity;
import io.meproc.process.scan.MarkKey;
import io.meproc.process.scan.Marker;
import io.meproc.process.scan.ProcFiles;
import io.meproc.task.Adoption;
import io.meproc.task.Order;
import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.Signal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A program for a PID namespace of its own: a process gets the pid of a recorded leader, and prints whether it was adopted and
 * whether it lives after a signal to the run.
 */
final class ReusedPid {
    private static final Path LAST_PID = Path.of("/proc/sys/kernel/ns_last_pid");
    private static final int ATTEMPTS = 1_000;
    private static final String INSTANCE = "0123";

    private ReusedPid() {}

    /** The argument is a folder for logs. */
    public static void main(String[] arguments) throws Exception {
        MarkKey key = MarkKey.random();
        Run run = new Run(new ReplicaId("web", 0), 42);
        ProcessBuilder leader = new ProcessBuilder("sleep", "1000");
        leader.environment().putAll(new Marker(INSTANCE, key).variables(run, Identity.OWN, LeaderExit.STOP_GROUP));
        Process first = leader.start();
        long started = started(first);
        first.destroyForcibly().waitFor();
        Process other = withPid(first.pid(), started);
        Path logs = Path.of(arguments[0]);
        try (ProcessSide side = new ProcessSide(
                logs,
                INSTANCE,
                instance -> new ProcessVerticle(new ProcessSettings(
                        new LogStore(logs),
                        instance,
                        key,
                        LauncherChoice.NATIVE,
                        OutputStream.nullOutputStream(),
                        LeftoverPolicy.REFUSE,
                        true,
                        false)))) {
            Adoption adoption = side.adopt(new Order.Adopt(
                    List.of(new Order.Claim(run, first.pid(), started, 0, true)),
                    Map.of("web", LeaderExit.STOP_GROUP)));
            side.send(run, Signal.KILL);
            side.inventory();
            System.out.println("adopted " + adoption.adopted().size() + ", gone "
                    + adoption.gone().size() + ", unverified "
                    + adoption.unverified().size() + ", alive "
                    + other.isAlive());
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    private static long started(Process process) {
        return Objects.requireNonNull(ProcFiles.stat((int) process.pid())).started();
    }

    /** Starts a process without a mark that has a given pid and another start time. */
    private static Process withPid(long pid, long started) throws IOException, InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Files.writeString(LAST_PID, Long.toString(pid - 1));
            Process process = new ProcessBuilder("sleep", "1000").start();
            if (process.pid() == pid && started(process) != started) {
                return process;
            }
            process.destroyForcibly().waitFor();
        }
        throw new IllegalStateException("no other process got the pid " + pid);
    }
}
