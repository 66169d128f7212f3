package io.meproc.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.process.LauncherChoice;
import io.meproc.task.Phase;
import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import io.meproc.task.exit.ExitStatus.Exited;
import io.meproc.task.exit.ExitStatus.Signaled;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way to end, and the cause that is recorded. */
@Tag("slow")
class ExitTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void everyExitCode(LauncherChoice launcher) {
        try (Supervised side = new Supervised(directory, launcher)) {
            side.start("codes", TaskOrder.line("exit $MEPROC_REPLICA_INDEX").replicas(256));

            for (int code = 0; code < 256; code++) {
                assertThat(side.end("codes", code).cause()).isEqualTo(new Cause.Own(new Exited(code), code == 0));
            }
        }
    }

    @Test
    void everySignal() {
        Set<Signal> harmless = Set.of(
                Signal.CHLD, Signal.CONT, Signal.STOP, Signal.TSTP, Signal.TTIN, Signal.TTOU, Signal.URG, Signal.WINCH);
        try (Supervised side = new Supervised(directory, LauncherChoice.NATIVE)) {
            for (Signal signal : Signal.values()) {
                if (!harmless.contains(signal)) {
                    String name = "by." + signal;
                    side.start(name, TaskOrder.line("ulimit -c 0; kill -" + signal.number() + " $$; sleep 1000"));
                    assertThat(side.end(name, 0).cause())
                            .isEqualTo(new Cause.Own(new Signaled(signal.number(), false), false));
                }
            }
        }
    }

    @Test
    void aCoreDumpIsTold() throws Exception {
        Path dumps = Files.createDirectory(directory.resolve("dumps"));
        try (Supervised side = new Supervised(directory.resolve("logs"), LauncherChoice.NATIVE)) {
            side.start(
                    "core",
                    TaskOrder.line("ulimit -c 1000000; kill -SEGV $$; sleep 1000")
                            .cwd(dumps));

            assertThat(side.end("core", 0).cause()).isEqualTo(new Cause.Own(new Signaled(11, true), false));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void endsInLessThanAMillisecond(LauncherChoice launcher) {
        try (Supervised side = new Supervised(directory, launcher)) {
            side.start("quick", TaskOrder.args("/bin/true").replicas(300));
            side.start("quick-bad", TaskOrder.args("/bin/false").replicas(300));

            for (int i = 0; i < 300; i++) {
                assertThat(side.end("quick", i).cause()).isEqualTo(new Cause.Own(new Exited(0), true));
                assertThat(side.end("quick-bad", i).cause()).isEqualTo(new Cause.Own(new Exited(1), false));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void whatCountsAsSuccessIsTheOperatorsChoice(LauncherChoice launcher) {
        Set<Integer> codes = Set.of(3, 128 + 15);
        try (Supervised side = new Supervised(directory, launcher)) {
            side.start("three", TaskOrder.line("exit 3").success(codes, Set.of(Signal.TERM)));
            side.start("zero", TaskOrder.line("exit 0").success(codes, Set.of(Signal.TERM)));
            side.start("term", TaskOrder.line("kill $$; sleep 1000").success(codes, Set.of(Signal.TERM)));

            side.awaitPhase("three", Phase.FINISHED);
            side.awaitPhase("zero", Phase.FAILED);
            side.awaitPhase("term", Phase.FINISHED);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void closingOutputIsNoEnd(LauncherChoice launcher) throws Exception {
        try (Supervised side = new Supervised(directory, launcher)) {
            Path gate = directory.resolve("gate");
            side.start(
                    "closed",
                    TaskOrder.line(
                            "echo before; exec >&- 2>&-; while [ ! -e " + gate + " ]; do sleep 0.02; done; exit 8"));
            side.awaitOutput("closed", "before");
            assertThat(side.replica("closed", 0).phase()).isEqualTo(Phase.RUNNING);

            Files.createFile(gate);

            assertThat(side.end("closed", 0).cause()).isEqualTo(new Cause.Own(new Exited(8), false));
        }
    }

    @Test
    void aGrandchildThatHoldsTheOutputHidesNoEnd() {
        try (Supervised side = new Supervised(directory, LauncherChoice.NATIVE)) {
            side.start("holds", TaskOrder.line("sleep 1000 & exit 9"));

            End end = side.end("holds", 0);

            assertThat(end.cause()).isEqualTo(new Cause.Own(new Exited(9), false));
            assertThat(side.marked()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aGigabyteWithoutANewlineIsOnlyAFile(LauncherChoice launcher) throws Exception {
        long size = 1_000_000_000;
        try (Supervised side = new Supervised(directory, launcher)) {
            long before = Runtime.getRuntime().totalMemory();
            side.start("chatty", TaskOrder.line("exec head -c " + size + " /dev/zero"));

            assertThat(side.end("chatty", 0).cause()).isEqualTo(new Cause.Own(new Exited(0), true));
            assertThat(side.log("chatty", 0)).hasSize(size);
            assertThat(Runtime.getRuntime().totalMemory() - before).isLessThan(size / 10);
        } finally {
            Files.deleteIfExists(directory.resolve("chatty/0.log"));
        }
    }

    @Test
    void whatARunHasUsedIsTold() {
        try (Supervised side = new Supervised(directory, LauncherChoice.NATIVE)) {
            side.start("busy", TaskOrder.args("perl", "-e", "1 while (times)[0] < 0.3; my $x = 'x' x 700_000_000;"));
            side.start("idle", TaskOrder.line("sleep 0.2"));

            Usage busy = Objects.requireNonNull(side.end("busy", 0).usage());
            assertThat(busy.user()).isBetween(Duration.ofMillis(300), Duration.ofSeconds(20));
            assertThat(busy.atMost()).isFalse();
            assertThat(busy.peakRss()).isBetween(650_000_000L, 2_000_000_000L);
            End idle = side.end("idle", 0);
            assertThat(Objects.requireNonNull(idle.usage()).user()).isLessThan(Duration.ofMillis(100));
            assertThat(Objects.requireNonNull(idle.usage()).atMost()).isTrue();
            // Counted from the report of the start, which comes a little after the start itself.
            assertThat(idle.lasted()).isBetween(Duration.ofMillis(100), Duration.ofSeconds(10));
        }
    }

    @Test
    void endsOfOrphansOfOtherCodeAndOfOursAreKeptApart() throws Exception {
        int count = 1_000;
        try (Supervised side = new Supervised(directory, LauncherChoice.NATIVE)) {
            List<Process> foreign = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                // The shell in the background outlives its parent and becomes a child of this JVM, which is nobody's.
                String line = "(exec sleep 0.2) & exit " + i % 251;
                foreign.add(new ProcessBuilder("/bin/sh", "-c", line)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start());
                if (i % 100 == 0) {
                    side.start(
                            "ours." + i,
                            TaskOrder.line("exit $MEPROC_REPLICA_INDEX").replicas(100));
                }
            }
            for (int i = 0; i < count; i++) {
                assertThat(foreign.get(i).waitFor()).isEqualTo(i % 251);
                int code = i % 100;
                assertThat(side.end("ours." + i / 100 * 100, code).cause())
                        .isEqualTo(new Cause.Own(new Exited(code), code == 0));
            }
            Supervised.eventually(() -> zombies() == 0);
        }
    }

    private static long zombies() {
        long self = ProcessHandle.current().pid();
        return ProcessHandle.allProcesses()
                .map(process -> Path.of("/proc/" + process.pid() + "/stat"))
                .filter(stat -> {
                    try {
                        String text = Files.readString(stat);
                        return text.substring(text.lastIndexOf(')')).startsWith(") Z " + self + " ");
                    } catch (IOException gone) {
                        return false;
                    }
                })
                .count();
    }
}
