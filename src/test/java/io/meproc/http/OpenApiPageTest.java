package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The description as it is served, and its page. What the page shows of it is tested in src/test/openapi. */
class OpenApiPageTest {
    private static final int MOST_BYTES = 40_000;

    @TempDir
    static Path logs;

    private static Service service;
    private static Api api;

    @BeforeAll
    static void start() {
        service = new Service(logs);
        api = new Api(service.port());
    }

    @AfterAll
    static void end() {
        service.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/docs, text/html;charset=UTF-8",
        "/docs.js, text/javascript;charset=UTF-8",
        "/docs.css, text/css;charset=UTF-8",
        "/openapi.yaml, application/yaml",
        "/openapi.json, application/json"
    })
    void itIsServedToBeReadAndNothingElse(String path, String type) throws Exception {
        Reply get = api.call("GET", path);
        assertThat(get.status()).isEqualTo(200);
        assertThat(get.header("content-type")).isEqualTo(type);
        assertThat(get.header("content-security-policy")).contains("default-src 'none'");
        Reply head = api.call("HEAD", path);
        assertThat(head.headers()).isEqualTo(get.headers());
        assertThat(head.body()).isEmpty();
        assertThat(api.call("POST", path).status()).isEqualTo(405);
    }

    @Test
    void theJsonIsThatOfTheFile() throws Exception {
        JsonMapper mapper = new JsonMapper();
        assertThat(mapper.readTree(api.call("GET", "/openapi.json").body()))
                .isEqualTo(OpenApiFile.parsed(api.call("GET", "/openapi.yaml").body()));
    }

    @Test
    void thePageIsSmallAndItsOwn() throws Exception {
        Reply page = api.call("GET", "/docs");
        assertThat(page.body())
                .doesNotContain("style=", "<style", "onclick", "http://", "https://")
                .doesNotContainPattern("<script(?! src=\"docs.js\")");
        int bytes = 0;
        for (String path : new String[] {"/docs", "/docs.js", "/docs.css"}) {
            bytes += api.call("GET", path).body().getBytes(StandardCharsets.UTF_8).length;
        }
        assertThat(bytes).isLessThan(MOST_BYTES);
        assertThat(api.call("GET", "/docs.js").body())
                .doesNotContain("innerHTML", "insertAdjacentHTML", "document.write");
    }
}
