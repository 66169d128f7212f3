package io.meproc.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The value of a variable is for the process alone. In bodies, apostrophes are quotation marks and $ is the secret. */
class SecretTest {
    private static final String SECRET = UUID.randomUUID().toString();

    /** What a message that is cut short may still have of it. */
    private static final String PIECE = SECRET.substring(0, 8);

    private static final String HIDING = "'type':'once','env':{'TOKEN':'$'}";
    private static final List<String> PAGES =
            List.of("/proc", "/", "/meproc.js", "/meproc.css", "/proc/output?name=quiet");

    @TempDir
    static Path logs;

    private static final ListAppender<ILoggingEvent> LINES = new ListAppender<>();
    private static Service service;
    private static Api api;

    @BeforeAll
    static void start() {
        LINES.start();
        logger(Logger.ROOT_LOGGER_NAME).addAppender(LINES);
        logger("io.meproc").setLevel(Level.TRACE);
        service = new Service(logs);
        api = new Api(service.port());
    }

    @AfterAll
    static void noLineOfTheLogHasTold() throws IOException {
        service.close();
        logger(Logger.ROOT_LOGGER_NAME).detachAppender(LINES);
        logger("io.meproc").setLevel(null);
        assertThat(LINES.list).isNotEmpty().noneMatch(event -> text(event).contains(PIECE));
        try (Stream<Path> files = Files.walk(logs)) {
            assertThat(files.filter(Files::isRegularFile).filter(SecretTest::tells))
                    .containsExactly(logs.resolve("loud/0.log"));
        }
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    private static String text(ILoggingEvent event) {
        return event.getFormattedMessage()
                + Arrays.toString(event.getArgumentArray())
                + event.getMDCPropertyMap()
                + ThrowableProxyUtil.asString(event.getThrowableProxy());
    }

    private static boolean tells(Path file) {
        try {
            return Files.readString(file).contains(PIECE);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    @Test
    void theProcessHasItAndNobodyElseIsTold() throws Exception {
        tellsNothing(
                call("PUT", "/proc", "{'name':'quiet','cmd':'exec sleep 1000','type':'daemon'," + env() + "}"), 200);
        tellsNothing(
                call("PUT", "/proc", "{'name':'loud','cmd':'printf %s \\'@TOKEN\\'','type':'once'," + env() + "}"),
                200);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> "finished".equals(api.task("loud").getString("state")));
        JsonObject output = api.call("GET", "/proc/output?name=loud").json().getJsonObject("data");
        assertThat(new String(Base64.getDecoder().decode(output.getString("loud:0")), UTF_8))
                .isEqualTo(SECRET);

        assertThat(api.task("quiet").getJsonArray("env")).containsExactly("TOKEN");
        tellsNothing(call("PUT", "/proc", "{'name':'quiet','cmd':'true'," + HIDING + "}"), 403);
        tellsNothing(api.call("POST", "/proc?name=quiet"), 200);
        tellsNothing(call("PUT", "/proc?name=quiet", "{'name':'quiet','cmd':'true'," + HIDING + "}"), 400);
        for (String page : PAGES) {
            tellsNothing(api.call("GET", page), 200);
        }
        tellsNothing(api.call("DELETE", "/proc?name=quiet"), 200);
    }

    private static String env() {
        return "'env':{'TOKEN':'$'}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'env':'$'",
                "'env':'TOKEN=$'",
                "'env':['TOKEN=$']",
                "'env':[{'TOKEN':'$'}]",
                "'env':{'TOKEN':['$']}",
                "'env':{'TOKEN':{'value':'$'}}",
                "'env':{'TOKEN=$':'x'}",
                "'env':{'TOKEN=$':5}",
                "'env':{'TOKEN=$':'x','TOKEN=$':'y'}",
                "'env':{'TOKEN':'$','TOKEN':'$'}",
                "'env':{'TOKEN':'$','A=B':'x'}",
                "'env':{'TOKEN':'$','A':5}",
                "'env':{'TOKEN':'$\\u0000'}",
                "'env':{'TOKEN':'$\\ud800'}",
                "'env':{'TOKEN':'$'},'env':{'TOKEN':'$'}",
                "'environment':{'TOKEN':'$'}",
                "'env.TOKEN':'$'",
                "'cwd':{'env':{'TOKEN':'$'}}",
                "'deps':[{'TOKEN':'$'}]",
                "'limits':{'env':{'TOKEN':'$'}}",
                "'limits':{'nofile':{'TOKEN':'$'}}",
                "'limits':{'nofile':['$']}",
                "'stop':{'sequence':{'TOKEN':'$'}}",
                "'success':[{'TOKEN':'$'}]",
                "'env':{'TOKEN':'$'},'nice':99",
                "'env':{'TOKEN':'$'},'cwd':'x'",
                "'env':{'TOKEN':'$'},'replcia':5",
                "'env':{'TOKEN':'$'},'user':'no.such.user'",
                "'env':{'TOKEN':'$'},'cwd':'/no/such/directory'",
                "'env':{'TOKEN':'$'},'stdin':'/no/such/file'",
                "'env':{'TOKEN':'$'},",
                "'env':{'TOKEN':'$'}},'x':",
                "'env':{'TOKEN':'$'",
                "'env':{'TOKEN':'$",
                "'env':{'TOKEN':$}",
                "'env':{'TOKEN'='$'}",
                "'env':{'TOKEN':'$' 'A':'x'}",
                "'env':{'TOKEN':'$\\x'}",
                "'env':{'TOKEN':'$\n'}",
                "'env':{'TOKEN':'\\u-$'}",
                "'env':{'TOKEN':''}} $",
            })
    void aRefusalDoesNotTellIt(String members) throws Exception {
        tellsNothing(call("PUT", "/proc", "{'name':'a','cmd':'true','type':'once'," + members + "}"), 400);
        assertThat(api.task("a")).isNull();
    }

    @Test
    void noRefusalOfSomethingTooLargeTellsIt() throws Exception {
        String much = "$" + "x".repeat(131_072);
        tellsNothing(
                call("PUT", "/proc", "{'name':'a','cmd':'true','type':'once','env':{'TOKEN':'" + much + "'}}"), 400);
        String almost = "$" + "x".repeat(100_000);
        Reply kernels = call(
                "PUT",
                "/proc",
                "{'name':'a','cmd':'true','type':'once','limits':{'stack':131072},'env':{'A':'" + almost + "','B':'"
                        + almost + "'}}");
        tellsNothing(kernels, 400);
        assertThat(kernels.message()).isEqualTo("Start failed");
        String more = "$" + "x".repeat(Body.LIMIT);
        tellsNothing(call("PUT", "/proc", "{'name':'a','env':{'TOKEN':'" + more + "'}}"), 413);
    }

    @Test
    void aProgramThatIsNotThereTellsNothing() throws Exception {
        tellsNothing(call("PUT", "/proc", "{'name':'a','args':['/no/such/program']," + HIDING + "}"), 400);
        tellsNothing(call("POST", "/nothing", "{'env':{'TOKEN':'$'}}"), 404);
    }

    private static Reply call(String method, String target, String body) throws Exception {
        return api.call(
                method, target, body.replace('\'', '"').replace("$", SECRET).replace('@', '$'));
    }

    private static void tellsNothing(Reply reply, int status) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.body()).doesNotContain(PIECE);
        assertThat(reply.headers().toString()).doesNotContain(PIECE);
    }
}
