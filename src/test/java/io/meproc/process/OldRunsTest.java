package io.meproc.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import io.meproc.logs.LogStore;
import io.meproc.process.account.Identity;
import io.meproc.process.scan.MarkKey;
import io.meproc.process.scan.Marker;
import io.meproc.task.Leftovers;
import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import io.meproc.task.exit.LeaderExit;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes that bear the mark of this data directory before anything was started. */
class OldRunsTest {
    @TempDir
    private Path directory;

    private final MarkKey key = MarkKey.random();
    private final List<Process> old = new ArrayList<>();

    @AfterEach
    void end() {
        old.forEach(Process::destroyForcibly);
    }

    private ProcessSide side(LauncherChoice choice, LeftoverPolicy policy) {
        return new ProcessSide(directory, instance -> {
            old(instance, "web");
            return new ProcessVerticle(new ProcessSettings(
                    new LogStore(directory),
                    instance,
                    key,
                    choice,
                    OutputStream.nullOutputStream(),
                    policy,
                    true,
                    false));
        });
    }

    private void old(String instance, String task) {
        try {
            ProcessBuilder builder = new ProcessBuilder("sleep", "1000");
            builder.environment()
                    .putAll(new Marker(instance, key)
                            .variables(new Run(new ReplicaId(task, 0), 42), Identity.OWN, LeaderExit.STOP_GROUP));
            old.add(builder.start());
        } catch (java.io.IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static List<Leftovers.OldProcess> leftovers(ProcessSide side) {
        return ProcessSide.done(LocalBus.<Leftovers>request(side.vertx(), Addresses.LEFTOVERS, ""))
                .processes();
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void noSecondCopyIsStartedBesideAProcessThatAKilledMeprocHasLeft(LauncherChoice choice) {
        try (ProcessSide side = side(choice, LeftoverPolicy.REFUSE)) {
            long pid = old.get(0).pid();
            Run refused = side.order("web", ":");

            assertThat(side.notStarted(refused).passing()).isTrue();
            assertThat(side.failure(refused)).contains(pid + " (sleep 1000)", "leftovers: end");
            side.exit(side.order("other", ":"));
            assertThat(leftovers(side))
                    .singleElement()
                    .satisfies(left -> assertThat(left.replica()).isEqualTo(new ReplicaId("web", 0)))
                    .satisfies(left -> assertThat(left.pid()).isEqualTo(pid))
                    .satisfies(left -> assertThat(left.command()).isEqualTo("sleep 1000"))
                    .satisfies(left -> assertThat(left.unproven()).isNull());

            old.get(0).destroy();
            ProcessSide.eventually(() -> leftovers(side).isEmpty());
            side.exit(side.order("web", ":"));
        }
    }

    @Test
    void whoAsksBeforeTheScanHasEndedIsAnsweredAfterIt() {
        try (ProcessSide side = side(LauncherChoice.NATIVE, LeftoverPolicy.IGNORE)) {
            assertThat(leftovers(side)).hasSize(1);
            old.get(0).destroyForcibly();
        }
    }

    @Test
    void whatAKilledMeprocHasLeftIsEndedOnRequest() {
        try (ProcessSide side = side(LauncherChoice.NATIVE, LeftoverPolicy.END)) {
            assertThat(old.get(0).onExit().join().isAlive()).isFalse();
            ProcessSide.eventually(() -> leftovers(side).isEmpty());
            side.exit(side.order("web", ":"));
        }
    }

    @Test
    void whatAKilledMeprocHasLeftCanBeIgnored() {
        try (ProcessSide side = side(LauncherChoice.NATIVE, LeftoverPolicy.IGNORE)) {
            side.exit(side.order("web", ":"));
            assertThat(leftovers(side)).hasSize(1);
            old.get(0).destroyForcibly();
        }
    }
}
