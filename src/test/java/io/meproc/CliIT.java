package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands of {@code ./meproc}, each a process as a user would start it, on the packaged service. */
class CliIT extends WithCli {
    @Test
    void aTaskIsStartedListedScaledStoppedAndRemoved() throws Exception {
        assertThat(meproc("start", "web", "--replica", "2", "--", "sleep", "1000"))
                .isEqualTo(new Result(0, "web: created, running, 2 of 2 running\n", ""));
        assertThat(meproc("ls", "--state", "running").out())
                .containsPattern("web +running +2/2 +[\\d.]+% +[\\d.]+[KM] +daemon +0 +\\d+s\n");
        assertThat(meproc("scale", "web", "3").out()).isEqualTo("web: changed, running, 3 of 3 running\n");
        assertThat(service.children()).hasSize(3);
        assertThat(meproc("get", "web").out())
                .contains("args          sleep 1000")
                .containsPattern("2 +running +\\d+ ");
        assertThat(meproc("restart", "web:1").out()).startsWith("web:1: ").endsWith("running, 3 of 3 running\n");
        assertThat(meproc("stop", "web").out()).isEqualTo("web: stopped, 0 of 3 running\n");
        assertThat(meproc("why", "web").out()).startsWith("web is stopped: ");
        assertThat(meproc("start", "web").out()).isEqualTo("web: started, running, 3 of 3 running\n");
        assertThat(meproc("rm", "web")).isEqualTo(new Result(0, "web: removed\n", ""));
        assertThat(meproc("get", "web").code()).isEqualTo(4);
        assertThat(meproc("ls").err()).isEqualTo("meproc: no task is listed\n");
    }

    @ParameterizedTest
    @CsvSource({"exit 0, 0", "exit 7, 7", "kill -9 $$, 137"})
    void aRunEndsAsItsCommandDoesAndLeavesNoTask(String line, int code) throws Exception {
        Result result = meproc("run", "job", "-e", "WHO=you", "--cmd", "echo hello $WHO; " + line);

        assertThat(result.code()).as(result.err()).isEqualTo(code);
        assertThat(result.out()).isEqualTo("hello you\n");
        assertThat(meproc("get", "job").code()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"/no/such/program, 127", "/etc/passwd, 126"})
    void whatCannotBeExecutedIsToldAsShellsDo(String program, int code) throws Exception {
        Result result = meproc("run", "job", "--", program);

        assertThat(result.code()).isEqualTo(code);
        assertThat(result.err()).contains(program);
    }

    @Test
    void aRunStopsByCtrlCAndLeavesNothing() throws Exception {
        Path out = directory.resolve("run");
        Process run = process(
                        "run",
                        "long",
                        "--cmd",
                        "echo begun; trap 'echo end; exit 3' INT TERM; while :; do sleep 0.1; done")
                .redirectOutput(out.toFile())
                .start();
        await().until(() -> Files.readString(out).equals("begun\n"));

        new ProcessBuilder("kill", "-INT", Long.toString(run.pid())).start().waitFor();

        assertThat(run.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).isEqualTo(130);
        assertThat(Files.readString(out)).startsWith("begun\n").endsWith("end\n");
        assertThat(meproc("get", "long").code()).isEqualTo(4);
    }

    @Test
    void aRunOfAListedNameIsRefused() throws Exception {
        meproc("start", "web", "--", "sleep", "1000");

        Result result = meproc("run", "web", "--", "true");

        assertThat(result.code()).isEqualTo(125);
        assertThat(result.err()).contains("'meproc rm web' removes it");
        assertThat(service.children()).hasSize(1);
    }

    @Test
    void outputIsShownToTheByteAndFollowed() throws Exception {
        Path out = directory.resolve("logs-f");
        meproc(
                "start",
                "talk",
                "--cmd",
                "printf 'a\\nb\\033[1m\\n'; while [ ! -e '" + directory
                        + "/go' ]; do sleep 0.05; done; echo c; exec sleep 1000");
        await().untilAsserted(() -> assertThat(meproc("logs", "talk").out()).isEqualTo("a\nb\033[1m\n"));
        assertThat(meproc("logs", "talk:0", "-n", "1").out()).isEqualTo("b\033[1m\n");
        Process logs = process("logs", "talk", "-f", "-n", "1")
                .redirectOutput(out.toFile())
                .start();
        await().until(() -> Files.readString(out).equals("b\033[1m\n"));

        Files.createFile(directory.resolve("go"));

        await().until(() -> Files.readString(out).equals("b\033[1m\nc\n"));
        meproc("rm", "talk");
        assertThat(logs.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(logs.exitValue()).isZero();
    }

    @Test
    void eventsAreFollowed() throws Exception {
        Path out = directory.resolve("events");
        Process events = process("events", "seen").redirectOutput(out.toFile()).start();
        try {
            await().untilAsserted(() -> {
                meproc("start", "seen", "--type", "once", "--", "true");
                assertThat(Files.readString(out)).contains("seen:0").contains("is finished");
            });
            meproc("rm", "seen");
            await().until(() -> Files.readString(out).contains("seen  removed"));
        } finally {
            events.destroy();
            assertThat(events.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(Files.readString(out)).doesNotContain("{");
    }

    @Test
    void whatTheServiceRefusesIsToldByField() throws Exception {
        Result result = meproc("start", "web", "--umask", "999", "--", "true");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("umask").doesNotContain("\tat ");
        assertThat(meproc("cron", "0 0 31 2 *").err()).contains("pattern");
        assertThat(meproc("cron", "0 9 * * mon", "--zone", "Europe/Berlin", "-n", "2")
                        .out()
                        .lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("Mon "));
    }

    @Test
    void jsonIsTheServicesOwn() throws Exception {
        meproc("start", "web", "--", "sleep", "1000");

        String json = meproc("get", "web", "--json").out();

        assertThat(json).isEqualTo(service.call("GET", "/api/v1/tasks/web", "").body() + "\n");
        assertThat(meproc("node", "--json").out()).startsWith("{").contains("\"name\":\"Meproc\"");
    }

    @ParameterizedTest
    @CsvSource({"meproc stop a-lo, a-long-name", "meproc logs a-long-name:, 0 1"})
    void bashCompletesTheNamesOfTasksAndReplicas(String line, String words) throws Exception {
        meproc("start", "a-long-name", "--replica", "2", "--", "sleep", "1000");
        Path script = Files.writeString(
                directory.resolve("completion"), meproc("completion").out());

        // A service or client that is slow for a moment completes nothing, and the next Tab does.
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(completed(script, line)).isEqualTo(words));
    }

    private static String completed(Path script, String line) throws IOException, InterruptedException {
        Path out = directory.resolve("completed");
        ProcessBuilder builder = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source \"$1\"; COMP_LINE=$2 COMP_POINT=${#2}; _meproc ./meproc; echo \"${COMPREPLY[*]}\"",
                        "bash",
                        script.toString(),
                        line)
                .redirectOutput(out.toFile());
        builder.environment().put("MEPROC_URL", "http://127.0.0.1:" + service.port());
        assertThat(Cli.exitCode(builder.start())).isZero();
        return Files.readString(out).strip();
    }

    private static Result meproc(String... arguments) throws IOException, InterruptedException {
        return cli.run(arguments);
    }

    private static ProcessBuilder process(String... arguments) {
        return cli.process(arguments);
    }
}
