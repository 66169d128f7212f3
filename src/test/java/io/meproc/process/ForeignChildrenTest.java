package io.meproc.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.linux.Abi;
import io.meproc.process.account.Identity;
import io.meproc.process.scan.ControlGroup;
import io.meproc.process.spawn.EnvironmentBlock;
import io.meproc.process.spawn.Spawner;
import io.meproc.process.watch.Reaped;
import io.meproc.process.watch.Reaper;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.command.Command;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Signal;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Children of this JVM that are not the supervisor's, beside its own. */
@Tag("slow")
class ForeignChildrenTest {
    @TempDir
    private Path directory;

    @Test
    void noExitIsStolenFromOrLostToOtherCodeOfTheJvm() throws Exception {
        int count = 1000;
        ExecutorService others = Executors.newFixedThreadPool(2);
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.NATIVE)) {
            List<Run> runs = new ArrayList<>();
            List<Future<Integer>> foreign = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int code = i % 251;
                runs.add(side.order("ours", i, new Command("exit " + code, null, null)));
                foreign.add(others.submit(() -> new ProcessBuilder("/bin/sh", "-c", "exit " + code)
                        .start()
                        .waitFor()));
            }
            for (int i = 0; i < count; i++) {
                assertThat(foreign.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(i % 251);
                assertThat(side.exit(runs.get(i))).isEqualTo(new ExitStatus.Exited(i % 251));
            }
            assertThat(Proc.zombies()).isEmpty();
        } finally {
            others.shutdownNow();
        }
    }

    @Test
    void aForeignZombieNeitherHidesExitsNorBurnsTheProcessor() throws Exception {
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.NATIVE);
                Spawner other = new Spawner(requireNonNull(Abi.ofThisMachine()), EnvironmentBlock.inherited())) {
            Run before = side.live("before", "exec sleep 1000");
            int zombie = other.spawn(
                    new Command(":", null, null), Identity.OWN, Map.of(), ControlGroup.NONE, other.nothing());
            ProcessSide.eventually(() -> Proc.zombies().contains((long) zombie));

            long cpu = watcherCpu();
            long began = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                assertThat(side.exit(side.order("after", "exit 9"))).isEqualTo(new ExitStatus.Exited(9));
            }
            side.send(before, Signal.TERM);
            assertThat(side.exit(before)).isEqualTo(new ExitStatus.Signaled(15, false));
            double share = (double) (watcherCpu() - cpu) / (System.nanoTime() - began);

            assertThat(share).isLessThan(0.5);
            assertThat(Reaper.reap(zombie))
                    .isNotNull()
                    .extracting(Reaped::status)
                    .isEqualTo(new ExitStatus.Exited(0));
        }
    }

    @Test
    void anOrphanOfALivingRunIsCollected() throws Exception {
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.NATIVE)) {
            Path gate = directory.resolve("gate");
            Run run = side.live(
                    "parent",
                    "(sh -c 'sleep 0.05; echo over' &); while [ ! -e " + gate + " ]; do sleep 0.02; done; exit 4");
            ProcessSide.eventually(() -> Files.readString(side.log(run)).contains("over"));
            ProcessSide.eventually(() -> Proc.zombies().isEmpty());
            assertThat(side.reports(run)).hasSize(1);

            Files.createFile(gate);

            assertThat(side.exit(run)).isEqualTo(new ExitStatus.Exited(4));
        }
    }

    @Test
    void whatLeftItsGroupIsCollectedInTheEndAndItsRunIsOver() {
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.NATIVE)) {
            Run run = side.order("escape", "setsid sleep 0.3 & exit 2");
            assertThat(side.exit(run)).isEqualTo(new ExitStatus.Exited(2));

            ProcessSide.eventually(() -> Proc.marked(side.instance()).isEmpty());
            ProcessSide.eventually(() -> Proc.zombies().isEmpty());

            assertThat(side.has(run, Report.Exited.class)).isTrue();
        }
    }

    /** The processor time of what waits for ends in nanoseconds. */
    private static long watcherCpu() {
        var threads = ManagementFactory.getThreadMXBean();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("meproc-(exit-watcher|orphan-reaper)"))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getId()))
                .sum();
    }
}
