package io.meproc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.cli.Shell.Result;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListVerbTest {
    private static final String FIRST = "GET /tasks?limit=1000";
    private static final String WEB = """
            {"name":"web","state":"backing off","definition":{"replica":2},"running":1,"restarts":3,"waitingFor":[],"nextFire":null,
             "lastStart":"2026-11-24T11:54:58Z","lastExit":{"words":"code 1","at":"2026-11-24T11:59:00Z","replica":1}}""";
    private static final String BACKUP = """
            {"name":"backup","state":"scheduled","definition":{"replica":1},"running":0,"restarts":0,"waitingFor":[],
             "nextFire":"2026-11-25T03:00:00Z","lastStart":null,"lastAttempt":null,"lastExit":null}""";
    private static final String SHOP = """
            {"name":"shop","state":"waiting","definition":{"replica":1},"running":0,"restarts":0,"waitingFor":["db","web"],
             "nextFire":null,"lastStart":null,"lastAttempt":"2026-11-24T11:54:58Z","lastExit":null}""";

    private final FakeService service = new FakeService();
    private final Shell shell = Shell.of(service);

    ListVerbTest() throws IOException {}

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void itIsATableForPeople() {
        service.on(FIRST, page(BACKUP + "," + SHOP + "," + WEB, "null"));

        Result result = shell.run("ls");

        assertThat(result).isEqualTo(new Result(0, """
                NAME    STATE        RUNNING  RESTARTS  SINCE / NEXT  LAST EXIT
                backup  scheduled    0/1      0         in 15h
                shop    waiting      0/1      0         for db, web
                web     backing off  1/2      3         5m 2s         code 1 (replica 1), 1m ago
                """, ""));
    }

    @Test
    void onATerminalItHasColoursAndFitsTheWidth() {
        service.on(FIRST, page(WEB, "null"));

        Result result = shell.terminal(60).run("ls");

        assertThat(result.out()).contains("\033[33mbacking off\033[0m").contains("\033[1mNAME\033[0m");
        assertThat(result.out().replaceAll("\033\\[\\d*m", "").lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(60))
                .last()
                .asString()
                .contains("1/2")
                .endsWith("…");
    }

    @Test
    void allPagesAreOneList() {
        service.on(FIRST, page(BACKUP, "\"null\"")).on(FIRST + "&after=null", page(WEB, "null"));

        assertThat(shell.run("ls").lines()).hasSize(3);
        assertThat(service.asked).containsExactly(FIRST, FIRST + "&after=null");
        assertThat(shell.run("ls", "--json").lines()).hasSize(1);
    }

    @Test
    void theJsonOfAllPagesEndsLikeALastPage() throws IOException {
        service.on(FIRST, page(BACKUP, "\"backup\"")).on(FIRST + "&after=backup", page(WEB, "null"));

        String json = shell.run("ls", "--json").out();

        assertThat(Json.read(json.getBytes(UTF_8)))
                .isEqualTo(Json.read(page(BACKUP + "," + WEB, "null").getBytes(UTF_8)));
    }

    @Test
    void whatIsAskedForIsSentToTheService() {
        service.on("GET /tasks?state=failed%2Cbacking%20off&type=once&q=a%26b&limit=1000", page("", "null"));

        Result result = shell.run("ls", "--state", "failed,backing off", "--type", "once", "a&b");

        assertThat(result).isEqualTo(new Result(0, "", "meproc: no task is listed that is like this\n"));
    }

    @Test
    void whatATerminalWouldObeyIsWrittenOut() {
        service.on(FIRST, page(WEB.replace("code 1", "a\\u001b]0;b\\u0007\\n\\u202ec"), "null"));

        assertThat(shell.run("ls").out()).contains("a\\u001b]0;b\\u0007\\n\\u202ec (replica 1)");
    }

    private static String page(String tasks, String next) {
        return "{\"tasks\":[" + tasks + "],\"next\":" + next + ",\"total\":2,\"revision\":7}";
    }
}
