package io.meproc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.cli.Shell.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line as a whole: which verb, which service, which exit code. */
class ClientTest {
    private final FakeService service = new FakeService();
    private final Shell shell = Shell.of(service);

    ClientTest() throws IOException {}

    @AfterEach
    void close() {
        service.close();
    }

    static Iterable<String> verbs() {
        return Verbs.NAMES;
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void everyVerbHasHelpWithExamples(String verb) {
        Result result = shell.run(verb, "--help");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains("Usage: meproc " + verb)
                .contains("Examples:")
                .contains("meproc " + verb);
        assertThat(shell.run("help", verb).out()).isEqualTo(result.out());
        assertThat(service.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "--help", "-h"})
    void theHelpHasAllVerbsAndExitCodes(String word) {
        Result result = shell.run(word);

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("Exit codes:", "MEPROC_URL");
        assertThat(Verbs.NAMES).allSatisfy(verb -> assertThat(result.out()).contains("\n  " + verb + " "));
    }

    @ParameterizedTest
    @CsvSource({"lss, ls", "rest, restart", "strat, start", "logs!, logs", "evnts, events", "scael, scale"})
    void anUnknownVerbIsAnsweredWithTheOneThatWasMeant(String wrong, String meant) {
        Result result = shell.run(wrong);

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("there is no verb '" + wrong + "'; did you mean '" + meant + "'?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ls --stat",
                "ls a b",
                "get",
                "get a b",
                "get a:b",
                "logs :1",
                "stop",
                "stop a --all",
                "start",
                "start a --new",
                "start --new -- true",
                "start a --",
                "start a --replica x -- true",
                "start a --limit nofile -- true",
                "start a --file /nonexistent",
                "scale a",
                "scale a many",
                "signal a",
                "cron",
                "help nothing",
                "logs a -f --json",
                "rm a:0",
                "node --url ftp://x"
            })
    void aWrongCommandLineIsTwoAndAsksNothing(String line) {
        service.on("GET /tasks/a", "{}");
        Result result = shell.run(line.split(" "));

        assertThat(result.code()).as(result.err()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("meproc: ").doesNotContain("\tat ");
        assertThat(service.asked).isSubsetOf("GET /tasks/a");
    }

    @Test
    void aMistypedOptionIsAnsweredWithTheOneThatWasMeant() {
        assertThat(shell.run("ls", "--jsn").err()).contains("--jsn").contains("did you mean --json?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"once", "x", "loot", "peace", "explode"})
    void aWordThatIsLikeNoneIsAnsweredWithNoQuestion(String word) {
        assertThat(shell.run(word).err()).contains("there is no verb '" + word + "'\n");
        assertThat(shell.run("ls", "--" + word).err())
                .contains("'--" + word + "'")
                .doesNotContain("did you mean");
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid-field, 1",
        "404, unknown-task, 4",
        "404, unknown-replica, 4",
        "404, not-found, 1",
        "409, exists, 5",
        "412, changed-meanwhile, 5",
        "422, start-failed, 1",
        "500, broken, 1",
        "503, shutting-down, 1",
        "504, not-done-yet, 6",
    })
    void aRefusalIsShownInWordsAndByTheExitCode(int status, String type, int code) {
        service.problem("GET /node", status, type, "Its title");

        assertThat(shell.run("node")).isEqualTo(new Result(code, "", "meproc: Its title: its detail\n"));
    }

    @Test
    void eachFieldAtFaultHasALine() {
        service.on("GET /node", 400, Map.of(), """
            {"title":"Wrong","errors":[{"field":"stop.grace","message":"too long"},{"field":"nice","message":"too\\u001b[2J nice"}]}\
            """);

        assertThat(shell.run("node").err()).isEqualTo("""
            meproc: Wrong
              stop.grace: too long
              nice: too\\u001b[2J nice
            """);
    }

    @Test
    void aRefusalIsJsonForThoseWhoWantJson() {
        service.problem("GET /node", 503, "shutting-down", "T");

        assertThat(shell.run("node", "--json").out())
                .startsWith("{\"type\":\"/docs#problem-shutting-down\",\"title\":\"T\"");
    }

    @Test
    void nobodyThereIsThree() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        Result result = shell.run("ls", "--url", "http://127.0.0.1:" + free);

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err())
                .contains("no service answers at http://127.0.0.1:" + free)
                .contains("start one with ./meproc");
    }

    @Test
    void aHostThatDoesNotExistIsThree() {
        Result result = shell.run("ls", "--url", "http://no-such-host.invalid:1");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("unknown host 'no-such-host.invalid'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "", "[", "{} {}"})
    void anAnswerThatIsNotMeprocsIsThree(String answer) {
        service.on("GET /node", answer);

        Result result = shell.run("node");
        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("is not a Meproc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{}", ""})
    void anAnswerThatIsNotHttpOrBreaksOffIsThree(String answer) throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = RawAnswer.on(socket, answer);

            Result result = shell.run("node", "--url", "127.0.0.1:" + socket.getLocalPort());
            assertThat(result.code()).isEqualTo(3);
            assertThat(result.err()).contains("the connection to ");
            server.join();
        }
    }

    @Test
    void theUrlMayStandBeforeTheVerbAndOutdoesTheEnvironment() {
        service.on("GET /node", "{\"name\":\"this one\"}");
        Shell elsewhere = new Shell(Map.of("MEPROC_URL", "http://127.0.0.1:1"));

        assertThat(elsewhere.run("--url", service.url(), "node").out()).contains("this one");
        assertThat(elsewhere.run("--url=" + service.url(), "node").out()).contains("this one");
        assertThat(elsewhere.run("node", "--url", service.url()).out()).contains("this one");
    }

    @Test
    void aServiceBehindAProxyHasAPathAndAUser() {
        service.noting("Authorization").on("GET /behind/api/v1/node", "{}");

        assertThat(shell.run("node", "--url", service.url().replace("//", "//me:secret@") + "/behind/")
                        .code())
                .isZero();
        assertThat(service.asked).containsExactly("GET /behind/api/v1/node Authorization=Basic bWU6c2VjcmV0");
    }

    @Test
    void aFileThatCannotBeReadIsToldWithItsReason(@TempDir Path folder) throws IOException {
        Path large = Files.write(folder.resolve("large"), new byte[(1 << 20) + 1]);

        assertThat(shell.run("start", "a", "--file", "/nonexistent").err())
                .isEqualTo("meproc: can't read /nonexistent: no such file\n");
        assertThat(shell.run("start", "a", "--file", large.toString()).err()).contains("is larger than 1048576 bytes");
        assertThat(shell.fed("{").run("start", "a", "--file", "-").err())
                .startsWith("meproc: standard input is not JSON: line 1");
        assertThat(shell.fed("{\"name\": \"a\"}\n{\"name\": \"b\"}\n")
                        .run("start", "--file", "-")
                        .err())
                .startsWith("meproc: standard input has text after its first JSON value; put several definitions into a"
                        + " list");
    }

    @ParameterizedTest
    @CsvSource({"status, ls", "list, ls", "ps, ls", "log, logs", "tail, logs", "remove, rm", "delete, rm"})
    void aVerbHasTheNamesThatOtherProgramsUse(String alias, String verb) {
        assertThat(shell.run(alias, "--help").out())
                .isEqualTo(shell.run(verb, "--help").out());
        assertThat(shell.run("help").out()).contains(alias);
    }

    @Test
    void jsonMayBeAskedForBeforeTheVerb() {
        service.on("GET /node", "{}");

        assertThat(shell.run("--json", "node").out()).isEqualTo("{}\n");
        assertThat(new Shell(Map.of())
                        .run("--json", "--url", service.url(), "node")
                        .out())
                .isEqualTo("{}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "wbe, ; did you mean 'web'?",
        "we, ; did you mean 'web' or 'webhooks'?",
        "web2:1, ; did you mean 'web'?",
        "database, ''",
        "nope, ''",
        "dc, ''"
    })
    void aTaskThatIsNotListedIsAnsweredWithTheOneThatWasMeant(String wrong, String question) {
        service.problem("GET /tasks/" + wrong.replace(":1", "/replicas/1"), 404, "unknown-task", "No such task")
                .on(
                        "GET /tasks?limit=1000",
                        "{\"tasks\":[{\"name\":\"db\"},{\"name\":\"once\"},{\"name\":\"web\"},{\"name\":\"webhooks\"}]}");

        Result result = shell.run("get", wrong);

        assertThat(result).isEqualTo(new Result(4, "", "meproc: No such task: its detail" + question + "\n"));
    }

    @Test
    void aProxyThatWantsAPasswordIsNotTakenForAStranger() {
        service.on("GET /node", 401, Map.of(), "<html>401 Authorization Required</html>");

        Result result = shell.run("node");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err())
                .contains("requires a user and password", "--url http://USER:PASSWORD@127.0.0.1:")
                .doesNotContain("not a Meproc");
        assertThat(shell.run("node", "--url", service.url().replace("//", "//me:wrong@"))
                        .err())
                .contains("refuses this user and password")
                .doesNotContain("wrong");
    }

    @Test
    void lettersThatTheLocaleCannotReadAreNotSent() {
        assertThat(shell.run("get", "caf\ufffd").err()).contains("set LC_ALL=C.UTF-8");
        assertThat(service.asked).isEmpty();
    }
}
