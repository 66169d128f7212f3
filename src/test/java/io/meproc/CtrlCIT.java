package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.Cli.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that follow something end when they are asked to, whatever becomes of what they write. */
class CtrlCIT extends WithCli {
    private static final int BY_CTRL_C = 130;
    private static final int BY_CLOSED_PIPE = 141;

    private static final ConditionFactory AWAIT = Awaitility.await().atMost(Duration.ofMinutes(1));

    @Test
    void aRunIsStoppedThoughNobodyReadsItsOutput() throws Exception {
        Process run = cli.process("run", "much", "--", "yes").start();
        awaitOutput("much");

        Cli.interrupt(run);

        assertThat(Cli.exitCode(run)).isEqualTo(BY_CTRL_C);
        assertThat(cli.run("get", "much").code()).isEqualTo(4);
    }

    @Test
    void aRunIsStoppedThoughItsOutputIsFasterThanItsReader() throws Exception {
        Process run = cli.process("run", "much", "--", "yes").start();
        Thread reader = slowReader(run);
        awaitOutput("much");

        Cli.interrupt(run);

        assertThat(Cli.exitCode(run)).isEqualTo(BY_CTRL_C);
        assertThat(cli.run("get", "much").code()).isEqualTo(4);
        reader.join();
    }

    /** That one waits half a second for its reader, and for nothing else. */
    @Test
    void aRunThatNobodyReadsEndsNearlyAsSoonAsACommandThatOnlyReads() throws Exception {
        Duration run = Duration.ofDays(1);
        Duration logs = Duration.ofDays(1);
        for (int attempt = 0; attempt < 3; attempt++) {
            Process much = cli.process("run", "much", "--", "yes").start();
            awaitOutput("much");
            Process follower = cli.process("logs", "much", "-f").start();
            AWAIT.until(() -> follower.getInputStream().available() >= 1 << 15);
            logs = shorter(logs, untilEnd(follower));
            run = shorter(run, untilEnd(much));
        }
        assertThat(run).isLessThan(logs.multipliedBy(2));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration untilEnd(Process process) throws Exception {
        long began = System.nanoTime();
        Cli.interrupt(process);
        assertThat(Cli.exitCode(process)).isEqualTo(BY_CTRL_C);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Test
    void theSecondCtrlCEndsARunAtOnce() throws Exception {
        Process run = cli.process("run", "stubborn", "--stop-grace", "10m", "--cmd", "trap '' TERM INT; exec yes")
                .start();
        awaitOutput("stubborn");
        Cli.interrupt(run);
        AWAIT.until(() -> call("GET", "/tasks/stubborn", "").contains("\"state\":\"stopping\""));
        assertThat(run.isAlive()).isTrue();

        Cli.interrupt(run);

        assertThat(Cli.exitCode(run)).isEqualTo(BY_CTRL_C);
        assertThat(cli.run("signal", "stubborn", "KILL").code()).isZero();
    }

    @Test
    void aRunWhoseReaderIsGoneIsStopped() throws Exception {
        Process run = cli.process("run", "much", "--", "yes").start();
        awaitOutput("much");

        run.getInputStream().close();

        assertThat(Cli.exitCode(run)).isEqualTo(BY_CLOSED_PIPE);
        assertThat(cli.run("get", "much").code()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"logs much -f", "logs much -f -n 1000", "logs much:0 much:0 -f", "logs much"})
    void outputThatNobodyReadsDoesNotKeepItsCommand(String line) throws Exception {
        cli.run("start", "much", "--cmd", "yes | head -c 3000000; exec sleep 1000");
        awaitOutput("much");
        Process logs = cli.process(line.split(" ")).start();
        AWAIT.until(() -> logs.getInputStream().available() > 0);

        Cli.interrupt(logs);

        assertThat(Cli.exitCode(logs)).isEqualTo(BY_CTRL_C);
    }

    @Test
    void eventsThatNobodyReadsDoNotKeepTheirCommand() throws Exception {
        Process events = cli.process("events", "--json").start();
        AWAIT.until(() -> events.getInputStream().available() > 0);
        AWAIT.until(() -> {
            call("PUT", "/tasks/short", "{\"cmd\":\"true\",\"type\":\"once\",\"replica\":20}");
            call("DELETE", "/tasks/short", "");
            return events.getInputStream().available() >= 1 << 15;
        });

        Cli.interrupt(events);

        assertThat(Cli.exitCode(events)).isEqualTo(BY_CTRL_C);
    }

    @Test
    void inputThatTheCommandWouldNotReceiveIsRefused() throws Exception {
        Path input = Files.writeString(directory.resolve("input"), "data\n");
        Path empty = Files.writeString(directory.resolve("empty"), "");

        Result refused = cli.fed(input, "run", "reader", "--", "cat");
        assertThat(refused.code()).isEqualTo(125);
        assertThat(refused.err()).contains("--stdin FILE", "</dev/null");
        assertThat(cli.fed(empty, "run", "reader", "--", "cat")).isEqualTo(new Result(0, "", ""));
        assertThat(cli.fed(input, "run", "reader", "--stdin", input.toString(), "--", "cat"))
                .isEqualTo(new Result(0, "data\n", ""));
    }

    private static void awaitOutput(String task) {
        // Beyond what a pipe and the client's buffers hold.
        AWAIT.until(() -> call("GET", "/tasks/" + task + "/replicas/0/output?from=1000000&limit=2", "")
                .equals("y\n"));
    }

    private static String call(String method, String path, String body) throws IOException, InterruptedException {
        return service.call(method, "/api/v1" + path, body).body();
    }

    private static Thread slowReader(Process process) {
        Thread reader = new Thread(() -> {
            try (InputStream in = process.getInputStream()) {
                while (in.readNBytes(64).length > 0) {
                    LockSupport.parkNanos(1_000_000);
                }
            } catch (IOException closed) {
                // The process has ended.
            }
        });
        reader.start();
        return reader;
    }
}
