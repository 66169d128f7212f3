package io.meproc.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.linux.NativeBlock;
import io.meproc.linux.Syscalls;
import io.meproc.process.account.Identities;
import io.meproc.process.account.Identity;
import io.meproc.process.account.Resolution;
import io.meproc.task.Refusal;
import io.meproc.task.Run;
import io.meproc.task.command.Command;
import io.meproc.task.command.Program;
import io.meproc.task.command.Surroundings;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Something outside of Meproc does not answer: what else goes on. */
class HeldUpTest {
    private static final long PATIENCE_MILLIS = 500;
    private static final int F_SETSIG = 10;
    private static final int F_SETLEASE = 1024;
    private static final int F_WRLCK = 1;
    private static final int F_UNLCK = 2;
    private static final int SIGURG = 23;
    private static final int O_RDONLY = 0;

    @TempDir
    private Path directory;

    private final CountDownLatch answer = new CountDownLatch(1);
    private final AtomicInteger lookUps = new AtomicInteger();

    /** A user database that does not answer for one user. */
    private Identities hanging(Identities identities) {
        return command -> {
            if ("games".equals(command.user())) {
                lookUps.incrementAndGet();
                try {
                    assertThat(answer.await(60, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
                return new Resolution.Granted(Identity.OWN);
            }
            return identities.resolve(command);
        };
    }

    private ProcessSide side(LauncherChoice choice) {
        return new ProcessSide(
                directory,
                instance -> new ProcessVerticle(
                        new ProcessSettings(directory, instance, choice), PATIENCE_MILLIS, this::hanging));
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aUserDatabaseThatHangsHoldsUpNoSignalAndNoOtherStart(LauncherChoice choice) {
        try (ProcessSide side = side(choice)) {
            Run before = side.live("before", "exec sleep 1000");
            List<Run> stuck = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                stuck.add(side.order("stuck" + i, 0, new Command(":", "games", null)));
            }
            ProcessSide.eventually(() -> lookUps.get() > 0);

            Run after = side.live("after", "exec sleep 1000");
            side.send(before, Signal.TERM);
            side.send(after, Signal.TERM);

            side.exit(before);
            side.exit(after);
            assertThat(side.check(new Command(":", null, null))).isNull();
            for (Run run : stuck) {
                assertThat(side.notStarted(run).passing()).isTrue();
                assertThat(side.failure(run)).contains("has not answered for", "user 'games'");
            }
            assertThat(side.check(new Command(":", "games", null)))
                    .extracting(Refusal::reason)
                    .isEqualTo(Refusal.Reason.UNAVAILABLE);
            assertThat(lookUps).as("one look-up at a time").hasValue(1);

            answer.countDown();
            ProcessSide.eventually(() -> side.check(new Command(":", "games", null)) == null);
            assertThat(side.exit(side.order("stuck0", 0, new Command(":", "games", null))))
                    .isEqualTo(new ExitStatus.Exited(0));
            assertThat(lookUps).as("what was found is kept").hasValue(1);
        } finally {
            answer.countDown();
        }
    }

    @Test
    void aStartThatWaitsForAnAccountCanBeCancelled() {
        try (ProcessSide side = side(LauncherChoice.NATIVE)) {
            Run run = side.order("stuck", 0, new Command(":", "games", null));
            side.cancel(run);
            assertThat(side.failure(run)).isEqualTo("it was stopped before its turn came");
            answer.countDown();
            side.exit(side.order("stuck", 0, new Command(":", "games", null)));
            assertThat(side.reports(run)).hasSize(1);
        } finally {
            answer.countDown();
        }
    }

    /** Whoever opens a file that somebody has a lease on waits until that is given up, see fcntl(2). */
    @Test
    void aProgramThatTheFileSystemDoesNotHandOutHoldsUpItsOwnTaskAlone() throws Exception {
        Path program = Files.writeString(directory.resolve("program"), "#!/bin/sh\nexit 7\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        int lease = Syscalls.open(NativeBlock.terminated(program.toString()), O_RDONLY, 0);
        assertThat(Syscalls.fcntl(lease, F_SETSIG, SIGURG)).isZero();
        assertThat(Syscalls.fcntl(lease, F_SETLEASE, F_WRLCK)).isZero();
        try (ProcessSide side = new ProcessSide(directory.resolve("logs"), LauncherChoice.NATIVE)) {
            Run before = side.live("before", "exec sleep 1000");
            Run stuck = side.order(
                    "stuck",
                    0,
                    new Command(new Program.Words(List.of(program.toString())), null, null, Surroundings.INHERITED));

            Run after = side.live("after", "exec sleep 1000");
            side.send(before, Signal.TERM);
            side.send(after, Signal.TERM);
            side.exit(before);
            side.exit(after);
            assertThat(side.reports(stuck)).isEmpty();

            Syscalls.fcntl(lease, F_SETLEASE, F_UNLCK);
            Syscalls.close(lease);
            assertThat(side.exit(stuck)).isEqualTo(new ExitStatus.Exited(7));
        }
    }
}
