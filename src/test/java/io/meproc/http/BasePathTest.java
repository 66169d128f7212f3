package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

/** A service with {@code web.path}, for a proxy that passes that path on and for one that strips it. */
class BasePathTest {
    @TempDir
    static Path logs;

    static Service service;

    @BeforeAll
    static void start() {
        service = new Service(logs, "127.0.0.1", new PublicAddress(Optional.empty(), 1, List.of(), "/tools/meproc"));
    }

    @AfterAll
    static void end() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/meproc.js",
                "/app/theme.js",
                "/docs",
                "/openapi.json",
                "/api/v1/tasks",
                "/api/v1/node",
                "/proc"
            })
    void everyPathIsServedWithAndWithoutTheBasePath(String path) throws IOException {
        assertThat(ask("GET", path, "").status()).isEqualTo(200);
        assertThat(ask("GET", "/tools/meproc" + path, "").status()).isEqualTo(200);
        assertThat(ask("HEAD", "/tools/meproc" + path, "").status()).isEqualTo(200);
        assertThat(ask("GET", "http://localhost/tools/meproc" + path, "").status())
                .isEqualTo(200);
    }

    @Test
    void aTaskIsChangedBelowTheBasePath() throws IOException {
        String task = "/tools/meproc/api/v1/tasks/a%2Fb";
        byte[] body =
                "{\"cmd\":\"exec sleep 60\",\"type\":\"daemon\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Reply refused = Wire.ask(service.port(), Wire.request("PUT", task, "Host: localhost\r\n", body));
        assertThat(refused.status()).as("a slash is not allowed in a name").isEqualTo(400);
        String named = task.replace("%2F", "-");
        Reply created = Wire.ask(service.port(), Wire.request("PUT", named, "Host: localhost\r\n", body));
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("location")).isEqualTo("./a-b");
        assertThat(ask("GET", named, "").json().getString("name")).isEqualTo("a-b");
        assertThat(ask("POST", named + "/stop", "").status()).isEqualTo(200);
        Reply many = ask("POST", "/tools/meproc/api/v1/tasks:stop", "");
        assertThat(many.json().getString("detail")).startsWith("selector: is required");
        assertThat(ask("DELETE", named, "").status()).isEqualTo(200);
    }

    @Test
    void theBasePathWithoutItsSlashLeadsToThePage() throws IOException {
        Reply reply = ask("GET", "/tools/meproc", "");
        assertThat(reply.status()).isEqualTo(302);
        assertThat(reply.header("location")).isEqualTo("meproc/");
    }

    @ParameterizedTest
    @CsvSource({
        "/tools, 404",
        "/tools/, 404",
        "/tools/meprocs/, 404",
        "/tools/meproc/nothing, 404",
        "/TOOLS/meproc/, 404",
        "/tools/meproc/api/v1/tasks/nobody, 404"
    })
    void whatIsNotBelowTheBasePathIsNotFound(String path, int status) throws IOException {
        assertThat(ask("GET", path, "").status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/tasks", "/tools/meproc/api/v1/tasks", "/other/api/v1/tasks"})
    void refusalsHaveTheFormOfTheApiBelowAnyPath(String path) throws IOException {
        Reply reply = ask("GET", path, "Origin: http://evil.example\r\n");
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
    }

    @Test
    void anUnknownPathInFrontIsExplained() throws IOException {
        assertThat(ask("GET", "/other/api/v1/tasks", "").detail()).contains("web.path", "MEPROC_WEB_PATH");
    }

    private static Reply ask(String method, String target, String headers) throws IOException {
        try (Wire wire = new Wire(service.port())) {
            wire.send(Wire.request(method, target, "Host: localhost\r\n" + headers, new byte[0]));
            return method.equals("HEAD") ? wire.readHead() : wire.read();
        }
    }
}
