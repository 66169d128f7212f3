package io.meproc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.cli.Shell.Result;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

class ListVerbTest {
    private static final String FIRST = "GET /tasks?sort=trouble&limit=1000";
    private static final String BY_NAME = "GET /tasks?limit=1000";
    private static final String WEB = """
        {"name":"web","state":"backing off","health":"failing","definition":{"replica":2,"type":"daemon"},"running":1,"restarts":3,"waitingFor":[],"nextFire":null,
         "lastStart":"2026-11-24T11:54:58Z","lastExit":{"words":"code 1","success":false,"at":"2026-11-24T11:59:00Z","replica":1}}\
        """;
    private static final String BACKUP = """
        {"name":"backup","state":"scheduled","health":"failed","definition":{"replica":1,"type":"cron"},"running":0,"restarts":0,"waitingFor":[],
         "nextFire":"2026-11-25T03:00:00Z","lastStart":null,"lastAttempt":null,"lastExit":{"words":"code 2","success":false,"at":"2026-11-24T06:00:00Z"}}\
        """;
    private static final String SHOP = """
        {"name":"shop","state":"waiting","health":"ok","definition":{"replica":1,"type":"once"},"running":0,"restarts":0,"waitingFor":["db","web"],
         "nextFire":null,"lastStart":null,"lastAttempt":"2026-11-24T11:54:58Z","lastExit":null}\
        """;

    private static final String USAGE = "GET /usage";
    private static final String OF_WEB = """
        {"at":"2026-11-24T12:00:00Z","cores":2,"tasks":[{"name":"web","cpuSeconds":12.5,"rss":25165824,"processes":2,"replicas":[
         {"index":0,"pid":71,"since":"2026-11-24T11:58:20Z","cpuSeconds":12.5,"rss":25165824,"processes":2}]}]}\
        """;

    private static final Screen NOWHERE = new Screen(
            new PrintStream(OutputStream.nullOutputStream(), false, UTF_8),
            new PrintStream(OutputStream.nullOutputStream(), false, UTF_8),
            false,
            OptionalInt.empty(),
            OptionalInt.empty());

    private final FakeService service = new FakeService();
    private final Shell shell = Shell.of(service);

    ListVerbTest() throws IOException {}

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void itIsATableForPeople() {
        service.on(FIRST, page(WEB + "," + BACKUP + "," + SHOP, "null")).on(USAGE, OF_WEB);

        Result result = shell.run("ls");

        assertThat(result).isEqualTo(new Result(0, """
            NAME    STATE                 REPLICAS  PID  CPU    MEM  TYPE    RESTARTS  SINCE / NEXT  LAST EXIT
            web     backing off, failing  1/2       71   12.5%  24M  daemon  3         5m 2s         code 1 (replica 1), 1m ago
            backup  scheduled, failed     0/1                        cron    0         in 15h        code 2, 6h ago
            shop    waiting               0/1                        once    0         for db, web
            """, ""));
    }

    @Test
    void aRestartThatIsStillToComeIsInTheColumnOfTheNextStart() {
        String waits = """
            {"name":"web","state":"backing off","health":"failing","definition":{"replica":1,"type":"daemon"},"running":0,"restarts":3,"waitingFor":[],"nextFire":null,"since":null,
             "nextRestart":{"at":"2026-11-24T12:00:04Z","replica":0,"ends":3,"limit":"5 in 1m"},"lastStart":"2026-11-24T11:54:58Z","lastExit":null}\
            """;
        service.on(FIRST, page(waits, "null"));

        assertThat(shell.run("ls").out()).contains("restarts in 4s (3rd of 5 in 1m)");
    }

