package io.meproc.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meproc.process.LauncherChoice;
import io.meproc.task.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes that have lost some of the signs that show whose they are, and are found by those that are left. */
class SignsTest {
    private static final String OTHER_USER = "setpriv --reuid nobody --clear-groups ";

    @TempDir
    private Path directory;

    private Path pid;

    @BeforeEach
    void aPlaceThatEverybodyMayWrite() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path place = Files.createDirectory(directory.resolve("place"));
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
        pid = place.resolve("pid");
    }

    /** Perl that goes into a session of its own, does something more, and lives. */
    private String perl(String more) {
        return "perl -MPOSIX -e 'setsid; " + more + " open P, \">" + pid + ".new\"; print P $$; close P; rename \""
                + pid + ".new\", \"" + pid + "\"; sleep 1000'";
    }

    private void aStopEnds(LauncherChoice launcher, String line) throws Exception {
        try (Supervised side = new Supervised(directory.resolve("logs"), launcher)) {
            side.start("signs", TaskOrder.line(line));
            Supervised.eventually(() -> Files.exists(pid));
            long escaped = Long.parseLong(Files.readString(pid).strip());
            try {
                Answer answer = side.stop("signs");

                assertThat(answer.refusal()).isEmpty();
                assertThat(Supervised.lives(escaped)).isFalse();
                assertThat(answer.note()).contains(escaped + " (", "had left the process group and was ended");
            } finally {
                ProcessHandle.of(escaped).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aNewSessionAndAnOverwrittenEnvironmentLeaveTheParent(LauncherChoice launcher) throws Exception {
        aStopEnds(launcher, perl("$0 = \"x\" x 4000;") + " >/dev/null 2>&1 & wait");
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aDoubleForkIntoANewSessionLeavesTheMark(LauncherChoice launcher) throws Exception {
        aStopEnds(launcher, "(" + perl("") + " >/dev/null 2>&1 &) & exec sleep 1000");
    }

    @Test
    void aDoubleForkAndAnOverwrittenEnvironmentLeaveTheOutput() throws Exception {
        aStopEnds(LauncherChoice.NATIVE, "(" + perl("$0 = \"x\" x 4000;") + " &) & exec sleep 1000");
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void anotherUserAfterADoubleForkIntoANewSessionLeavesTheMarkOfARunOfRoot(LauncherChoice launcher) throws Exception {
        assumeTrue(mayBecomeAnother(), "other users need root");
        aStopEnds(launcher, "(" + OTHER_USER + perl("") + " >/dev/null 2>&1 &) & exec sleep 1000");
    }

    @Test
    void anotherUserAndAnOverwrittenEnvironmentLeaveTheOutput() throws Exception {
        assumeTrue(mayBecomeAnother(), "other users need root");
        aStopEnds(LauncherChoice.NATIVE, "(" + OTHER_USER + perl("$0 = \"x\" x 4000;") + " &) & exec sleep 1000");
    }

    private static boolean mayBecomeAnother() throws Exception {
        return new ProcessBuilder("sh", "-c", OTHER_USER + "true").start().waitFor() == 0;
    }
}
