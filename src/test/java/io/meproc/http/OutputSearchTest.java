package io.meproc.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.logs.OutputSearch;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole output of a replica is searched, however long it is, a bounded part at a time. */
class OutputSearchTest extends WithService {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @BeforeEach
    void start() throws Exception {
        api.start("t", "echo first");
        await().atMost(PATIENCE).until(() -> api.task("t").getInteger("running") == 0);
    }

    private Path log() {
        return logs.resolve("t/0.log");
    }

    private JsonObject search(String text, String more) throws Exception {
        Reply reply =
                api.call("GET", "/api/v1/tasks/t/replicas/0/output/search?q=" + URLEncoder.encode(text, UTF_8) + more);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json();
    }

    private static List<String> lines(JsonObject found) {
        JsonArray matches = found.getJsonArray("matches");
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < matches.size(); i++) {
            lines.add(matches.getJsonObject(i).getString("line"));
        }
        return lines;
    }

    @Test
    void aTextIsFoundLiterallyWhateverItsCaseUnlessAskedOtherwise() throws Exception {
        Files.writeString(log(), "Timeout (1)\nno\n\033[31mtime\033[1mout\033[0m (2)\r\nÄrger\ntimeout.(3)");
        assertThat(lines(search("timeout", ""))).containsExactly("Timeout (1)", "timeout (2)", "timeout.(3)");
        assertThat(lines(search("timeout", "&case=true"))).containsExactly("timeout (2)", "timeout.(3)");
        assertThat(lines(search("t.(3", ""))).containsExactly("timeout.(3)");
        assertThat(lines(search("äRGER", ""))).containsExactly("Ärger");
        assertThat(search("t", "").getValue("next")).isNull();
    }

    @Test
    void theOffsetOfALineIsWhereTheOutputReadsFrom() throws Exception {
        Files.writeString(log(), "größe\nsought\nlast\n");
        JsonObject match = search("sought", "").getJsonArray("matches").getJsonObject(0);
        Reply read = api.call("GET", "/api/v1/tasks/t/replicas/0/output?from=" + match.getLong("offset"));
        assertThat(read.body()).isEqualTo("sought\nlast\n");
    }

    @Test
    void aLongOutputIsSearchedInBoundedPartsUntilItsEnd() throws Exception {
        int lines = 300_000;
        try (BufferedWriter text = Files.newBufferedWriter(log())) {
            for (int i = 0; i < lines; i++) {
                text.write("line " + i + (i % 1000 == 7 ? " sought\n" : " and something more to read\n"));
            }
        }
        assertThat(Files.size(log())).isGreaterThan(OutputSearch.MOST_BYTES);
        List<String> found = new ArrayList<>();
        int calls = 0;
        Long from = 0L;
        while (from != null) {
            JsonObject part = search("SOUGHT", "&limit=70&from=" + from);
            assertThat(lines(part)).hasSizeLessThanOrEqualTo(70);
            found.addAll(lines(part));
            from = part.getLong("next");
            calls++;
        }
        assertThat(found).hasSize(lines / 1000).doesNotHaveDuplicates().contains("line 7 sought", "line 299007 sought");
        assertThat(calls).isBetween(5, 7);
    }

    @Test
    void aLineThatNeverEndsIsFoundInAndAnswersStaySmall() throws Exception {
        try (OutputStream out = Files.newOutputStream(log())) {
            byte[] piece = "x".repeat(65_530).getBytes(UTF_8);
            for (int i = 0; i < 20; i++) {
                out.write(piece);
                // Across the border of two parts as well.
                out.write("needle".getBytes(UTF_8));
            }
        }
        JsonObject found = search("needle", "");
        assertThat(lines(found)).hasSizeGreaterThanOrEqualTo(19).allMatch(line -> line.length() <= 502);
        assertThat(lines(found)).allMatch(line -> line.contains("needle"));
    }

    @Test
    void whatIsWrittenMeanwhileIsFoundByTheNextSearch() throws Exception {
        JsonObject before = search("later", "");
        assertThat(lines(before)).isEmpty();
        Files.writeString(log(), "first\nlater\n");
        assertThat(lines(search("later", "&from=" + before.getLong("size")))).containsExactly("later");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?q=",
                "?q=a%0Ab",
                "?q=a&limit=0",
                "?q=a&limit=1001",
                "?q=a&from=-1",
                "?q=a&case=yes",
                "?q=a&other=1",
                "?q=a&q=b"
            })
    void aWrongParameterIsRefusedByItsName(String query) throws Exception {
        Reply reply = api.call("GET", "/api/v1/tasks/t/replicas/0/output/search" + query);
        assertThat(reply.status()).isEqualTo(400);
        String name = query.replaceAll(".*[?&]([a-z]+)=[^&]*$", "$1");
        assertThat(reply.body()).contains(name.isEmpty() ? "\"q\"" : name);
    }

    @Test
    void aTaskOrReplicaThatIsNotListedHasNoOutput() throws IOException, InterruptedException {
        for (String path : List.of("nobody/replicas/0", "t/replicas/1", "t/replicas/x")) {
            assertThat(api.call("GET", "/api/v1/tasks/" + path + "/output/search?q=a")
                            .status())
                    .isEqualTo(404);
        }
        assertThat(api.call("POST", "/api/v1/tasks/t/replicas/0/output/search?q=a")
                        .status())
                .isEqualTo(405);
    }

    @Test
    void anOutputThatIsGoneHasNoLines() throws Exception {
        Files.delete(log());
        assertThat(search("first", ""))
                .isEqualTo(new JsonObject()
                        .put("matches", new JsonArray())
                        .putNull("next")
                        .put("size", 0));
    }
}
