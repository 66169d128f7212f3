package io.meproc.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the replicas have written comes as it is, and of much of it the end. */
class OutputTest extends WithService {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

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
        Path log = logs.resolve("a/0.log");
        write(log, length);
        LargeOutput output = LargeOutput.of(service.port(), "a");
        assertThat(output.isEndOf(log)).isTrue();
        assertThat(output.bytes()).isEqualTo(length);
        assertThat(output.skipped()).isZero();
    }

    private static void write(Path log, int length) throws IOException {
        Random random = new Random(length);
        try (OutputStream out = Files.newOutputStream(log)) {
            for (int left = length; left > 0; left -= 1 << 16) {
                byte[] part = new byte[Math.min(left, 1 << 16)];
                random.nextBytes(part);
                out.write(part);
            }
        }
    }

    @Test
    void ofALongLogTheEndComesAndTheNumberOfBytesBeforeIt() throws Exception {
        api.call("PUT", "/proc", Api.task("a", "true").put("replica", 2).encode());
        finish("a");
        Path log = logs.resolve("a/0.log");
        int written = OutputAnswer.MOST + 5;
        write(log, written);
        Files.writeString(logs.resolve("a/1.log"), "short");
        int share = OutputAnswer.MOST / 2;
        LargeOutput output = LargeOutput.of(service.port(), "a");
        assertThat(output.isEndOf(log)).isTrue();
        assertThat(output.bytes()).isEqualTo(share);
        assertThat(output.others()).isEqualTo("a:1=" + Base64.getEncoder().encodeToString("short".getBytes(UTF_8)));
        assertThat(output.skipped()).isEqualTo(written - share);
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
