package io.meproc.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meproc.process.LauncherChoice;
import io.meproc.process.ProcessSettings;
import io.meproc.process.scan.ForkReports;
import io.meproc.task.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that leave their group and write over the environment that says whose they are. */
@Tag("slow")
class DisguiseTest {
    @TempDir
    private Path directory;

    /** Perl writes its new name over its environment. */
    private static final String DISGUISED = perl("");

    private static String perl(String more) {
        // The first process ends when the last one is in disguise.
        return "perl -MPOSIX -e 'pipe(R, W); if (fork) { close W; <R>; exit } setsid; exit if fork; $0 = \"x\" x 4000; "
                + more + "close W; sleep 1000'";
    }

    @Test
    void whoHasOverwrittenItsEnvironmentIsKnownByItsOutput() {
        try (Supervised side = new Supervised(directory, LauncherChoice.NATIVE)) {
            side.start("disguised", TaskOrder.line(DISGUISED));
            Supervised.eventually(() -> !side.end("disguised", 0).leftovers().isEmpty());

            assertThat(side.end("disguised", 0).leftovers()).singleElement().satisfies(left -> {
                assertThat(left.command()).startsWith("xxx");
                assertThat(left.outside()).isTrue();
            });
            assertThat(side.stop("disguised").refusal()).isEmpty();
            assertThat(disguised()).isZero();
        }
    }

    @Test
    void aDaemonThatDisguisesItselfAgainAndAgainDoesNotPileUp() throws Exception {
        try (Supervised side = new Supervised(directory, LauncherChoice.NATIVE)) {
            side.start("pile", TaskOrder.line(DISGUISED).daemon());
            Supervised.eventually(() -> side.replica("pile", 0).history().restarts() > 20);

            assertThat(side.stop("pile").refusal()).isEmpty();

            Supervised.eventually(() -> disguised() == 0);
        }
    }

    @Test
    void whoHasClosedItsOutputAsWellIsNamedAndLeftAlone() throws Exception {
        Path pid = directory.resolve("pid");
        try (Supervised side = new Supervised(directory.resolve("logs"), LauncherChoice.NATIVE)) {
            side.start("silent", TaskOrder.line(silent(pid) + "; exec sleep 1000"));
            Supervised.eventually(() -> Files.exists(pid));
            long hidden = Long.parseLong(Files.readString(pid).strip());
            Supervised.eventually(() -> ProcessHandle.of(hidden)
                    .flatMap(ProcessHandle::parent)
                    .filter(ProcessHandle.current()::equals)
                    .isPresent());
            try {
                Answer answer = side.stop("silent");

                assertThat(Supervised.lives(hidden)).isTrue();
                assertThat(answer.note()).contains(hidden + " (xxx", "may belong to it");
            } finally {
                ProcessHandle.of(hidden).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    @Test
    void theEndOfARunThatEndedByItselfNamesWhatMayBelongToIt() throws Exception {
        Path pid = directory.resolve("pid");
        try (Supervised side = new Supervised(directory.resolve("logs"), LauncherChoice.NATIVE)) {
            side.start("silent", TaskOrder.line(silent(pid)));
            Supervised.eventually(() -> Files.exists(pid));
            long hidden = Long.parseLong(Files.readString(pid).strip());
            try {
                Supervised.eventually(() -> !side.end("silent", 0).leftovers().isEmpty());

                assertThat(side.end("silent", 0).leftovers()).singleElement().satisfies(left -> {
                    assertThat(left.pid()).isEqualTo(hidden);
                    assertThat(left.suspected()).isTrue();
                });
                assertThat(Supervised.lives(hidden)).isTrue();
            } finally {
                ProcessHandle.of(hidden).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    private Supervised withProcessEvents() {
        return new Supervised(
                directory.resolve("logs"),
                instance -> new ProcessSettings(directory.resolve("logs"), instance, LauncherChoice.NATIVE)
                        .withProcessEvents());
    }

    private String silent(Path pid) {
        return perl("open STDOUT, \">/dev/null\"; open STDERR, \">/dev/null\"; open P, \">" + pid
                + ".new\"; print P $$; close P; rename \"" + pid + ".new\", \"" + pid + "\"; ");
    }

    @Test
    void whoHasClosedItsOutputAsWellIsEndedByAStopWhereForksAreReported() throws Exception {
        assumeTrue(ForkReports.areAvailable(), "the kernel reports no forks to this user");
        Path pid = directory.resolve("pid");
        try (Supervised side = withProcessEvents()) {
            side.start("silent", TaskOrder.line(silent(pid) + "; exec sleep 1000"));
            Supervised.eventually(() -> Files.exists(pid));
            long hidden = Long.parseLong(Files.readString(pid).strip());

            Answer answer = side.stop("silent");

            assertThat(Supervised.lives(hidden)).isFalse();
            assertThat(answer.note()).contains(hidden + " (xxx", "had left the process group and was ended");
        }
    }

    @Test
    void whoHasClosedItsOutputAsWellIsEndedAfterTheLeaderWhereForksAreReported() throws Exception {
        assumeTrue(ForkReports.areAvailable(), "the kernel reports no forks to this user");
        Path pid = directory.resolve("pid");
        try (Supervised side = withProcessEvents()) {
            side.start("silent", TaskOrder.line(silent(pid)));
            Supervised.eventually(() -> Files.exists(pid));
            long hidden = Long.parseLong(Files.readString(pid).strip());

            Supervised.eventually(() -> !Supervised.lives(hidden));

            assertThat(side.end("silent", 0).leftovers()).singleElement().satisfies(left -> {
                assertThat(left.pid()).isEqualTo(hidden);
                assertThat(left.suspected()).isFalse();
            });
        }
    }

    private long disguised() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().orElse("").contains("perl"))
                .count();
    }
}
