package io.meproc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.meproc.cli.Shell.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                {"name":"web","node":"box-1","state":"failed","held":true,"running":1,"definition":{"name":"web","args":["a b","c"],"type":"daemon","deps":[],\
                "env":["A","B"],"stop":{"signal":"INT"}},"lastStart":"2026-11-24T11:59:00Z","replicas":[\
                {"index":0,"state":"running","pid":7,"since":"2026-11-24T11:59:00Z","restarts":2,"lastExit":null},\
                {"index":1,"state":"failed","pid":null,"since":null,"restarts":0,"notStarted":"exec x: ENOENT","lastExit":null}]}""";
        service.on("GET /tasks/web", task).on("GET /usage?task=web", """
                {"at":"2026-11-24T12:00:00Z","cores":2,"tasks":[{"name":"web","cpuSeconds":6.0,"rss":1048576,"processes":1,"replicas":[
                 {"index":0,"pid":7,"since":"2026-11-24T11:59:00Z","cpuSeconds":6.0,"rss":1048576,"processes":1}]}]}""");

        assertThat(shell.run("get", "web")).isEqualTo(new Result(0, """
                web  failed, by request  1m
                  node          box-1
                  args          "a b" "c"
                  type          daemon
                  env           A B
                  stop          signal INT

                REPLICA  STATE    PID  CPU    MEM   SINCE  RESTARTS  LAST EXIT
                0        running  7    10.0%  1.0M  1m     2
                1        failed                            0         not started: exec x: ENOENT
                """, ""));
        assertThat(shell.run("get", "web", "--json").out()).isEqualTo(task + "\n");
    }

    @Test
    void theTargetsOfNotificationsAreListedWithWhatTheyDidNotAccept() {
        service.on("GET /hooks", """
                {"targets":[{"name":"log","kind":"webhook","place":"127.0.0.1:9","state":"ok","waiting":0,"failing":0,"dead":0,"retryAt":null,"error":null},
                {"name":"ops","kind":"mail","place":"ops@example.org","state":"failing","waiting":1,"failing":1,"dead":1,"retryAt":null,"error":"HTTP 500"}],
                "notifications":[{"number":2,"target":"ops","event":"failed","task":"web","replica":1,"run":7,"words":"failed","at":"2026-11-24T12:00:00Z","others":0,
                "tries":1,"error":"HTTP 500","due":"2026-11-24T12:05:00Z","givenUp":null},
                {"number":1,"target":"ops","event":"late","task":"cron","replica":null,"run":null,"words":"late","at":"2026-11-24T11:00:00Z","others":0,
                "tries":10,"error":"HTTP 500","due":null,"givenUp":"2026-11-24T12:00:00Z"}],"dropped":0}""");
        assertThat(shell.run("hooks").out()).isEqualTo("""
                TARGET  KIND     STATE    WAITING  GIVEN UP  ERROR
                log     webhook  ok       0        0
                ops     mail     failing  1        1         HTTP 500

                TIME                 TARGET  TASK   EVENT   TRIES  NEXT                 ERROR
                2026-11-24 12:00:00  ops     web:1  failed  1      2026-11-24 12:05:00  HTTP 500
                2026-11-24 11:00:00  ops     cron   late    10     given up             HTTP 500
                """);
    }

    @Test
    void aTrialThatFailsIsAFailureOfTheCommand() {
        service.on("POST /hooks/ops/test", """
                {"target":"ops","delivered":true,"answer":"HTTP 204","millis":3}""");
        assertThat(shell.run("hooks", "test", "ops")).isEqualTo(new Result(0, "ops: delivered, HTTP 204 (3 ms)\n", ""));
        service.on("POST /hooks/log/test", """
                {"target":"log","delivered":false,"answer":"HTTP 500","millis":3}""");
        assertThat(shell.run("hooks", "test", "log"))
                .isEqualTo(new Result(1, "log: not delivered, HTTP 500 (3 ms)\n", ""));
        service.on("POST /hooks/ops/drop", """
                {"action":"drop","target":"ops","notifications":1}""");
        assertThat(shell.run("hooks", "drop", "ops").out()).isEqualTo("ops: 1 notification deleted\n");
        assertThat(shell.run("hooks", "try", "ops").code()).isEqualTo(2);
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
    void theServiceIsShownForPeople() {
        service.on("GET /node", """
                {"name":"Meproc","uptime":3725.321,"startedAt":"2026-11-24T11:30:00.5Z","revision":7,"states":{"running":1,"backing off":2},
                "limits":{"replicas":10000}}""");

        assertThat(shell.run("node").out().replaceFirst("2026-11-2\\d \\d\\d", "DAY HH"))
                .isEqualTo("""
                  name          Meproc
                  uptime        1h 2m
                  started       DAY HH:30:00
                  states        running 1, backing off 2
                  limits        replicas 10000
                """);
    }

    @Test
    void theTroubleOfATaskIsShownBesideItsStateAndNumbersHaveTheirUnits() {
        service.on("GET /tasks/web", """
                {"name":"web","state":"backing off","health":"failing","definition":{"interval":500},"replicas":[]}""").on("GET /node", """
                {"store":{"state":"ok","obstacle":null},"eventLoop":{"longestTurnMs":12,"since":"2026-11-24T11:30:00.5Z"}}""");

        assertThat(shell.run("get", "web").out())
                .startsWith("web  backing off, failing")
                .contains("interval      500 ms\n");
        assertThat(shell.run("node").out())
                .matches("  store         ok\n  eventLoop     longest turn 12 ms since 2026-11-2\\d \\d\\d:30:00\n");
    }

    @Test
    void limitsAndStepsAreShownForPeople() {
        service.on("GET /tasks/web", """
                {"name":"web","state":"running","definition":{"limits":{"nofile":"1024:4096","core":"0"},\
                "stop":{"sequence":[{"signal":"INT","wait":"5s"},{"signal":"TERM","wait":"1s"}]}},"replicas":[]}""");

        assertThat(shell.run("get", "web").out())
                .contains("limits        nofile 1024:4096, core 0\n")
                .contains("stop          sequence (signal INT, wait 5s) (signal TERM, wait 1s)\n");
    }

    @Test
    void theNextFireIsToldByTheClockHere() {
        service.on("GET /tasks/c/why", """
                {"task":"c","state":"scheduled","summary":"next fire at 2026-11-25T03:00:00Z, in 15 h","past":[]}""");

        assertThat(shell.run("why", "c").out())
                .matches("c is scheduled: next fire at 2026-11-2\\d \\d\\d:\\d\\d:00, in 15 h\n");
    }

    @Test
    void aStateThatIsAlsoTheHealthIsShownOnce() {
        service.on("GET /tasks/c/why", """
                {"task":"c","state":"failed","summary":"failed: the last run ended with code 1","past":[]}""");

        assertThat(shell.run("why", "c").out()).isEqualTo("c is failed: the last run ended with code 1\n");
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "meproc res|resume restart reset",
                "meproc ls --st|--state",
                "meproc ls --state ba|backing\\ off",
                "meproc status --state failed,sto|failed,stopped failed,stopping",
                "meproc restart --health f|failed failing",
                "meproc --json start web --type o|once",
                "meproc signal web US|USR1 USR2",
                "meproc run x --stop-signal K|KILL",
                "meproc help wh|why",
                "meproc start web -- r|''",
                "meproc nothing r|''",
            })
    void bashCompletesWhatIsKnownWithoutAService(String line, String words, @TempDir Path folder) throws Exception {
        Path script = Files.writeString(
                folder.resolve("completion"), shell.run("completion").out());
        Path out = folder.resolve("out");

        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source \"$1\"; COMP_LINE=$2 COMP_POINT=${#2}; _meproc meproc; echo \"${COMPREPLY[*]}\"",
                        "bash",
                        script.toString(),
                        line)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(bash.waitFor(1, TimeUnit.MINUTES)).isTrue();

        assertThat(Files.readString(out)).isEqualTo(words + "\n");
        assertThat(service.asked).isEmpty();
    }

    @Test
    void namesForACompletionAreThoseOfTasksAndReplicas() {
        service.on("GET /tasks?limit=1000", "{\"tasks\":[{\"name\":\"db\"},{\"name\":\"web\"}]}")
                .on("GET /tasks/web", "{\"replicas\":[{\"index\":0},{\"index\":1}]}")
                .problem("GET /tasks/we", 404, "unknown-task", "No such task");

        assertThat(shell.run("complete", "tasks")).isEqualTo(new Result(0, "db\nweb\n", ""));
        assertThat(shell.run("complete", "replicas", "web")).isEqualTo(new Result(0, "web:0\nweb:1\n", ""));
        assertThat(shell.run("complete", "replicas", "we")).isEqualTo(new Result(0, "", ""));
    }

    @Test
    void aServiceThatDoesNotAnswerKeepsNoCompletionWaiting() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // It would take minutes by the patience of other verbs.
            assertThat(assertTimeoutPreemptively(
                            Duration.ofMinutes(1),
                            () -> shell.run("complete", "tasks", "--url", "127.0.0.1:" + silent.getLocalPort())))
                    .isEqualTo(new Result(0, "", ""));
        }
    }
}
