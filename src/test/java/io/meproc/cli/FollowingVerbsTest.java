package io.meproc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.cli.Shell.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code logs} and {@code events}. */
class FollowingVerbsTest {
    private static final String OUTPUT = "GET /tasks/t/replicas/0/output?";
    private static final Map<String, String> STREAM = Map.of("Content-Type", "text/event-stream");
    private static final String SNAPSHOT = """
        : hello
        retry: 1

        id: 5
        event: snapshot
        data: {"revision":5,"tasks":[{"name":"web","state":"running"},
        data:  {"name":"db","state":"stopped"}]}

        """;

    private final FakeService service = new FakeService();
    private final Shell shell = Shell.of(service);

    FollowingVerbsTest() throws IOException {}

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void theOutputOfOneRunIsShownByItsNumberOrAsTheLastOne() {
        service.on("GET /tasks/t/replicas/0", "{\"index\":0,\"lastExit\":{\"run\":17}}")
                .on(
                        OUTPUT + "from=0&limit=1048576&run=17",
                        200,
                        Map.of("Meproc-Offset", "4", "Meproc-Next", "8", "Meproc-Run-From", "4"),
                        "two\n")
                .on(OUTPUT + "from=8&limit=1048576&run=17", 200, Map.of("Meproc-Offset", "8", "Meproc-Next", "8"), "")
                .on(
                        OUTPUT + "from=-65536&limit=65536&run=17",
                        200,
                        Map.of("Meproc-Offset", "4", "Meproc-Next", "8", "Meproc-Run-From", "4"),
                        "two\n");
        assertThat(shell.run("logs", "t:0", "--run", "last").out()).isEqualTo("two\n");
        assertThat(shell.run("logs", "t:0", "--run", "17").out()).isEqualTo("two\n");
        assertThat(shell.run("logs", "t:0", "--run", "17", "-n", "9").out()).isEqualTo("two\n");
        service.on("GET /tasks/t/replicas/1", "{\"index\":1,\"lastExit\":null}");
        assertThat(shell.run("logs", "t:1", "--run", "last"))
                .isEqualTo(new Result(4, "", "meproc: t:1 has had no run that ended\n"));
        assertThat(shell.run("logs", "t:0", "--run", "17", "-f").code()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"1, d", "2, 'c\nd'", "9, 'a\nb\nc\nd'", "0, ''"})
    void theLastLinesAreCutFromTheEnd(int lines, String shown) {
        service.on(
                OUTPUT + "from=-65536&limit=65536",
                200,
                Map.of("Meproc-Offset", "0", "Meproc-Next", "7"),
                "a\nb\nc\nd");

        assertThat(shell.run("logs", "t:0", "-n", "" + lines)).isEqualTo(new Result(0, shown, ""));
    }

    @Test
    void longLinesAreReachedByGoingFurtherBack() {
        service.on(OUTPUT + "from=-65536&limit=65536", 200, Map.of("Meproc-Offset", "10"), "xxx\n")
                .on(OUTPUT + "from=-262144&limit=262144", 200, Map.of("Meproc-Offset", "4"), "a\nbxxxxxxx\n");

        assertThat(shell.run("logs", "t:0", "-n", "1").out()).isEqualTo("bxxxxxxx\n");
    }

    @Test
    void followingGoesOnFromTheEndUntilTheTaskIsRemoved() {
        service.on(OUTPUT + "from=-65536&limit=65536", 200, Map.of("Meproc-Offset", "0", "Meproc-Next", "2"), "a\n")
                .on(OUTPUT + "from=2&limit=1048576", "")
                .on(OUTPUT + "from=2&limit=1048576", 200, Map.of("Meproc-Next", "4"), "b\n")
                .problem(OUTPUT + "from=4&limit=1048576", 404, "unknown-task", "No such task");

        assertThat(shell.run("logs", "t:0", "-f")).isEqualTo(new Result(0, "a\nb\n", "meproc: the task was removed\n"));
    }