    @Test
    void onATerminalItHasColoursAndFitsTheWidth() {
        service.on(FIRST, page(WEB, "null"));

        Result result = shell.terminal(70).run("ls");

        assertThat(result.out())
                .contains("\033[33mbacking off, failing\033[0m")
                .contains("\033[1mNAME\033[0m")
                .containsPattern("\033\\[31mcode 1[^\033]*…\033\\[0m");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 20, 30, 40, 50, 60, 70, 80, 90, 100, 120, 200})
    void noLineIsWiderThanTheTerminal(int width) {
        String longer = BACKUP.replace("backup", "a-name-that-is-as-long-as-a-name-may-be-which-is-sixty-four-bytes");
        service.on(FIRST, page(WEB + "," + longer + "," + SHOP, "null"));

        assertThat(plain(shell.terminal(width).run("ls")))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
    }

    @Test
    void wideLettersTakeTwoColumnsAndCombiningMarksNone() {
        String names = Stream.of("日本", "nai\u0308ve", "🚀 up", "plain")
                .map(name -> SHOP.replace("shop", name))
                .collect(Collectors.joining(","));
        service.on(FIRST, page(names, "null"));

        assertThat(shell.run("ls").lines()).containsExactly("""
            NAME   STATE    REPLICAS  PID  CPU  MEM  TYPE  RESTARTS  SINCE / NEXT  LAST EXIT
            日本   waiting  0/1                      once  0         for db, web
            nai\u0308ve  waiting  0/1                      once  0         for db, web
            🚀 up  waiting  0/1                      once  0         for db, web
            plain  waiting  0/1                      once  0         for db, web
            """.split("\n"));
    }

    @Test
    void aNameIsCutBetweenItsWideLetters() {
        service.on(FIRST, page(SHOP.replace("shop", "日本".repeat(30)), "null"));

        List<String> cut = IntStream.of(20, 21, 22, 23)
                .mapToObj(width -> plain(shell.terminal(width).run("ls")).get(1))
                .toList();

        assertThat(cut)
                .allSatisfy(line -> assertThat(line).matches("(日本)+日?…  ? ?waiting"))
                .doesNotHaveDuplicates();
    }

    @Test
    void onANarrowTerminalColumnsAreLeftOutAndNamesAndStatesStay() {
        service.on(FIRST, page(WEB + "," + SHOP, "null"));

        assertThat(plain(shell.terminal(30).run("ls"))).containsExactly("""
            NAME  STATE
            web   backing off, failing
            shop  waiting
            """.split("\n"));
        assertThat(plain(shell.terminal(60).run("ls")))
                .first()
                .asString()
                .contains("LAST EXIT", "SINCE")
                .doesNotContain("RESTARTS");
    }

    @Test
    void theColourIsThatOfTheWholeWord() {
        service.on(FIRST, page(SHOP.replace("waiting\"", "running\""), "null"));

        assertThat(shell.terminal(8).run("ls").out()).containsPattern("\033\\[32mr[a-z]*…\033\\[0m");
    }

    @Test
    void aLongNameHasTheRoomThatNoLastExitNeeds() {
        String name = "a-name-of-forty-letters-that-is-not-cut-";
        service.on(FIRST, page(SHOP.replace("shop", name), "null"));

        assertThat(plain(shell.terminal(110).run("ls"))).last().asString().startsWith(name + "  waiting");
    }

    @Test
    void itIsSortedByTheServiceOrHere() {
        service.on("GET /tasks?sort=name&limit=1000", page(BACKUP + "," + WEB, "null"))
                .on("GET /tasks?limit=1000", page(BACKUP + "," + SHOP + "," + WEB, "null"));

        assertThat(shell.run("ls", "--sort", "name").lines().get(1)).startsWith("backup");
        assertThat(shell.run("ls", "--sort", "restarts").lines().get(1)).startsWith("web");
        assertThat(shell.run("ls", "--sort", "start").lines().get(1)).startsWith("web");
        assertThat(shell.run("ls", "--sort", "size").code()).isEqualTo(2);
    }

    @Test
    void theUsageOfTasksSortsThem() {
        String both = """
            {"at":"2026-11-24T12:00:00Z","cores":2,"tasks":[
            {"name":"a","cpuSeconds":400,"rss":1000000,"processes":2,"replicas":[
             {"index":0,"pid":71,"since":"2026-11-24T11:58:20Z","cpuSeconds":100,"rss":500000,"processes":1},
             {"index":3,"pid":74,"since":"2026-11-24T11:56:40Z","cpuSeconds":300,"rss":500000,"processes":1}]},
            {"name":"b","cpuSeconds":9.99,"rss":2147483648,"processes":1,"replicas":[
             {"index":0,"pid":72,"since":"2026-11-24T11:43:20Z","cpuSeconds":9.99,"rss":2147483648,"processes":1}]}]}\
            """;
        service.on("GET /tasks?limit=1000", page(named("b") + "," + named("a") + "," + SHOP, "null"))
                .on(USAGE, both);

        List<String> byProcessor = shell.run("ls", "--sort", "cpu").lines();
        assertThat(byProcessor.get(1)).containsPattern("^a +.* 250% +977K ");
        assertThat(byProcessor.get(2)).containsPattern("^b +.* 72 +1.0% +2.0G ");
        assertThat(shell.run("ls", "--sort", "mem").lines())
                .extracting(line -> line.split(" ", 2)[0])
                .containsExactly("NAME", "b", "a", "shop");
    }

    @Test
    void theUsageIsNotAskedForWhereNothingLivesOrThereIsNoRoom() {
        service.on(FIRST, page(SHOP, "null")).on(FIRST, page(WEB, "null")).on(USAGE, OF_WEB);

        assertThat(shell.run("ls").out()).contains("CPU");
        assertThat(service.asked).containsExactly(FIRST);
        service.asked.clear();
        assertThat(plain(shell.terminal(60).run("ls"))).first().asString().doesNotContain("CPU", "MEM", "PID");
        assertThat(service.asked).containsExactly(FIRST);
        assertThat(plain(shell.terminal(100).run("ls"))).first().asString().contains("CPU", "MEM");
        assertThat(service.asked).containsExactly(FIRST, FIRST, USAGE);
    }

    @Test
    void aListIsShownThoughTheUsageIsRefused() {
        service.on(FIRST, page(WEB, "null")).problem(USAGE, 503, "unavailable", "Too much to do");

        Result result = shell.run("ls");

        assertThat(result.code()).isZero();
        assertThat(result.lines()).hasSize(2);
        assertThat(result.err()).isEqualTo("meproc: CPU and MEM are unavailable: Too much to do: its detail\n");
    }

    /** As top does, where the first picture is the average since the start, as that of ps. */
    @Test
    void betweenTwoReadingsThereIsTheDifference() throws Exception {
        String later = OF_WEB.replace("12:00:00", "12:00:02").replace("12.5", "14.1");
        service.on(FIRST, page(WEB, "null")).on(USAGE, OF_WEB).on(USAGE, later);
        Instant[] now = {Shell.NOW};
        ParseResult line = new CommandLine(new ListVerb().spec()).parseArgs();
        Invocation call = new Invocation(
                line,
                List.of(),
                new Service(Address.of(service.url())),
                NOWHERE,
                new StandardInput(InputStream.nullInputStream(), false),
                () -> now[0]);
        ListView picture = new ListView(call, "trouble");

        assertThat(picture.now().lines(NOWHERE).get(1)).contains(" 12.5% ");
        now[0] = Shell.NOW.plusSeconds(1);
        assertThat(picture.now().lines(NOWHERE).get(1)).contains(" 12.5% ");
        now[0] = Shell.NOW.plusSeconds(2);
        assertThat(picture.now().lines(NOWHERE).get(1)).contains(" 80.0% ");
        assertThat(service.asked.stream().filter(USAGE::equals)).hasSize(2);
    }

    @Test
    void withoutATerminalNothingIsWatched() {
        service.on(FIRST, page(WEB, "null"));

        assertThat(shell.run("ls", "-w").err()).contains("--watch needs a terminal", "meproc events");
    }

    @Test
    void allPagesAreOneList() {
        service.on(FIRST, page(BACKUP, "\"null\"")).on(FIRST + "&after=null", page(SHOP, "null"));

        assertThat(shell.run("ls").lines()).hasSize(3);
        assertThat(service.asked).containsExactly(FIRST, FIRST + "&after=null");
    }

    @Test
    void theJsonOfAllPagesEndsLikeALastPage() throws IOException {
        service.on(BY_NAME, page(BACKUP, "\"backup\"")).on(BY_NAME + "&after=backup", page(WEB, "null"));

        String json = shell.run("ls", "--json").out();

        assertThat(Json.read(json.getBytes(UTF_8)))
                .isEqualTo(Json.read(page(BACKUP + "," + WEB, "null").getBytes(UTF_8)));
    }

    @Test
    void whatIsAskedForIsSentToTheService() {
        service.on(
                "GET /tasks?state=failed%2Cbacking%20off&health=failing&type=once&q=a%26b&sort=trouble&limit=1000",
                page("", "null"));

        Result result =
                shell.run("ls", "--state", "failed,backing off", "--health", "failing", "--type", "once", "a&b");

        assertThat(result).isEqualTo(new Result(0, "", "meproc: no task matches\n"));
    }

    @Test
    void troubleAloneIsAskedForByOneWord() {
        service.on("GET /tasks?health=failed%2Cfailing&sort=trouble&limit=1000", page(WEB, "null"));

        assertThat(plain(shell.run("ls", "--trouble")).get(1)).startsWith("web   backing off, failing");
        assertThat(shell.run("ls", "--trouble", "--health", "ok").err())
                .contains("--trouble is --health failed,failing; give one of them");
    }

    @Test
    void whatATerminalWouldObeyIsWrittenOut() {
        service.on(FIRST, page(WEB.replace("code 1", "a\\u001b]0;b\\u0007\\n\\u202ec"), "null"));

        assertThat(shell.run("ls").out()).contains("a\\u001b]0;b\\u0007\\n\\u202ec (replica 1)");
    }

    private static String named(String name) {
        return WEB.replace("web", name);
    }

    private static List<String> plain(Result result) {
        return result.out().replaceAll("\033\\[\\d*m", "").lines().toList();
    }

    private static String page(String tasks, String next) {
        return "{\"tasks\":[" + tasks + "],\"next\":" + next + ",\"total\":2,\"revision\":7}";
    }
}
