package io.meproc.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.logs.LogStore;
import io.meproc.process.account.Identity;
import io.meproc.process.scan.MarkKey;
import io.meproc.process.scan.Marker;
import io.meproc.process.scan.ProcFiles;
import io.meproc.task.Adoption;
import io.meproc.task.LeftoverDecision;
import io.meproc.task.Order;
import io.meproc.task.Refusal;
import io.meproc.task.ReplicaId;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.Signal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes of an earlier service process, which are no children of this one. */
class AdoptionTest {
    private static final String INSTANCE = "0123";
    private static final long OLD = 42;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, LeaderExit> LISTED = Map.of("web", LeaderExit.STOP_GROUP);

    @TempDir
    private Path directory;

    private final MarkKey key = MarkKey.random();
    private final List<Long> left = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        left.forEach(AdoptionTest::end);
    }

    private ProcessSide side(LauncherChoice choice) {
        return new ProcessSide(
                directory,
                INSTANCE,
                instance -> new ProcessVerticle(new ProcessSettings(
                        new LogStore(directory),
                        instance,
                        key,
                        choice,
                        OutputStream.nullOutputStream(),
                        LeftoverPolicy.REFUSE,
                        true,
                        false)));
    }

    private static Run run(String task, long incarnation) {
        return new Run(new ReplicaId(task, 0), incarnation);
    }

    private Map<String, String> marks(Run run, LeaderExit policy) {
        return new Marker(INSTANCE, key).variables(run, Identity.OWN, policy);
    }

    /** Starts the leader of a session whose parent has ended, as after the end of an earlier service process. */
    private long old(Map<String, String> marks, String line) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "setsid sh -c '" + line + "' > out & echo $!")
                .directory(directory.toFile());
        builder.environment().putAll(marks);
        Process parent = builder.start();
        long pid =
                Long.parseLong(new String(parent.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
        parent.waitFor();
        left.add(pid);
        await().atMost(PATIENCE).until(() -> stat(pid).session() == pid);
        return pid;
    }

    private static ProcFiles.Stat stat(long pid) {
        return Objects.requireNonNull(ProcFiles.stat((int) pid));
    }

    private static Order.Claim claim(Run run, long pid) {
        return new Order.Claim(run, pid, stat(pid).started(), 0, true);
    }

    private static Order.Adopt adopt(Order.Claim... claims) {
        return new Order.Adopt(List.of(claims), LISTED);
    }

    private static ExitStatus exit(ProcessSide side, Run run) {
        return end(side, run).status();
    }

    private static Report.Exited end(ProcessSide side, Run run) {
        await().atMost(PATIENCE).until(() -> side.has(run, Report.Exited.class));
        return (Report.Exited) side.reports(run).get(side.reports(run).size() - 1);
    }

    /** Checks that a process lives, and ends it. */
    private void lives(long pid) {
        assertThat(stat(pid).alive()).isTrue();
        end(pid);
    }

    private static void end(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        await().atMost(PATIENCE).until(() -> ProcessHandle.of(pid).isEmpty());
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void anAdoptedRunIsReportedWithItsExitCode(LauncherChoice choice) throws Exception {
        Run run = run("web", OLD);
        long pid = old(marks(run, LeaderExit.STOP_GROUP), "until [ -e go ]; do sleep 0.01; done; exit 7");
        Instant before = Instant.now().minusSeconds(60);
        try (ProcessSide side = side(choice)) {
            Adoption adoption = side.adopt(adopt(claim(run, pid)));

            assertThat(adoption.gone()).isEmpty();
            assertThat(adoption.unverified()).isEmpty();
            Adoption.Adopted adopted = adoption.adopted().get(0);
            assertThat(adopted.run()).isEqualTo(run);
            assertThat(adopted.pid()).isEqualTo(pid);
            assertThat(adopted.started()).isEqualTo(stat(pid).started());
            assertThat(adopted.since()).isAfter(before);
            assertThat(side.inventory().runs()).containsExactly(run);
            Files.createFile(directory.resolve("go"));
            assertThat(exit(side, run)).isIn(new ExitStatus.Exited(7), NO_STATUS);
            assertThat(side.inventory().runs()).isEmpty();
        }
    }

    private static final ExitStatus NO_STATUS =
            new ExitStatus.Unknown("the process was not a child of Meproc, and the kernel kept no exit status");

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aStopReachesEveryProcessOfAnAdoptedRun(LauncherChoice choice) throws Exception {
        Run run = run("web", OLD);
        long pid = old(
                marks(run, LeaderExit.STOP_GROUP),
                "setsid sleep 1000 & echo $! > escaped; sleep 1000 & echo $! > member; wait");
        await().atMost(PATIENCE).until(() -> Files.exists(directory.resolve("member")));
        for (String file : List.of("escaped", "member")) {
            left.add(Long.parseLong(Files.readString(directory.resolve(file)).strip()));
        }
        try (ProcessSide side = side(choice)) {
            side.adopt(adopt(claim(run, pid)));

            side.send(run, Signal.TERM);

            assertThat(exit(side, run)).isIn(new ExitStatus.Signaled(15, false), NO_STATUS);
            for (long each : left) {
                await().atMost(PATIENCE).until(() -> ProcessHandle.of(each).isEmpty());
            }
        }
    }

    @Test
    void aForgedRecordIsNeitherAdoptedNorSignalledNorStartedBeside() throws Exception {
        Run run = run("web", OLD);
        long foreign = old(Map.of(), "exec sleep 1000");
        try (ProcessSide side = side(LauncherChoice.NATIVE)) {
            Adoption adoption = side.adopt(adopt(claim(run, foreign)));

            assertThat(adoption.adopted()).isEmpty();
            assertThat(adoption.gone()).isEmpty();
            assertThat(adoption.unverified())
                    .singleElement()
                    .satisfies(process -> assertThat(process.pid()).isEqualTo(foreign))
                    .satisfies(process -> assertThat(process.command()).isEqualTo("sleep 1000"))
                    .satisfies(process -> assertThat(process.why()).contains("does not have the mark"));
            side.send(run, Signal.KILL);
            Run next = side.order("web", ":");
            assertThat(side.failure(next)).contains(foreign + " (sleep 1000)");
            lives(foreign);
        }
    }

    @Test
    void theSealOfItsRecordProvesALeaderThatHasLostItsMark() throws Exception {
        Run run = run("web", OLD);
        long pid = old(Map.of(), "exec sleep 1000");
        try (ProcessSide side = side(LauncherChoice.NATIVE)) {
            Adoption adoption = side.adopt(adopt(sealed(run, pid, pid, stat(pid).started())));

            assertThat(adoption.unverified()).isEmpty();
            assertThat(adoption.adopted()).extracting(Adoption.Adopted::run).containsExactly(run);
            side.send(run, Signal.TERM);
            assertThat(exit(side, run)).isIn(new ExitStatus.Signaled(15, false), NO_STATUS);
        }
    }

    @Test
    void theSealOfAnotherRunOrProcessProvesNothing() throws Exception {
        Run run = run("web", OLD);
        long pid = old(Map.of(), "exec sleep 1000");
        long started = stat(pid).started();
        List<Order.Claim> wrong = List.of(
                new Order.Claim(
                        run,
                        pid,
                        started,
                        0,
                        true,
                        sealed(run("web", OLD - 1), pid, pid, started).seal()),
                sealed(run, pid, pid + 1, started),
                sealed(run, pid, pid, started + 1),
                new Order.Claim(run, pid, started, 0, true, "0".repeat(32)));
        for (Order.Claim claim : wrong) {
            try (ProcessSide side = side(LauncherChoice.NATIVE)) {
                Adoption adoption = side.adopt(adopt(claim));

                assertThat(adoption.adopted()).isEmpty();
                assertThat(adoption.unverified())
                        .extracting(Adoption.Unverified::pid)
                        .containsExactly(pid);
                side.send(run, Signal.KILL);
                side.inventory();
            }
        }
        lives(pid);
    }

    /** A claim about this process, with the seal of a leader. */
    private Order.Claim sealed(Run run, long pid, long leader, long started) {
        String seal = new Marker(INSTANCE, key).seal(run, leader, started);
        return new Order.Claim(run, pid, stat(pid).started(), 0, true, seal);
    }

    @Test
    void theMarkOfAnotherRunProvesNothing() throws Exception {
        Run run = run("web", OLD);
        long other = old(marks(run("db", 7), LeaderExit.STOP_GROUP), "exec sleep 1000");
        long forged = old(
                Map.of(Marker.VARIABLE, INSTANCE + "/web/0/" + OLD + "/0/00000000000000000000000000000000"),
                "exec sleep 1000");
        try (ProcessSide side = side(LauncherChoice.NATIVE)) {
            Adoption adoption = side.adopt(adopt(claim(run, other), claim(run("web", OLD), forged)));

            assertThat(adoption.adopted()).isEmpty();
            assertThat(adoption.unverified())
                    .extracting(Adoption.Unverified::pid)
                    .containsExactly(other, forged);
            side.send(run, Signal.KILL);
            side.inventory();
            lives(other);
            lives(forged);
        }
    }

    @Test
    void aProcessThatGotThePidOfAnEndedRunIsLeftAlone() throws Exception {
        Run run = run("web", OLD);
        long later = old(Map.of(), "exec sleep 1000");
        try (ProcessSide side = side(LauncherChoice.NATIVE)) {
            Adoption adoption =
                    side.adopt(adopt(new Order.Claim(run, later, stat(later).started() - 1, 0, true)));

            assertThat(adoption.gone()).extracting(Adoption.Gone::run).containsExactly(run);
            side.send(run, Signal.KILL);
            side.inventory();
            lives(later);
        }
    }

    @Test
    void noRunOutlivesTheMachine() throws Exception {
        Run run = run("web", OLD);
        long other = old(Map.of(), "exec sleep 1000");
        try (ProcessSide side = side(LauncherChoice.NATIVE)) {
            Adoption adoption =
                    side.adopt(adopt(new Order.Claim(run, other, stat(other).started(), 0, false)));

            assertThat(adoption.gone()).containsExactly(new Adoption.Gone(run, "the machine was restarted"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aRunWhoseLeaderEndedUnwatchedIsAdoptedWithItsOtherProcesses(LauncherChoice choice) throws Exception {
        Run run = run("web", OLD);
        long pid = old(
                marks(run, LeaderExit.STOP_GROUP),
                "sleep 1000 & echo $! > member; until [ -e go ]; do sleep 0.01; done");
        await().atMost(PATIENCE).until(() -> Files.exists(directory.resolve("member")));
        long member =
                Long.parseLong(Files.readString(directory.resolve("member")).strip());
        left.add(member);
        Order.Claim claim = claim(run, pid);
        Files.createFile(directory.resolve("go"));
        await().atMost(PATIENCE).until(() -> ProcessHandle.of(pid).isEmpty());
        try (ProcessSide side = side(choice)) {
            Adoption adoption = side.adopt(adopt(claim));

            assertThat(adoption.adopted()).extracting(Adoption.Adopted::pid).containsExactly(pid);
            await().atMost(PATIENCE).until(() -> side.has(run, Report.LeaderExited.class));
            side.send(run, Signal.TERM);
            assertThat(exit(side, run)).isInstanceOf(ExitStatus.Unknown.class);
            await().atMost(PATIENCE).until(() -> ProcessHandle.of(member).isEmpty());
        }
    }

    /** Starts the leader of a session whose parent never reaps it; its end needs the file "go". */
    private Order.Claim unreaped(Run run, String line) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "sh",
                        "-c",
                        "setsid sh -c '" + line
                                + "; until [ -e go ]; do sleep 0.01; done; exit 7' > out & echo $! > leader;"
                                + " exec env -i sleep 1000")
                .directory(directory.toFile());
        builder.environment().putAll(marks(run, LeaderExit.STOP_GROUP));
        left.add(builder.start().pid());
        long pid = written("leader");
        left.add(pid);
        await().atMost(PATIENCE).until(() -> stat(pid).session() == pid);
        return claim(run, pid);
    }

    private long written(String file) throws IOException {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> Files.readString(directory.resolve(file)).endsWith("\n"));
        return Long.parseLong(Files.readString(directory.resolve(file)).strip());
    }

    @Test
    void theOthersOfARunAreAdoptedWhileItsLeaderWaitsForItsParent() throws Exception {
        Run run = run("web", OLD);
        Order.Claim claim = unreaped(run, "sleep 1000 & echo $! > member");
        long member = written("member");
        left.add(member);
        Files.createFile(directory.resolve("go"));
        await().atMost(PATIENCE).until(() -> stat(claim.pid()).state() == 'Z');
        try (ProcessSide side = side(LauncherChoice.NATIVE)) {
            Adoption adoption = side.adopt(adopt(claim));

            assertThat(adoption.adopted()).extracting(Adoption.Adopted::pid).containsExactly(claim.pid());
            await().atMost(PATIENCE).until(() -> side.has(run, Report.LeaderExited.class));
            assertThat(side.has(run, Report.Exited.class)).isFalse();
            side.send(run, Signal.TERM);
            assertThat(exit(side, run)).isEqualTo(new ExitStatus.Exited(7));
            assertThat(stat(claim.pid()).state()).isEqualTo('Z');
        }
    }

    @Test
    void theStatusOfALeaderThatWaitsForItsParentIsKnown() throws Exception {
        Run run = run("web", OLD);
        Order.Claim claim = unreaped(run, ":");
        Files.createFile(directory.resolve("go"));
        await().atMost(PATIENCE).until(() -> stat(claim.pid()).state() == 'Z');
        try (ProcessSide side = side(LauncherChoice.NATIVE)) {
            side.adopt(adopt(claim));

            assertThat(exit(side, run)).isEqualTo(new ExitStatus.Exited(7));
        }
    }

    @Test
    void aRunThatNoRecordNamesIsAdoptedByItsMark() throws Exception {
        Run run = run("web", OLD);
        long pid = old(marks(run, LeaderExit.STOP_GROUP), "exec sleep 1000");
        long older = old(marks(run("web", OLD - 1), LeaderExit.STOP_GROUP), "exec sleep 1000");
        long unlisted = old(marks(run("gone", OLD + 1), LeaderExit.STOP_GROUP), "exec sleep 1000");
        try (ProcessSide side = side(LauncherChoice.NATIVE)) {
            Adoption adoption = side.adopt(adopt());

            assertThat(adoption.adopted())
                    .singleElement()
                    .satisfies(each -> assertThat(each.run()).isEqualTo(run))
                    .satisfies(each -> assertThat(each.pid()).isEqualTo(pid))
                    .satisfies(each -> assertThat(each.output()).isEqualTo(-1));
            assertThat(side.failure(side.order("gone", ":"))).contains(Long.toString(unlisted));
            side.send(run, Signal.KILL);
            assertThat(exit(side, run)).isIn(new ExitStatus.Signaled(9, false), NO_STATUS);
            lives(older);
            lives(unlisted);
        }
    }

    @Test
    void aRunThatIsKnownToHaveEndedIsNotAdoptedAgain() throws Exception {
        Run run = run("web", OLD);
        long escaped = old(marks(run, LeaderExit.STOP_GROUP), "exec sleep 1000");
        try (ProcessSide side = side(LauncherChoice.NATIVE)) {
            Adoption adoption = side.adopt(new Order.Adopt(List.of(), LISTED, Map.of(run.replica(), OLD)));

            assertThat(adoption.adopted()).isEmpty();
            lives(escaped);
        }
    }

    @Test
    void aRunThatMayLeaveProcessesIsAdoptedWhileItsLeaderLives() throws Exception {
        Map<String, LeaderExit> leave = Map.of("web", LeaderExit.RELEASE);
        Run run = run("web", OLD);
        long pid = old(marks(run, LeaderExit.RELEASE), "exec sleep 1000");
        long released = old(marks(run("web", OLD - 1), LeaderExit.RELEASE), "exec sleep 1000");
        try (ProcessSide side = side(LauncherChoice.NATIVE)) {
            Adoption adoption =
                    side.adopt(new Order.Adopt(List.of(claim(run, pid)), leave, Map.of(run.replica(), OLD - 1)));

            assertThat(adoption.adopted()).extracting(Adoption.Adopted::pid).containsExactly(pid);
            side.send(run, Signal.KILL);
            exit(side, run);
            lives(released);
            side.exit(side.order("web", ":"));
        }
    }

    @Test
    void aChildThatIsAdoptedHasACodeAndItsUsage() throws Exception {
        ProcessSide first = side(LauncherChoice.NATIVE);
        Run run = first.order("web", "until [ -e " + directory + "/go ]; do sleep 0.01; done; exit 7");
        Order.Claim claim = claim(run, first.pid(run));
        left.add(claim.pid());
        first.undeploy();
        try (ProcessSide side = side(LauncherChoice.NATIVE)) {
            assertThat(side.adopt(adopt(claim)).adopted()).hasSize(1);

            Files.createFile(directory.resolve("go"));

            Report.Exited end = end(side, run);
            assertThat(end.status()).isEqualTo(new ExitStatus.Exited(7));
            assertThat(end.usage()).isNotNull();
        }
    }

    private static @Nullable Refusal decide(ProcessSide side, long pid, LeftoverDecision decision) {
        return side.decide(new Order.Decide(new ReplicaId("web", 0), pid, decision, LeaderExit.STOP_GROUP));
    }

    @Test
    void anOperatorAdoptsAProcessThatNothingProves() throws Exception {
        Run run = run("web", OLD);
        long foreign = old(Map.of(), "until [ -e go ]; do sleep 0.01; done; exit 7");
        try (ProcessSide side = side(LauncherChoice.NATIVE)) {
            side.adopt(adopt(claim(run, foreign)));

            assertThat(decide(side, foreign, LeftoverDecision.ADOPT)).isNull();

            assertThat(side.reports(run))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Report.Adopted.class,
                            adopted -> assertThat(adopted.found().pid()).isEqualTo(foreign));
            assertThat(side.failure(side.order("web", ":"))).contains("another run was adopted");
            Files.createFile(directory.resolve("go"));
            assertThat(exit(side, run)).isIn(new ExitStatus.Exited(7), NO_STATUS);
            side.exit(side.order("web", ":"));
        }
    }

    @Test
    void anOperatorForgetsOrEndsAProcess() throws Exception {
        Run run = run("web", OLD);
        long foreign = old(Map.of(), "exec sleep 1000");
        long proven = old(marks(run("web", OLD - 1), LeaderExit.STOP_GROUP), "exec sleep 1000");
        try (ProcessSide side = side(LauncherChoice.NATIVE)) {
            side.adopt(new Order.Adopt(List.of(claim(run, foreign)), Map.of()));

            assertThat(decide(side, foreign, LeftoverDecision.FORGET)).isNull();
            assertThat(decide(side, foreign, LeftoverDecision.END))
                    .isNotNull()
                    .satisfies(refusal ->
                            assertThat(requireNonNull(refusal).reason()).isEqualTo(Refusal.Reason.UNKNOWN_PROCESS));
            assertThat(decide(side, proven, LeftoverDecision.END)).isNull();
            await().atMost(PATIENCE).until(() -> ProcessHandle.of(proven).isEmpty());
            side.exit(side.order("web", ":"));
            lives(foreign);
        }
    }
}