    @Test
    void theOutputOfATaskIsThatOfAllReplicas() {
        service.on("GET /tasks/t", "{\"definition\":{\"replica\":2}}")
                .on(OUTPUT + "from=0&limit=1048576", 200, Map.of("Meproc-Next", "2"), "a\n")
                .on(OUTPUT + "from=2&limit=1048576", "")
                .on("GET /tasks/t/replicas/1/output?from=0&limit=1048576", "");

        assertThat(shell.run("logs", "t").out()).isEqualTo("t:0 | a\n");
        assertThat(shell.run("logs", "t", "--json").out()).isEqualTo("{\"t:0\":\"a\\n\",\"t:1\":\"\"}\n");
    }

    @Test
    void theOutputOfSeveralTasksIsFollowedUntilAllAreRemoved() {
        service.on("GET /tasks/t", "{\"definition\":{}}")
                .on(OUTPUT + "from=-65536&limit=65536", 200, Map.of("Meproc-Next", "2"), "a\n")
                .on("GET /tasks/u/replicas/3/output?from=-65536&limit=65536", 200, Map.of("Meproc-Next", "3"), "b\nc")
                .problem(OUTPUT + "from=2&limit=1048576", 404, "unknown-task", "No such task")
                .on("GET /tasks/u/replicas/3/output?from=3&limit=1048576", 200, Map.of("Meproc-Next", "4"), "d")
                .problem("GET /tasks/u/replicas/3/output?from=4&limit=1048576", 404, "unknown-replica", "None");

        assertThat(shell.run("logs", "t", "u:3", "-f")).isEqualTo(new Result(0, """
            t:0 | a
            u:3 | b
            u:3 | cd
            """, """
                meproc: the task 't' was removed
                meproc: the task was removed
                """));
    }

    @Test
    void replicasThatAreAddedMeanwhileAreFollowedToo() {
        String added = "GET /tasks/t/replicas/1/output?";
        service.on("GET /tasks/t", "{\"definition\":{}}")
                .on("GET /tasks/t", "{\"definition\":{\"replica\":2}}")
                .on(OUTPUT + "from=-65536&limit=65536", 200, Map.of("Meproc-Next", "2"), "a\n")
                .on(OUTPUT + "from=2&limit=1048576", "")
                .on(added + "from=-65536&limit=65536", 200, Map.of("Meproc-Next", "2"), "b\n")
                .problem(added + "from=2&limit=1048576", 404, "unknown-task", "No such task");
        // The first replica ends the wait when the second one is there.
        service.after(added + "from=-65536&limit=65536", OUTPUT + "from=2&limit=1048576");

        assertThat(shell.run("logs", "t", "-f"))
                .isEqualTo(new Result(0, "a\nt:1 | b\n", "meproc: the task was removed\n"));
    }

    @Test
    void aLogThatWasMovedUnderItsProcessIsNotedOnce() {
        service.on(
                        OUTPUT + "from=0&limit=1048576",
                        200,
                        Map.of("Meproc-Next", "2", "Meproc-Moved", "/log/t-0.log.1"),
                        "a\n")
                .on(OUTPUT + "from=2&limit=1048576", 200, Map.of("Meproc-Moved", "/log/t-0.log.1"), "");

        assertThat(shell.run("logs", "t:0"))
                .isEqualTo(new Result(
                        0,
                        "a\n",
                        "meproc: t:0: the log was moved to /log/t-0.log.1 while the process writes to it; its output"
                                + " goes there until its next start\n"));
    }

    @Test
    void theOutputOfAllTasksIsThatOfAllThatAreListed() {
        service.on("GET /tasks?limit=1000", "{\"tasks\":[{\"name\":\"t\"}],\"next\":\"null\"}")
                .on("GET /tasks?limit=1000&after=null", "{\"tasks\":[{\"name\":\"u\"}],\"next\":null}")
                .on(OUTPUT + "from=0&limit=1048576", 200, Map.of("Meproc-Next", "2"), "a\n")
                .on(OUTPUT + "from=2&limit=1048576", "")
                .on("GET /tasks/u/replicas/0/output?from=0&limit=1048576", "");

        assertThat(shell.run("logs", "--all")).isEqualTo(new Result(0, "t:0 | a\n", ""));
    }

