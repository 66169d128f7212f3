package io.meproc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryVerbsTest {
    private static final String RUNNING = """
            {"run":19,"task":"web","replica":0,"node":"box-1","state":"running","pid":9,"since":"2026-11-24T11:58:00Z","output":null,"exit":null,"verdict":null}""";
    private static final String STOPPED = """
            {"run":18,"task":"web","replica":0,"node":"box-1","state":"ended","pid":8,"since":"2026-11-24T10:00:00Z","output":null,
            "exit":{"cause":"stopped","words":"stopped by force: signal 9 (KILL)","success":true,"forced":true,"took":10.002,
            "by":{"who":"ops@web1","from":"192.0.2.7"},"at":"2026-11-24T11:00:00Z","usage":{"user":1.5,"system":0.25,"peakRss":18189440,"peakRssAtMost":true},
            "beforeKill":{"state":"D (disk sleep)","waitChannel":"nfs_wait","stack":["nfs_wait+0x1/0x2"]},
            "memoryEvents":{"peak":1048576,"high":0,"max":3,"oom":0,"oomKill":0},
            "leftovers":[{"pid":77,"command":"sleep 1000","leftGroup":true,"killed":true}]},
            "verdict":{"words":"stays stopped, as requested","restarts":false,"after":0,"inARow":0}}""";
    private static final String FAILED = """
            {"run":17,"task":"web","replica":1,"node":"box-1","state":"ended","pid":7,"since":"2026-11-24T09:59:59.700Z","output":null,
            "exit":{"cause":"exited","words":"code 1","success":false,"by":null,"at":"2026-11-24T10:00:00Z","usage":null},
            "verdict":{"words":"starts again by its policy after 3.0 s","restarts":true,"after":3.0,"inARow":1}}""";
    private static final String LOST = """
            {"run":16,"task":"web","replica":1,"node":"box-1","state":"unknown","pid":6,"since":"2026-11-24T09:00:00Z","output":null,"exit":null,"verdict":null}""";

    private final FakeService service = new FakeService();
    private final Shell shell = Shell.of(service);

    HistoryVerbsTest() throws IOException {}

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void theRunsOfATaskAreShownNewestFirstWithMarksAndASum() {
        service.on("GET /tasks/web/runs?limit=20", runs(RUNNING, STOPPED, FAILED, LOST));

        assertThat(here(shell.run("history", "web").out())).isEqualTo("""
                   STARTED              REPLICA  LASTED  END                                REQUESTED BY          RUN
                ●  DAY HH:58:00  0        2m      running                                                  19
                ■  DAY HH:00:00  0        1h      stopped by force: signal 9 (KILL)  ops@web1 (192.0.2.7)  18
                ✗  DAY HH:59:59  1        0.3s    code 1                                                   17
                ?  DAY HH:00:00  1                end unknown                                              16

                4 runs: 1 end unknown, 1 failed, 1 running, 1 stopped
                """);
    }

    @Test
    void theFiltersAreSentAndPagesAreJoined() {
        String path = "GET /tasks/web/runs?replica=1&cause=exited&success=false&since=2026-11-24T10%3A00%3A00Z&limit=";
        service.on(path + "1000", "{\"runs\":[" + FAILED + "],\"next\":\"17\"}")
                .on(path + "1000&after=17", "{\"runs\":[" + FAILED + "],\"next\":null}");

        String out = shell.run(
                        "history", "web:1", "--cause", "exited", "--failed", "--since", "2h", "-n", "2000", "--json")
                .out();

        assertThat(out).startsWith("{\"runs\":[{\"run\":17,").endsWith("],\"next\":null}\n");
        assertThat(service.asked).hasSize(2);
    }

    @Test
    void aRunIsShownWithWhoEndedItWhatFollowedAndItsLastLines() {
        service.on(
                "GET /runs/18",
                STOPPED.substring(0, STOPPED.length() - 1)
                        + ",\"lastLines\":[\"\\u001b[31mbye\\u001b[0m\",\"a\\tb\"]}");

        assertThat(here(shell.run("history", "web", "18").out())).isEqualTo("""
                ■ web:0, run 18: stopped by force: signal 9 (KILL)
                  node          box-1
                  pid           8
                  started       DAY HH:00:00.000
                  ended         DAY HH:00:00.000
                  lasted        1h
                  requested by  ops@web1 (192.0.2.7)
                  stop took     10.002 s, SIGKILL was needed
                  then          stays stopped, as requested
                  CPU           1.5 s user, 0.25 s system
                  peak memory   at most 17M
                  before kill   D (disk sleep), waiting in nfs_wait
                                nfs_wait+0x1/0x2
                  memory events peak 1048576, high 0, max 3, oom 0, oomKill 0
                  left behind   77 (sleep 1000)

                  the last lines of its output:
                  bye
                  a\\tb
                """);
    }

    @Test
    void aTimeWithoutARunIsMarkedAndAnEndThatNobodyWatchedHasABound() {
        service.on("GET /tasks/web/runs?limit=20", runs("""
                {"run":21,"task":"web","replica":0,"node":"box-1","state":"ended","pid":null,"since":"2026-11-24T11:00:00Z","output":null,
                "exit":{"cause":"missed","words":"missed: Meproc did not run","success":false,"by":null,"at":"2026-11-24T11:30:00Z","usage":null},"verdict":null}""", """
                {"run":20,"task":"web","replica":0,"node":"box-1","state":"ended","pid":5,"since":"2026-11-24T10:00:00Z","output":null,
                "exit":{"cause":"unknown","words":"unknown (nobody watched)","success":false,"by":null,"at":"2026-11-24T11:00:00Z","usage":null},"verdict":null}"""));

        assertThat(here(shell.run("history", "web").out())).isEqualTo("""
                   STARTED              REPLICA  LASTED  END                         REQUESTED BY  RUN
                ○  DAY HH:00:00  0                missed: Meproc did not run                21
                ?  DAY HH:00:00  0        ≤ 1h    unknown (nobody watched)                  20

                2 runs: 1 end unknown, 1 without a run
                """);
    }

    @Test
    void lastIsTheNewestRunThatHasEnded() {
        service.on("GET /tasks/web/runs?limit=100", runs(RUNNING, STOPPED, FAILED))
                .on("GET /runs/18", STOPPED);

        assertThat(shell.run("history", "web", "last").out()).startsWith("■ web:0, run 18:");
    }

    @Test
    void theRunOfAnotherTaskIsNotShownAsOneOfThis() {
        service.on("GET /runs/18", STOPPED);

        Shell.Result result = shell.run("history", "db", "18");
        assertThat(result.code()).isEqualTo(Code.UNKNOWN);
        assertThat(result.err()).isEqualTo("meproc: run 18 is not a run of db, but of web:0\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            history web --since tomorrow | --since: 'tomorrow' is not an age such as 90s
            history web -n 0             | -n: expected an integer from 1, got 0
            history web first            | 'first' is not the number of a run, nor 'last'
            audit --until 12:00          | --until: '12:00' is not an age such as 90s
            """)
    void aWrongWordIsNamed(String line, String error) {
        Shell.Result result = shell.run(line.split(" "));
        assertThat(result.code()).isEqualTo(Code.MISUSED);
        assertThat(result.err()).startsWith("meproc: " + error);
    }

    @Test
    void theAuditNamesWhoRequestedWhat() {
        service.on("GET /audit?task=web&limit=20", """
                {"records":[{"at":"2026-11-24T11:00:00Z","by":{"who":"ops@web1","from":"192.0.2.7"},"action":"signal","task":"web","replica":1,"detail":"SIGHUP"},
                {"at":"2026-11-24T10:00:00Z","by":{"who":"","from":"::1"},"action":"remove","task":"web","replica":null,"detail":""}],"next":null}""");

        assertThat(here(shell.run("audit", "web").out())).isEqualTo("""
                WHEN                 WHO       FROM       ACTION  TASK   DETAIL
                DAY HH:00:00  ops@web1  192.0.2.7  signal  web:1  SIGHUP
                DAY HH:00:00            ::1        remove  web
                """);
    }

    @Test
    void whyOfATaskThatIsNoLongerListedRefersToItsHistory() {
        service.problem("GET /tasks/web/why", 404, "unknown-task", "No such task")
                .on("GET /tasks/web/runs?limit=1", runs(FAILED));

        Shell.Result result = shell.run("why", "web");
        assertThat(result.code()).isEqualTo(Code.UNKNOWN);
        assertThat(result.err()).contains("task 'web' is no longer listed; 'meproc history web' shows its runs");
    }

    private static String runs(String... runs) {
        return "{\"runs\":[" + String.join(",", runs) + "],\"next\":null}";
    }

    /** The day and hour depend on the time zone. */
    private static String here(String out) {
        return out.replaceAll("2026-11-2\\d \\d\\d", "DAY HH");
    }
}
