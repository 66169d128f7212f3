package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that can't be read are answered in the form that the path has, and problems lead to their description. */
class InvalidRequestTest {
    private static final String LONG = "x".repeat(40_000);
    private static final String BASE = "/tools/meproc";

    @TempDir
    static Path logs;

    static Service service;

    @BeforeAll
    static void start() {
        service = new Service(logs, "127.0.0.1", new PublicAddress(Optional.empty(), 1, List.of(), BASE));
    }

    @AfterAll
    static void end() {
        service.close();
    }

    /** LONG stands for more bytes than a line or the headers may have. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /api/v1/tasks?q=LONG HTTP/1.1            | Host: localhost            | 414 | too-long
            GET /proc?name=LONG HTTP/1.1                 | Host: localhost            | 414 | too-long
            GET /api/v1/tasks HTTP/1.1                   | X: LONG                    | 431 | headers-too-large
            GET http://localhost/api/v1/tasks HTTP/1.1   | X: LONG                    | 431 | headers-too-large
            GET /tools/meproc/api/v1/tasks HTTP/1.1      | X: LONG                    | 431 | headers-too-large
            PUT /api/v1/tasks/a HTTP/1.1                 | Content-Length: some       | 400 | invalid-request
            GET /api/v1/tasks HTTP/1.1                   | : no name                  | 400 | invalid-request
            GET /api/v1/tasks HTTP/1.1                   | Host: a\\nHost: localhost  | 400 | invalid-request
            GET /api/v1/tasks/%zz HTTP/1.1               | Host: localhost            | 400 | invalid-request
            GET api/v1/tasks HTTP/1.1                    | Host: localhost            | 400 | invalid-request
            GET ftp://localhost/proc HTTP/1.1            | Host: localhost            | 400 | invalid-request
            CONNECT localhost:22 HTTP/1.1                | Host: localhost            | 400 | invalid-request
            OPTIONS * HTTP/1.1                           | Host: localhost            | 400 | invalid-request
            hello                                        | Host: localhost            | 400 | invalid-request
            """)
    void aRequestOfTheApiThatCannotBeReadGetsAProblem(String line, String header, int status, String kind)
            throws IOException {
        Reply reply = ask(line, header);
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
        assertThat(reply.json().getString("type")).isEqualTo("/docs#problem-" + kind);
        OpenApi.DESCRIPTION.check("GET", "/api/v1/tasks", "", reply);
        if (reply.header("link") == null) {
            OpenApi.DESCRIPTION.check("GET", "/proc", "", reply);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /proc HTTP/1.1                           | X: LONG                    | 431
            GET /tools/meproc/proc HTTP/1.1              | X: LONG                    | 431
            GET / HTTP/1.1                               | X: LONG                    | 431
            PUT /proc HTTP/1.1                           | Content-Length: some       | 400
            GET /proc%zz HTTP/1.1                        | Host: localhost            | 400
            """)
    void oneOfTheCompatibilityApiGetsItsEnvelope(String line, String header, int status) throws IOException {
        Reply reply = ask(line, header);
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        assertThat(reply.json().getInteger("code")).isEqualTo(status);
        assertThat(reply.json().getString("msg")).isEqualTo("Invalid HTTP request");
        assertThat(reply.header("link")).isNull();
        OpenApi.DESCRIPTION.check("GET", "/proc", "", reply);
    }

    @Test
    void theAnswerNamesWhatIsAllowed() throws IOException {
        assertThat(ask("OPTIONS * HTTP/1.1", "Host: localhost").detail()).contains("must be a path");
        assertThat(ask("GET /" + LONG + " HTTP/1.1", "Host: localhost").detail())
                .contains("4096 bytes");
        assertThat(ask("GET /api/v1/tasks HTTP/1.1", "X: LONG").detail()).contains("32768 bytes");
    }

    /** Whatever its depth, with and without the base path, of one type. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1",
                "/api/v1/",
                "/api/v1/none",
                "/api/v1/tasks/none",
                "/api/v1/tasks/none/why?x=/../a",
                "/api/v1/tasks/a%2Fb/replicas/0",
                "/api/v1/tasks/none/replicas/0/output",
                "/api/v1/tasks/none/replicas/0/output/search?q=/",
                "/api/v1/a/b/c/d/e/f/g/h/i/j"
            })
    void aProblemHasOneTypeAndLeadsToItsDescription(String target) throws IOException {
        for (String base : List.of("", BASE)) {
            Reply reply = ask("GET " + base + target + " HTTP/1.1", "Host: localhost");
            JsonObject problem = reply.json();
            String kind = problem.getString("type").replaceFirst("/docs#problem-", "");
            assertThat(kind)
                    .as(reply.body())
                    .matches("not-found|unknown-task|unknown-replica|invalid-query|invalid-field");
            String link = String.valueOf(reply.header("link"));
            assertThat(link).endsWith(">; rel=\"help\"");
            URI help = URI.create("http://localhost" + base + target).resolve(link.substring(1, link.indexOf('>')));
            assertThat(help.toString()).isEqualTo("http://localhost" + base + "/docs#problem-" + kind);
            assertThat(ask("GET " + help.getPath() + " HTTP/1.1", "Host: localhost")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aRefusalAtTheDoorLeadsToItsDescriptionToo() throws IOException {
        Reply reply = ask("GET /api/v1/tasks HTTP/1.1", "Host: elsewhere.example");
        assertThat(reply.json().getString("type")).isEqualTo("/docs#problem-host-not-allowed");
        assertThat(reply.header("link")).isEqualTo("<../../docs#problem-host-not-allowed>; rel=\"help\"");
    }

    private static Reply ask(String line, String headers) throws IOException {
        String all = line + "\r\n" + headers.replace("\\n", "\r\n") + "\r\n\r\n";
        return Wire.ask(service.port(), all.replace("LONG", LONG));
    }
}