    @Test
    void aLineWithoutAnEndIsNotKeptForEver() {
        String part = "x".repeat(1 << 16) + "y";
        service.on("GET /tasks/t", "{\"definition\":{\"replica\":2}}")
                .on(OUTPUT + "from=0&limit=1048576", 200, Map.of("Meproc-Next", "65537"), part)
                .on(OUTPUT + "from=65537&limit=1048576", 200, Map.of("Meproc-Next", "65538"), "z")
                .on(OUTPUT + "from=65538&limit=1048576", "")
                .on("GET /tasks/t/replicas/1/output?from=0&limit=1048576", "");

        assertThat(shell.run("logs", "t").lines()).containsExactly("t:0 | " + part, "t:0 | z");
    }

    @Test
    void anAnswerThatHasNoEndIsNotKept() throws Exception {
        String endless = "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat((1 << 20) + 1);
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = RawAnswer.on(socket, endless);

            Result result = shell.run("logs", "t:0", "--url", "127.0.0.1:" + socket.getLocalPort());
            assertThat(result.code()).isEqualTo(3);
            assertThat(result.err()).contains("more than 1048576 bytes");
            server.join();
        }
    }

    @Test
    void eventsAreLinesAndGoOnWhereTheyWereWhenTheConnectionWasLost() {
        service.noting("Last-Event-ID")
                .on("GET /events?task=web&task=db", 200, STREAM, SNAPSHOT + """
                    id: 6
                    event: task
                    data: {"name":"web","state":"running"}

                    event: run
                    data: {"task":"web","replica":1,"event":"exited","words":"code 1\\u0007","at":"2026-11-24T12:00:00.5Z"}

                    id: 7
                    event: task
                    data: {"name":"web","state":"backing off"}

                    event: later
                    data: {}

                    event: removed
                    data: {"name":"db"}

                    """)
                .on("GET /events?task=web&task=db", 403, Map.of(), "{\"title\":\"enough\"}");

        Result result = shell.run("events", "web", "db");

        assertThat(result.out().replaceAll("\\d\\d:\\d\\d:00", "12:00:00")).isEqualTo("""
            12:00:00  web:1  code 1\\u0007
                      web  is backing off
                      db  removed
            """);
        assertThat(result.err()).isEqualTo("meproc: the service ended the stream; reconnecting\nmeproc: enough\n");
        assertThat(service.asked)
                .containsExactly("GET /events?task=web&task=db", "GET /events?task=web&task=db Last-Event-ID=7");
    }

    @Test
    void afterAGapTheSnapshotShowsWhatWasMissed() {
        service.on(
                        "GET /events",
                        200,
                        STREAM,
                        SNAPSHOT + "event: gap\ndata: {}\n\n" + SNAPSHOT.replace("stopped", "failed"))
                .on("GET /events", 403, Map.of(), "{\"title\":\"enough\"}");

        Result result = shell.run("events");

        assertThat(result.out()).isEqualTo("          db  is failed\n");
        assertThat(result.err()).contains("some events were missed");
    }

    @Test
    void asJsonEachEventIsALine() {
        service.on("GET /events", 200, STREAM, SNAPSHOT).on("GET /events", 403, Map.of(), "{\"title\":\"enough\"}");

        assertThat(shell.run("events", "--json").lines())
                .containsExactly(
                        "{\"id\":\"5\",\"event\":\"snapshot\",\"data\":{\"revision\":5,\"tasks\":[{\"name\":\"web\",\"state\":\"running\"},"
                                + "{\"name\":\"db\",\"state\":\"stopped\"}]}}",
                        "{\"title\":\"enough\"}");
    }
}
