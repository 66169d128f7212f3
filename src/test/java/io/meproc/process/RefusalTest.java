package io.meproc.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.Refusal;
import io.meproc.task.Run;
import io.meproc.task.command.Command;
import io.meproc.task.exit.ExitStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can't be started, and the reason that is given. */
class RefusalTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aCommandTooLongForTheKernel(LauncherChoice choice) {
        try (ProcessSide side = new ProcessSide(directory, choice)) {
            String reason = side.failure(side.order("long", ": " + "x".repeat(131_072)));

            assertThat(reason).contains("Argument list too long");
            assertThat(side.exit(side.order("long", ": " + "x".repeat(131_069))))
                    .isEqualTo(new ExitStatus.Exited(0));
        }
    }

    @Test
    void aCommandTooLongIsMeasured() {
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.NATIVE)) {
            assertThat(side.failure(side.order("long", "x".repeat(200_000))))
                    .isEqualTo("exec /bin/sh: Argument list too long (E2BIG): cmd has 200000 bytes,"
                            + " the kernel takes 131071 at most");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aLogDirectoryThatIsAFile(LauncherChoice choice) throws Exception {
        Files.createFile(directory.resolve("file"));
        try (ProcessSide side = new ProcessSide(directory, choice)) {
            assertThat(side.failure(side.order("file", ":")))
                    .startsWith("log file " + directory.resolve("file/0.log") + ": Not a directory");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aLogFileThatIsALink(LauncherChoice choice) throws Exception {
        Path target = directory.resolve("target");
        Files.createDirectory(directory.resolve("link"));
        Files.createSymbolicLink(directory.resolve("link/0.log"), target);
        try (ProcessSide side = new ProcessSide(directory, choice)) {
            assertThat(side.failure(side.order("link", "echo secret")))
                    .isEqualTo("log file " + directory.resolve("link/0.log")
                            + ": it is a symbolic link, which Meproc does not follow");
            assertThat(target).doesNotExist();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aLogFileThatIsAFifoStopsNobody(LauncherChoice choice) throws Exception {
        Files.createDirectory(directory.resolve("fifo"));
        String fifo = directory.resolve("fifo/0.log").toString();
        assertThat(new ProcessBuilder("mkfifo", fifo).start().waitFor()).isZero();
        try (ProcessSide side = new ProcessSide(directory, choice)) {
            assertThat(side.failure(side.order("fifo", ":"))).startsWith("log file " + fifo + ": it is ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "a/b", "/etc", "", "a\0b"})
    void aTaskNameThatLeadsElsewhere(String name) {
        try (ProcessSide side = new ProcessSide(directory.resolve("logs"), LauncherChoice.NATIVE)) {
            assertThat(side.failure(side.order(name, ":"))).endsWith("is not a valid name for a log directory");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aCommandWithANulIsNotCutShort(LauncherChoice choice) {
        try (ProcessSide side = new ProcessSide(directory, choice)) {
            Command command = new Command("echo a\0; rm b", null, null);

            assertThat(side.check(command))
                    .isEqualTo(new Refusal(Refusal.Reason.INVALID_FIELD, "cmd may not hold a NUL character"));
            assertThat(side.failure(side.order("nul", 0, command))).isEqualTo("cmd may not hold a NUL character");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void anUnknownUserOrGroup(LauncherChoice choice) {
        try (ProcessSide side = new ProcessSide(directory, choice)) {
            Command user = new Command(":", "no-such-user", null);
            Command group = new Command(":", null, "no-such-group");
            String noUser = "user 'no-such-user' does not exist on this machine";

            assertThat(side.check(user)).isEqualTo(new Refusal(Refusal.Reason.INVALID_FIELD, noUser));
            assertThat(side.failure(side.order("user", 0, user))).isEqualTo(noUser);
            assertThat(side.check(group))
                    .isEqualTo(new Refusal(
                            Refusal.Reason.INVALID_FIELD, "group 'no-such-group' does not exist on this machine"));
            assertThat(side.check(new Command(":", null, null))).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-h", "--", "a\0b", "a\nb"})
    void aNameThatCanBeNoAccount(String name) {
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.NATIVE)) {
            assertThat(side.check(new Command(":", name, null)))
                    .satisfies(refusal -> assertThat(String.valueOf(refusal)).contains("user must be the name"));
            assertThat(side.check(new Command(":", null, name)))
                    .satisfies(refusal -> assertThat(String.valueOf(refusal)).contains("group must be the name"));
        }
    }

    @Test
    void aRunThatFailedLeavesNoDescriptorOpen() throws Exception {
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.NATIVE)) {
            side.failure(side.order("warm", "x".repeat(200_000)));
            side.exit(side.order("warm", ":"));
            int before = Proc.descriptors(ProcessHandle.current().pid()).size();
            for (int i = 0; i < 50; i++) {
                Run run = side.order("long", i, new Command("x".repeat(200_000), null, null));
                side.failure(run);
            }
            assertThat(Proc.descriptors(ProcessHandle.current().pid())).hasSize(before);
        }
    }
}
