package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Probes of real processes through the interface. In JSON, apostrophes are quotes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProbeCallsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TASKS = "/api/v1/tasks/";

    private Service service;
    private Api api;

    @BeforeAll
    void start(@TempDir Path logs) {
        service = new Service(logs);
        api = new Api(service.port());
    }

    @AfterEach
    void remove() throws Exception {
        api.call("DELETE", TASKS + "a");
    }

    @AfterAll
    void end() {
        service.close();
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private Reply put(String members) throws Exception {
        return api.call("PUT", TASKS + "a", json("{'cmd':'exec sleep 1000','type':'daemon'," + members + "}"));
    }

    private void created(String members) throws Exception {
        assertThat(put(members).status()).isEqualTo(201);
    }

    private JsonObject task() throws Exception {
        return api.call("GET", TASKS + "a").json();
    }

    private JsonObject replica() throws Exception {
        return task().getJsonArray("replicas").getJsonObject(0);
    }

    private void awaitReady(boolean ready) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(replica().getBoolean("ready")).isEqualTo(ready));
    }

    private JsonObject awaitEnd() {
        return await().atMost(PATIENCE).until(() -> replica().getJsonObject("lastExit"), exit -> exit != null);
    }

    private static HttpServer server(AtomicInteger status) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void aTaskIsReadyWhileItsHttpProbePasses() throws Exception {
        AtomicInteger status = new AtomicInteger(503);
        HttpServer server = server(status);
        try {
            created("'ready':{'http':{'port':" + server.getAddress().getPort()
                    + ",'path':'/health?x=1'},'every':'100ms','failures':2}");
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(replica().getJsonObject("probes").getString("detail"))
                                    .endsWith("/health?x=1: status 503"));
            assertThat(replica().getBoolean("ready")).isFalse();
            assertThat(task().getInteger("ready")).isZero();

            status.set(301);
            awaitReady(true);
            assertThat(task().getInteger("ready")).isOne();
            status.set(404);
            awaitReady(false);

            assertThat(replica().getString("state")).isEqualTo("running");
            assertThat(api.call("GET", TASKS + "a/why").body())
                    .contains("not ready")
                    .contains("status 404");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aTaskIsReadyOnceAPortAcceptsConnections() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        created("'ready':{'tcp':{'port':" + port + "},'every':'100ms','failures':1}");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(replica().getJsonObject("probes").getString("detail"))
                                .containsIgnoringCase("refused"));

        try (ServerSocket open = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            assertThat(open.getLocalPort()).isEqualTo(port);
            awaitReady(true);
        }
        awaitReady(false);
    }

    @Test
    void aFailedLiveProbeRestartsTheTaskWithACauseOfItsOwn() throws Exception {
        AtomicInteger status = new AtomicInteger(200);
        HttpServer server = server(status);
        try {
            created("'interval':100,'live':{'http':{'port':"
                    + server.getAddress().getPort() + ",'status':200},'every':'100ms','failures':2}");
            long pid = replica().getLong("pid");

            status.set(500);
            JsonObject exit = awaitEnd();

            assertThat(exit.getString("cause")).isEqualTo("probe failed");
            assertThat(exit.getString("probe")).isEqualTo("live");
            assertThat(exit.getString("words")).contains("status 500").contains("signal 15");
            assertThat(exit.getBoolean("success")).isFalse();
            assertThat(exit.getBoolean("requested")).isFalse();
            assertThat(exit.getLong("pid")).isEqualTo(pid);
            status.set(200);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(replica().getString("state")).isEqualTo("running"));
            assertThat(replica().getLong("pid")).isNotEqualTo(pid);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aTaskIsReadyWhenALineOfItsOutputMatches(@TempDir Path folder) throws Exception {
        Path go = folder.resolve("go");
        String command = "echo started; while [ ! -e " + go + " ]; do sleep 0.05; done; echo 'listening on port 8080';"
                + " exec sleep 1000";
        api.call(
                "PUT",
                TASKS + "a",
                json("{'cmd':")
                        + Json.encode(command)
                        + json(",'type':'daemon','ready':{'output':{'match':'^listening on port [0-9]+$'}}}"));
        assertThat(replica().getBoolean("ready")).isFalse();

        Files.createFile(go);
        awaitReady(true);

        assertThat(replica().getJsonObject("probes").getString("detail")).isEqualTo("output: listening on port 8080");
    }

    @Test
    void aTaskThatDoesNotStartWithinItsStartupProbeIsEnded() throws Exception {
        created("'interval':60000,'startup':{'output':{'match':'never'},'timeout':'200ms'},'ready':{'tcp':{'port':1}}");

        JsonObject exit = awaitEnd();

        assertThat(exit.getString("words")).startsWith("startup probe failed: no line of its output has matched never");
        assertThat(replica().getString("state")).isEqualTo("backing off");
        assertThat(replica().getJsonObject("probes")).isNull();
    }

    @Test
    void aStartCanWaitUntilTheTaskIsReady() throws Exception {
        AtomicInteger status = new AtomicInteger(200);
        HttpServer server = server(status);
        try {
            created("'ready':{'http':{'port':" + server.getAddress().getPort() + "}}");
            awaitReady(true);
            for (String call :
                    new String[] {"/restart?wait=ready", "/start?wait=ready", "/replicas/0/restart?wait=ready"}) {
                assertThat(api.call("POST", TASKS + "a" + call).status()).isEqualTo(200);
                assertThat(replica().getBoolean("ready")).as(call).isTrue();
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aStartThatWaitsFailsWhenTheTaskEndsBeforeItIsReady() throws Exception {
        Reply reply = api.call(
                "PUT",
                TASKS + "a?wait=ready",
                json("{'cmd':'sleep 0.3; exit 7','type':'daemon','interval':60000,'ready':{'tcp':{'port':1}}}"));

        assertThat(reply.json().getString("type")).isEqualTo("/docs#problem-start-failed");
        assertThat(reply.json().getString("detail")).isEqualTo("a:0 is not ready: backing off; its last run: code 7");
        assertThat(replica().getString("state")).as("it stays listed").isEqualTo("backing off");
    }

    @Test
    void aStartWithoutProbesThatWaitsForReadyIsDoneWhenItRuns() throws Exception {
        assertThat(api.call("PUT", TASKS + "a?wait=ready", json("{'cmd':'exec sleep 1000','type':'daemon'}"))
                        .status())
                .isEqualTo(201);
        assertThat(api.call("POST", TASKS + "a/stop?wait=ready").status()).isEqualTo(400);
        assertThat(api.call("POST", TASKS + "a/start?wait=x").json().getString("detail"))
                .contains("true, false or ready");
    }

    @Test
    void theHistoryFindsFailedProbes() throws Exception {
        created("'interval':60000,'live':{'tcp':{'port':1},'every':'50ms','failures':1}");
        awaitEnd();

        assertThat(api.call("GET", TASKS + "a/runs?cause=probe%20failed").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ready   | {'http':{'url':'http://localhost:8080/x?y'}}      | {'http':{'host':'localhost','port':8080,'path':'/x?y'}}
            ready   | {'http':{'url':'https://[::1]'}}                  | {'http':{'scheme':'https','host':'::1','port':443}}
            ready   | {'http':{'port':80,'status':'200-399','path':'/','host':'127.0.0.1'}} | {'http':{'port':80}}
            live    | {'http':{'port':80,'status':'204-204','headers':{'Authorization':'secret'}}} | {'http':{'port':80,'status':204,'headers':['Authorization']}}
            ready   | {'tcp':{'port':'8000+index'},'successes':2}       | {'tcp':{'port':'8000+index'},'successes':2}
            startup | {'tcp':{'port':1},'every':'1000ms','failures':60} | {'tcp':{'port':1}}
            live    | {'tcp':{'port':1},'every':'10s','timeout':'1s','failures':3,'successes':1} | {'tcp':{'port':1}}
            live    | {'tcp':{'port':1},'delay':'1m','every':'90s'}     | {'tcp':{'port':1},'delay':'1m','every':'90s'}
            startup | {'output':{'match':'ready'},'timeout':'5m'}       | {'output':{'match':'ready'},'timeout':'5m'}
            """)
    void aProbeComesBackInItsCanonicalForm(String kind, String sent, String listed) throws Exception {
        Reply reply = api.call(
                "PUT", TASKS + "a?start=false", json("{'cmd':'true','type':'daemon','" + kind + "':" + sent + "}"));
        assertThat(reply.status()).isEqualTo(201);

        assertThat(task().getJsonObject("definition").getJsonObject(kind)).isEqualTo(new JsonObject(json(listed)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'ready':5                                  | ready: expected an object with exactly one of
            'ready':{}                                 | ready: has no check
            'ready':{'every':'1s'}                     | ready: has no check
            'ready':{'tcp':{'port':1},'http':{'port':1}} | ready: has http and tcp
            'ready':{'tcpp':{'port':1}}                | did you mean 'tcp'
            'ready':{'tcp':{}}                         | ready.tcp.port: is required
            'ready':{'tcp':{'port':0}}                 | ready.tcp.port: expected a port from 1 to 65535
            'ready':{'tcp':{'port':65536}}             | ready.tcp.port: expected a port from 1 to 65535
            'ready':{'tcp':{'port':'65000+index'}}     | ready.tcp.port: expected
            'ready':{'tcp':{'port':'8000'}}            | ready.tcp.port: expected
            'ready':{'tcp':{'port':1,'host':'example.com'}} | ready.tcp.host: expected localhost, or an IPv4 or IPv6 address
            'ready':{'tcp':{'port':1,'host':'127.0.0.1.'}} | ready.tcp.host
            'ready':{'tcp':{'port':1,'host':'1.2.3'}}  | ready.tcp.host
            'ready':{'tcp':{'port':1,'host':'::zz'}}   | ready.tcp.host
            'ready':{'http':{'url':'ftp://localhost/'}} | ready.http.url: expected an http or https URL
            'ready':{'http':{'url':'http://example.com/'}} | ready.http.url: expected
            'ready':{'http':{'url':'http://a:b@localhost/'}} | ready.http.url: expected
            'ready':{'http':{'url':'http://localhost/','port':1}} | ready.http.port: is part of url
            'ready':{'http':{'port':1,'path':'x'}}     | ready.http.path: expected a path that starts with /
            'ready':{'http':{'port':1,'path':'/a b'}}  | ready.http.path: expected
            'ready':{'http':{'port':1,'status':99}}    | ready.http.status: expected a status from 100 to 599
            'ready':{'http':{'port':1,'status':'399-200'}} | ready.http.status: expected
            'ready':{'http':{'port':1,'headers':{'a b':'c'}}} | ready.http.headers: 'a b' is not valid
            'ready':{'http':{'port':1,'headers':{'Content-Length':'5'}}} | is set by Meproc
            'ready':{'output':{'match':'('}}           | ready.output.match: is not a regular expression of RE2
            'ready':{'output':{'match':'(a)\\\\1'}}    | ready.output.match: is not a regular expression of RE2
            'ready':{'output':{'match':'a'},'every':'1s'} | ready.every: does not apply to output
            'ready':{'output':{'match':'a'},'timeout':'1s'} | ready.timeout: does not apply to output
            'live':{'output':{'match':'a'}}            | live.output: does not apply to a live probe
            'live':{'tcp':{'port':1},'successes':2}    | live.successes: expected 1
            'live':{'tcp':{'port':1},'every':'10ms'}   | live.every: expected a duration from 50ms to 1d
            'live':{'tcp':{'port':1},'every':'2d'}     | live.every: expected a duration
            'live':{'tcp':{'port':1},'failures':0}     | live.failures: expected an integer from 1 to 1000
            'startup':{'tcp':{'port':1},'timeout':5}   | startup.timeout: expected a duration
            """)
    void anInvalidProbeIsRefusedWithItsField(String members, String words) throws Exception {
        Reply reply = put(members);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().getString("detail")).contains(words.strip());
        assertThat(api.call("GET", TASKS + "a").status()).isEqualTo(404);
    }

    @Test
    void everyInvalidProbeIsReportedAtOnce() throws Exception {
        Reply reply = put("'ready':5,'live':{},'startup':{'tcp':{}}");

        assertThat(reply.json().getJsonArray("errors")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ready", "live", "startup"})
    void aPatchRemovesAProbe(String kind) throws Exception {
        api.call(
                "PUT",
                TASKS + "a?start=false",
                json("{'cmd':'true','type':'daemon','" + kind
                        + "':{'http':{'port':1,'headers':{'Authorization':'secret'}}}}"));
        assertThat(api.call("PATCH", TASKS + "a", json("{'" + kind + "':{'every':'1m'}}"))
                        .status())
                .isEqualTo(200);
        assertThat(task().getJsonObject("definition").getJsonObject(kind).getString("every"))
                .isEqualTo("1m");

        assertThat(api.call("PATCH", TASKS + "a", json("{'" + kind + "':null}")).status())
                .isEqualTo(200);

        assertThat(task().getJsonObject("definition").containsKey(kind)).isFalse();
    }
}
