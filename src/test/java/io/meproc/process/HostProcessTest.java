package io.meproc.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Pointer;
import io.meproc.linux.NativeBlock;
import io.meproc.linux.Syscalls;
import io.meproc.logs.LogStore;
import io.meproc.process.scan.MarkKey;
import io.meproc.task.Run;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Signal;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inside another program, Meproc changes nothing that concerns the whole process. */
class HostProcessTest {
    private static final int PR_GET_CHILD_SUBREAPER = 37;
    private static final int SIGCHLD = 17;
    private static final long SIG_IGN = 1;
    private static final Path GROUP = Path.of("/proc/self/cgroup");

    @TempDir
    private Path directory;

    private ProcessSide side(boolean ownProcess) {
        return new ProcessSide(
                directory,
                instance -> new ProcessVerticle(new ProcessSettings(
                        new LogStore(directory),
                        instance,
                        MarkKey.random(),
                        LauncherChoice.NATIVE,
                        OutputStream.nullOutputStream(),
                        LeftoverPolicy.REFUSE,
                        ownProcess,
                        false)));
    }

    private static boolean isSubreaper() {
        try (NativeBlock flag = new NativeBlock(Long.BYTES)) {
            assertThat(Syscalls.prctl(PR_GET_CHILD_SUBREAPER, flag.address(), 0, 0, 0))
                    .isZero();
            return flag.pointer().getInt(0) != 0;
        }
    }

    @Test
    void aHostProcessStaysAsItIs() throws Exception {
        String group = Files.readString(GROUP);
        try (ProcessSide side = side(false)) {
            assertThat(isSubreaper()).isFalse();
            assertThat(Files.readString(GROUP)).isEqualTo(group);
            assertThat(side.exit(side.order("code", "exit 7"))).isEqualTo(new ExitStatus.Exited(7));
            Run run = side.live("tree", "sleep 1000 & sleep 1000 & wait");
            side.send(run, Signal.TERM);
            side.exit(run);
        }
        try (ProcessSide side = side(true)) {
            side.exit(side.order("code", ":"));
            assertThat(isSubreaper()).isTrue();
        }
        assertThat(isSubreaper()).isFalse();
    }

    private static long sigchld(long handler) {
        try (NativeBlock before = new NativeBlock(256);
                NativeBlock action = new NativeBlock(256)) {
            action.pointer().setLong(0, handler);
            Syscalls.sigaction(SIGCHLD, handler < 0 ? Pointer.NULL : action.pointer(), before.pointer());
            return before.pointer().getLong(0);
        }
    }

    @Test
    void noSignalHandlerIsInstalledForChildren() {
        long before = sigchld(-1);
        try (ProcessSide side = side(false)) {
            assertThat(side.exit(side.order("code", "exit 7"))).isEqualTo(new ExitStatus.Exited(7));
            assertThat(sigchld(-1)).isEqualTo(before);
        }
    }

    @Test
    void exitStatusesAreKnownThoughTheProcessWasStartedWithSigchldIgnored() {
        long before = sigchld(SIG_IGN);
        try (ProcessSide side = side(false)) {
            assertThat(side.exit(side.order("code", "exit 7"))).isEqualTo(new ExitStatus.Exited(7));
        } finally {
            sigchld(before);
        }
    }
}
