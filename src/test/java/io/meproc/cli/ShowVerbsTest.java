package io.meproc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.cli.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that show one thing. */
class ShowVerbsTest {
    private final FakeService service = new FakeService();
    private final Shell shell = Shell.of(service);

    ShowVerbsTest() throws IOException {}

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void aTaskIsShownWithItsDefinitionAndReplicas() {
        String task = """
                {"name":"web","state":"failed","held":true,"definition":{"name":"web","args":["a b","c"],"type":"daemon","deps":[],\
                "env":["A","B"],"stop":{"signal":"INT"}},"lastStart":"2026-11-24T11:59:00Z","replicas":[\
                {"index":0,"state":"running","pid":7,"since":"2026-11-24T11:59:00Z","restarts":2,"lastExit":null},\
                {"index":1,"state":"failed","pid":null,"since":null,"restarts":0,"notStarted":"exec x: ENOENT","lastExit":null}]}""";
        service.on("GET /tasks/web", task);

        assertThat(shell.run("get", "web")).isEqualTo(new Result(0, """
                web  failed, by request  1m
                  args          ["a b","c"]
                  type          daemon
                  env           A B
                  stop          {"signal":"INT"}

                REPLICA  STATE    PID  SINCE  RESTARTS  LAST EXIT
                0        running  7    1m     2
                1        failed               0         not started: exec x: ENOENT
                """, ""));
        assertThat(shell.run("get", "web", "--json").out()).isEqualTo(task + "\n");
    }

    @Test
    void whyIsASentenceAndWhatWentBefore() {
        service.on("GET /tasks/web/why", """
                {"task":"web","state":"failed","summary":"it was not found","past":[
                {"at":"2026-11-24T11:59:00Z","replica":0,"event":"not started","words":"not started"},
                {"at":"2026-11-24T11:59:01Z","replica":null,"event":"failed","words":"failed"}]}""");

        assertThat(shell.run("why", "web").out().replaceAll("2026-11-2\\d \\d\\d", "DAY HH"))
                .isEqualTo("""
                web is failed: it was not found

                WHEN                 REPLICA  WHAT
                DAY HH:59:00  0        not started
                DAY HH:59:01           failed
                """);
    }

    @Test
    void aPatternMayBeOneWordOrMany() {
        service.on("POST /cron/preview", "{\"fires\":[\"2026-11-25T09:00:00+01:00\"]}");

        Result result = shell.run("cron", "0", "9", "* * mon-fri", "--zone", "Europe/Berlin", "-n", "1");

        assertThat(result).isEqualTo(new Result(0, "Wed 2026-11-25 09:00 +01:00\n", ""));
        assertThat(service.asked)
                .containsExactly(
                        "POST /cron/preview {\"pattern\":\"0 9 * * mon-fri\",\"zone\":\"Europe/Berlin\",\"n\":1}");
    }

    @Test
    void theCompletionIsAScriptThatBashUnderstands(@TempDir Path folder) throws Exception {
        Result result = shell.run("completion");
        Path script = Files.writeString(folder.resolve("completion"), result.out());
        Path out = folder.resolve("out");

        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source '" + script
                                + "'; COMP_WORDS=(meproc res); COMP_CWORD=1; _complete_meproc; echo ${COMPREPLY[*]};"
                                + "COMP_WORDS=(meproc ls --st); COMP_CWORD=2; _complete_meproc; echo ${COMPREPLY[*]}")
                // Outside of a real completion bash complains about compopt.
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(out.toFile())
                .start();
        assertThat(bash.waitFor(1, TimeUnit.MINUTES)).isTrue();

        assertThat(Files.readAllLines(out)).containsExactly("restart reset", "--state");
        assertThat(service.asked).isEmpty();
    }
}
