package io.meproc.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel gives the pid of a recorded leader to another process. */
class ReusedPidTest {
    @TempDir
    private Path directory;

    private static Process unshared(String... command) throws Exception {
        String[] line = new String[command.length + 5];
        System.arraycopy(new String[] {"unshare", "--pid", "--fork", "--mount-proc", "--kill-child"}, 0, line, 0, 5);
        System.arraycopy(command, 0, line, 5, command.length);
        return new ProcessBuilder(line).redirectErrorStream(true).start();
    }

    @Test
    void aProcessWithThePidOfARecordedLeaderIsNeitherAdoptedNorSignalled() throws Exception {
        assumeTrue(unshared("true").waitFor() == 0, "a PID namespace needs root");
        Process process = unshared(
                "java", "-cp", System.getProperty("java.class.path"), ReusedPid.class.getName(), directory.toString());
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(output).contains("adopted 0, gone 1, unverified 0, alive true");
    }
}
