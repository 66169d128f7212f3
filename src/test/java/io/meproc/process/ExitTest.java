package io.meproc.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.command.Command;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the end of a run is noticed and told. */
@Tag("slow")
class ExitTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void everyExitCodeIsTold(LauncherChoice choice) {
        try (ProcessSide side = new ProcessSide(directory, choice)) {
            List<Run> runs = new ArrayList<>();
            for (int code = 0; code < 256; code++) {
                runs.add(side.order("codes", code, new Command("exit " + code, null, null)));
            }
            for (int code = 0; code < 256; code++) {
                assertThat(side.exit(runs.get(code))).isEqualTo(new ExitStatus.Exited(code));
                assertThat(side.reports(runs.get(code))).hasSize(2);
            }
        }
    }

    @Test
    void everySignalIsTold() {
        List<Integer> notDeadly = List.of(17, 18, 19, 20, 21, 22, 23, 28);
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.NATIVE)) {
            for (int signal = 1; signal < 32; signal++) {
                if (!notDeadly.contains(signal)) {
                    Run run = side.order("signals", "ulimit -c 0; kill -" + signal + " $$; exec sleep 1000");
                    assertThat(side.exit(run)).isEqualTo(new ExitStatus.Signaled(signal, false));
                }
            }
        }
    }

    @Test
    void aCodeAbove128IsNoSignal() {
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.NATIVE)) {
            assertThat(side.exit(side.order("code", "exit 143"))).isEqualTo(new ExitStatus.Exited(143));
        }
    }

    @Test
    void aRunEndsWithTheLastOfItsGroup() throws Exception {
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.NATIVE)) {
            Path gate = directory.resolve("gate");
            Run run = side.order("leader", "(while [ ! -e " + gate + " ]; do sleep 0.02; done) & exit 7");
            ProcessSide.eventually(() -> side.has(run, Report.LeaderExited.class));
            assertThat(side.has(run, Report.Exited.class)).isFalse();

            Files.createFile(gate);

            assertThat(side.exit(run)).isEqualTo(new ExitStatus.Exited(7));
            assertThat(side.reports(run)).hasSize(3);
            assertThat(side.reports(run).get(1))
                    .isInstanceOfSatisfying(
                            Report.LeaderExited.class,
                            report -> assertThat(report.status()).isEqualTo(new ExitStatus.Exited(7)));
            assertThat(Proc.zombies()).isEmpty();
        }
    }

    @Test
    void whatALeaderLeavesBehindCanBeSignalled() {
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.NATIVE)) {
            Run run = side.order("orphan", "sleep 1000 & exit 3");
            ProcessSide.eventually(() -> side.has(run, Report.LeaderExited.class));

            side.send(run, Signal.TERM);

            assertThat(side.exit(run)).isEqualTo(new ExitStatus.Exited(3));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void termReachesGrandchildren(LauncherChoice choice) throws Exception {
        try (ProcessSide side = new ProcessSide(directory, choice)) {
            Run run = side.live("tree", "sh -c 'sleep 1000; :' & sh -c 'sleep 1001; :'; :");
            ProcessSide.eventually(() -> Proc.marked(side.instance()).size() == 5);

            side.send(run, Signal.TERM);
            side.exit(run);

            assertThat(Proc.marked(side.instance())).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void killEndsWhatIgnoresTerm(LauncherChoice choice) throws Exception {
        try (ProcessSide side = new ProcessSide(directory, choice)) {
            Run run = side.live("stubborn", "trap 'echo no' TERM; echo ready; while :; do sleep 0.02; done");
            ProcessSide.eventually(() -> Files.readString(side.log(run)).contains("ready"));
            side.send(run, Signal.TERM);
            ProcessSide.eventually(() -> Files.readString(side.log(run)).contains("no"));
            assertThat(side.reports(run)).hasSize(1);

            side.send(run, Signal.KILL);

            assertThat(side.exit(run))
                    .isEqualTo(
                            choice == LauncherChoice.NATIVE
                                    ? new ExitStatus.Signaled(9, false)
                                    : new ExitStatus.Exited(128 + 9));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aSignalThatIsPassedOnIsTheSignalAndNoMore(LauncherChoice choice) {
        try (ProcessSide side = new ProcessSide(directory, choice)) {
            // It waits for one child: a shell that is just spawning with vfork(2) doesn't show that it is stopped.
            Run run = side.live(
                    "signalled", "sleep 1000 & trap 'echo heard' USR1; echo ready; while :; do wait $!; done");
            ProcessSide.eventually(() -> Files.readString(side.log(run)).contains("ready"));

            side.pass(run, Signal.USR1);
            ProcessSide.eventually(() -> Files.readString(side.log(run)).contains("heard"));
            side.pass(run, Signal.STOP);

            long pid = side.pid(run);
            ProcessSide.eventually(
                    () -> Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") T "));
            side.send(run, Signal.KILL);
            side.exit(run);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aSignalForTheLeaderReachesNoOtherProcessOfItsGroup(LauncherChoice choice) {
        try (ProcessSide side = new ProcessSide(directory, choice)) {
            // The other one writes what it has received as soon as its sleep has ended.
            Run run = side.live(
                    "led",
                    "(trap 'echo other' USR1; echo up; while :; do sleep 0.02; done) & trap 'echo leader' USR1;"
                            + " echo ready; while :; do wait $!; done");
            ProcessSide.eventually(() -> Files.readString(side.log(run)).contains("ready")
                    && Files.readString(side.log(run)).contains("up"));

            side.passToLeader(run, Signal.USR1);
            ProcessSide.eventually(() -> Files.readString(side.log(run)).contains("leader"));
            side.pass(run, Signal.USR1);
            ProcessSide.eventually(() -> Files.readString(side.log(run)).contains("other"));

            assertThat(Files.readAllLines(side.log(run)).stream().filter("other"::equals))
                    .as("the signal for the group alone")
                    .hasSize(1);
            side.send(run, Signal.KILL);
            side.exit(run);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    @Test
    void aStoppedProcessCanBeTerminated() {
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.NATIVE)) {
            Run run = side.live("stopped", "kill -STOP $$; exec sleep 1000");
            ProcessSide.eventually(() -> Proc.stat(side.pid(run))[0].equals("T"));

            side.send(run, Signal.TERM);

            assertThat(side.exit(run)).isEqualTo(new ExitStatus.Signaled(15, false));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aRunThatEndedIsNotSignalled(LauncherChoice choice) {
        try (ProcessSide side = new ProcessSide(directory, choice)) {
            Run run = side.order("ended", ":");
            side.exit(run);

            side.send(run, Signal.KILL);

            assertThat(side.exit(side.order("ended", "exit 5"))).isEqualTo(new ExitStatus.Exited(5));
            assertThat(side.reports(run)).hasSize(2);
        }
    }

    @Test
    void thousandsOfQuickRunsAreToldInOrder() {
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.NATIVE)) {
            List<Run> runs = new ArrayList<>();
            for (int i = 0; i < 3000; i++) {
                runs.add(side.order("quick" + i % 7, i, new Command("exit " + i % 256, null, null)));
            }
            ProcessSide.eventually(() -> side.ended() == runs.size());
            for (int i = 0; i < runs.size(); i++) {
                assertThat(side.exit(runs.get(i))).isEqualTo(new ExitStatus.Exited(i % 256));
                assertThat(side.reports(runs.get(i))).hasSize(2);
            }
            assertThat(Proc.zombies()).isEmpty();
        }
    }
}
