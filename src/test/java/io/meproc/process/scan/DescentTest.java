package io.meproc.process.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel's reports of forks, with real processes. */
class DescentTest {
    private static final Run RUN = new Run(new ReplicaId("a", 0), 7);
    private static final Run OTHER = new Run(new ReplicaId("b", 0), 8);

    @TempDir
    private Path directory;

    private Membership descent = Membership.NONE;

    @BeforeEach
    void begin() {
        assumeTrue(ForkReports.areAvailable(), "the kernel reports no forks to this user");
        descent = Descent.begin();
    }

    @AfterEach
    void close() {
        descent.close();
    }

    /** Starts a chain of processes, of which all but the last end at once; gives the last. */
    private ProcessHandle chain(Run run, boolean mayStay) throws IOException, InterruptedException {
        Path pid = directory.resolve(run.replica().task());
        String last = "echo $$ > " + pid + ".new; mv " + pid + ".new " + pid + "; exec sleep 1000";
        Process leader = new ProcessBuilder("sh", "-c", "env -i setsid -f setsid -f sh -c '" + last + "'").start();
        descent.begins(run, (int) leader.pid(), mayStay);
        assertThat(leader.waitFor()).isZero();
        await().until(() -> Files.exists(pid));
        return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
    }

    @Test
    void theLastOfAChainOfShortLivedProcessesBelongsToTheRunOfTheFirst() throws Exception {
        ProcessHandle last = chain(RUN, false);
        ProcessHandle other = chain(OTHER, false);
        try {
            assertThat(descent.members(Set.of(RUN))).containsExactly(entry((int) last.pid(), RUN));
            assertThat(descent.of((int) other.pid())).isEqualTo(OTHER);
            assertThat(descent.of((int) ProcessHandle.current().pid())).isNull();

            descent.ends(RUN);
            descent.ends(OTHER);

            assertThat(descent.members(Set.of())).hasSize(2);
        } finally {
            last.destroyForcibly();
            other.destroyForcibly();
        }
        await().untilAsserted(() -> assertThat(descent.members(Set.of(RUN))).isEmpty());
    }

    @Test
    void whatMayOutliveItsRunBelongsToNoneAfterIt() throws Exception {
        ProcessHandle last = chain(RUN, true);
        try {
            assertThat(descent.members(Set.of(RUN))).hasSize(1);

            descent.ends(RUN);

            assertThat(descent.members(Set.of(RUN))).isEmpty();
        } finally {
            last.destroyForcibly();
        }
    }

    @Test
    void nothingIsClaimedForTheTimeBeforeEventsWereLost() throws Exception {
        ProcessHandle last = chain(RUN, false);
        try {
            assertThat(descent.members(Set.of(RUN))).hasSize(1);

            ((Descent) descent).lost();

            assertThat(descent.members(Set.of(RUN))).isEmpty();
            ProcessHandle next = chain(OTHER, false);
            next.destroyForcibly();
            assertThat(next.onExit().join()).isEqualTo(next);
        } finally {
            last.destroyForcibly();
        }
    }
}
