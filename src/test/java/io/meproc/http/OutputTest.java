package io.meproc.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the replicas have written comes as it is, and of much of it the end. */
class OutputTest {
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build());
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path logs;

    private Service service;
    private Api api;

    @BeforeEach
    void start() {
        service = new Service(logs);
        api = new Api(service.port());
    }

    @AfterEach
    void end() {
        service.close();
    }

    private JsonNode output(String name) throws Exception {
        Reply reply = api.call("GET", "/proc/output?name=" + name);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        return JSON.readTree(reply.body());
    }

    private static byte[] bytes(JsonNode output, String alias) {
        return Base64.getDecoder().decode(output.at("/data").path(alias).textValue());
    }

    private void finish(String name) {
        await().atMost(PATIENCE).until(() -> api.task(name).getInteger("running") == 0);
    }

    @Test
    void eachReplicaHasItsOwn() throws Exception {
        api.call(
                "PUT",
                "/proc",
                Api.task("a", "echo out; echo err >&2").put("replica", 3).encode());
        finish("a");
        JsonNode output = output("a");
        assertThat(output.path("code").intValue()).isEqualTo(200);
        assertThat(output.path("msg").textValue()).isEqualTo("OK");
        assertThat(output.path("data").fieldNames()).toIterable().containsExactly("a:0", "a:1", "a:2");
        for (String alias : List.of("a:0", "a:1", "a:2")) {
            assertThat(new String(bytes(output, alias), UTF_8)).isEqualTo("out\nerr\n");
        }
        assertThat(output.has("skipped")).isFalse();
    }

    @Test
    void whoHasNotRunHasWrittenNothing() throws Exception {
        JsonObject cron = Api.task("a", "true").put("type", "cron").put("cron", "0 0 1 1 *");
        api.call("PUT", "/proc", cron.encode());
        assertThat(output("a").path("data").toString()).isEqualTo("{\"a:0\":\"\"}");
    }

    /** Around the parts in which an answer is written. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 98_303, 98_304, 98_305, 196_609, 1_000_000, OutputAnswer.MOST})
    void everyByteComesBack(int length) throws Exception {
        api.start("a", "true");
        finish("a");
        byte[] written = new byte[length];
        new Random(length).nextBytes(written);
        Files.write(logs.resolve("a/0.log"), written);
        JsonNode output = output("a");
        assertThat(bytes(output, "a:0")).isEqualTo(written);
        assertThat(output.has("skipped")).isFalse();
    }

    @Test
    void ofALongLogTheEndComesAndTheNumberOfBytesBeforeIt() throws Exception {
        api.call("PUT", "/proc", Api.task("a", "true").put("replica", 2).encode());
        finish("a");
        byte[] written = new byte[OutputAnswer.MOST + 5];
        new Random(7).nextBytes(written);
        Files.write(logs.resolve("a/0.log"), written);
        Files.writeString(logs.resolve("a/1.log"), "short");
        JsonNode output = output("a");
        int share = OutputAnswer.MOST / 2;
        byte[] end = Arrays.copyOfRange(written, written.length - share, written.length);
        assertThat(bytes(output, "a:0")).isEqualTo(end);
        assertThat(bytes(output, "a:1")).isEqualTo("short".getBytes(UTF_8));
        assertThat(output.path("skipped").toString()).isEqualTo("{\"a:0\":" + (written.length - share) + "}");
    }

    @Test
    void aLogThatIsNoFileIsSaidSo() throws Exception {
        api.start("a", "true");
        finish("a");
        Files.delete(logs.resolve("a/0.log"));
        Files.createDirectories(logs.resolve("a/0.log"));
        Reply reply = api.call("GET", "/proc/output?name=a");
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.message()).isEqualTo("Output not readable");
        assertThat(reply.detail()).isNotEmpty();
    }
}
