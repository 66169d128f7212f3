package io.meproc.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.process.LauncherChoice;
import io.meproc.task.Phase;
import io.meproc.task.Replica;
import io.meproc.task.command.Limit;
import io.meproc.task.command.Limit.Resource;
import io.meproc.task.exit.Cause;
import io.meproc.task.exit.Cause.NotStarted;
import io.meproc.task.exit.ExitStatus.Exited;
import io.meproc.task.exit.StartFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Starts that can't work, and the step and the reason that are recorded. */
@Tag("slow")
class StartTest {
    @TempDir
    private Path directory;

    /** Has a daemon, whose end stays on record, fail to start. */
    private static StartFailure failure(Supervised side, String name, TaskOrder order) {
        // Of two replicas the second runs, so that the task is not forgotten with its reason.
        side.start(name, order.daemon());
        return Objects.requireNonNull(side.replica(name, 0).history().failure());
    }

    private Path file(String name, String content, String permissions) throws Exception {
        Path file = Files.writeString(directory.resolve(name), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aMissingProgramIsNoExit127(LauncherChoice launcher) {
        try (Supervised side = new Supervised(directory, launcher)) {
            assertThat(side.refusal("missing", TaskOrder.args("/no/such/program", "x")))
                    .isEqualTo("exec /no/such/program: No such file or directory (ENOENT)");
            assertThat(side.refusal("sought", TaskOrder.args("no-such-program-anywhere")))
                    .isEqualTo("exec no-such-program-anywhere: No such file or directory (ENOENT)");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aFileThatIsNoProgram(LauncherChoice launcher) throws Exception {
        String plain = file("plain", "x", "rw-r--r--").toString();
        try (Supervised side = new Supervised(directory.resolve("logs"), launcher)) {
            assertThat(side.refusal("plain", TaskOrder.args(plain)))
                    .isEqualTo("exec " + plain + ": Permission denied (EACCES)");
            assertThat(side.refusal("folder", TaskOrder.args("/etc")))
                    .isEqualTo("exec /etc: Permission denied (EACCES)");
        }
    }

    @Test
    void aFileOfNoFormatThatTheKernelKnows() throws Exception {
        String garbage = file("garbage", "\001\002\003", "rwxr-xr-x").toString();
        String orphan = file("orphan", "#!/no/such/interpreter\n", "rwxr-xr-x").toString();
        try (Supervised side = new Supervised(directory.resolve("logs"), LauncherChoice.NATIVE)) {
            assertThat(side.refusal("garbage", TaskOrder.args(garbage)))
                    .isEqualTo("exec " + garbage + ": Exec format error (ENOEXEC)");
            assertThat(side.refusal("orphan", TaskOrder.args(orphan)))
                    .isEqualTo("exec " + orphan + ": No such file or directory (ENOENT): it is there, but the program"
                            + " that it needs to be run by is not");
            assertThat(side.refusal("below", TaskOrder.args(orphan + "/x")))
                    .isEqualTo("exec " + orphan + "/x: Not a directory (ENOTDIR)");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void moreArgumentsThanTheKernelTakes(LauncherChoice launcher) {
        List<String> words = new ArrayList<>(List.of("/bin/true"));
        for (int i = 0; i < 100; i++) {
            words.add("x".repeat(100_000));
        }
        try (Supervised side = new Supervised(directory, launcher)) {
            assertThat(side.refusal("long", TaskOrder.args(words.toArray(String[]::new))))
                    .contains("Argument list too long (E2BIG)");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aMissingWorkingDirectory(LauncherChoice launcher) {
        try (Supervised side = new Supervised(directory, launcher)) {
            assertThat(side.refusal("cwd", TaskOrder.line("pwd").cwd("/no/such/folder")))
                    .startsWith("cwd /no/such/folder: ");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aMissingInput(LauncherChoice launcher) {
        try (Supervised side = new Supervised(directory, launcher)) {
            assertThat(side.refusal("stdin", TaskOrder.line("cat").stdin("/no/such/file")))
                    .startsWith("stdin /no/such/file: ");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void anUnknownUserIsRefusedBeforeAnythingStarts(LauncherChoice launcher) {
        try (Supervised side = new Supervised(directory, launcher)) {
            assertThat(side.refusal("user", TaskOrder.line(":").user("no-such-user")))
                    .isEqualTo("user 'no-such-user' does not exist on this machine");
            assertThat(directory.resolve("user")).doesNotExist();
        }
    }

    @Test
    void theStepThatFailedIsOnRecordWithTheKernelsReason() throws Exception {
        String secret = file("secret", "#!/bin/sh\n", "rwx------").toString();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path locked = Files.createDirectory(directory.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
        try (Supervised side = new Supervised(directory.resolve("logs"), LauncherChoice.NATIVE)) {
            // The user's rights count, not those of the supervisor.
            assertThat(side.refusal("a", TaskOrder.args(secret).user("nobody")))
                    .isEqualTo("exec " + secret + ": Permission denied (EACCES)");
            assertThat(side.refusal("b", TaskOrder.line(":").user("nobody").cwd(locked)))
                    .isEqualTo("cwd " + locked + ": Permission denied (EACCES)");
            assertThat(side.refusal("c", TaskOrder.line(":").user("nobody").stdin(secret)))
                    .isEqualTo("stdin " + secret + ": Permission denied (EACCES)");
            assertThat(side.refusal("d", TaskOrder.line(":").limit(Resource.NOFILE, 2_000_000_000, 2_000_000_000)))
                    .isEqualTo("limits nofile: Operation not permitted (EPERM)");
        }
    }

    @Test
    void aStartThatLacksResourcesIsTriedAgainAndSaysSo() {
        try (Supervised side = new Supervised(directory, LauncherChoice.NATIVE)) {
            // The kernel looks whether there are more than the limit already.
            side.start("rich", TaskOrder.line("exec sleep 1000").user("nobody"));
            StartFailure failure = failure(
                    side,
                    "poor",
                    TaskOrder.line("exec sleep 1000").user("nobody").limit(Resource.NPROC, 0, 0));

            assertThat(failure.step()).isEqualTo("exec");
            assertThat(failure.errno()).isEqualTo("EAGAIN");
            assertThat(failure.passing()).isTrue();
            Supervised.eventually(() -> side.replica("poor", 0).history().quickExits() >= 3);
            Replica poor = side.replica("poor", 0);
            assertThat(poor.history().restarts()).isZero();
            assertThat(Objects.requireNonNull(poor.history().last()).cause()).isInstanceOf(NotStarted.class);
            assertThat(side.task("poor").condition()).isIn("backing off", "running", "starting");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aHundredKilobytesOfEnvironmentArrive(LauncherChoice launcher) throws Exception {
        try (Supervised side = new Supervised(directory, launcher)) {
            side.start("big", TaskOrder.line("printf %s \"$BIG\" | wc -c").env("BIG", "e".repeat(100_000)));

            assertThat(side.end("big", 0).cause()).isEqualTo(new Cause.Own(new Exited(0), true));
            assertThat(side.output("big").strip()).isEqualTo("100000");
        }
    }

    @Test
    void aSetuidProgramRunsWithItsOwnersRightsAndCanBeStopped() throws Exception {
        Path sleep = Files.copy(Path.of("/bin/sleep"), directory.resolve("sleep"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(new ProcessBuilder("chmod", "4755", sleep.toString()).start().waitFor())
                .isZero();
        try (Supervised side = new Supervised(directory.resolve("logs"), LauncherChoice.NATIVE)) {
            side.start("setuid", TaskOrder.args(sleep.toString(), "1000").user("nobody"));
            Path status = Path.of("/proc/" + side.replica("setuid", 0).pid() + "/status");
            assertThat(Files.readAllLines(status)).contains("Uid:\t65534\t0\t0\t0");

            assertThat(side.stop("setuid").refusal()).isEmpty();
            assertThat(status).doesNotExist();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aDaemonThatCannotStartIsTriedAgainAtItsInterval(LauncherChoice launcher) throws Exception {
        Path program = file("program", "#!/bin/sh\nexec sleep 1000\n", "rwxr-xr-x");
        try (Supervised side = new Supervised(directory.resolve("logs"), launcher)) {
            side.start("d", TaskOrder.args(program.toString()).daemon());
            Files.delete(program);
            ProcessHandle.of(side.replica("d", 0).pid()).ifPresent(ProcessHandle::destroyForcibly);
            Supervised.eventually(() -> side.replica("d", 0).history().failure() != null);

            file("program", "#!/bin/sh\nexec sleep 1001\n", "rwxr-xr-x");

            side.awaitPhase("d", Phase.RUNNING);
            assertThat(side.replica("d", 0).history().failure()).isNull();
            assertThat(Limit.UNLIMITED).isNegative();
        }
    }
}
