package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files of the page, as they are in the source folder and as they are served. */
class PageTest extends WithOneService {
    private static final Path ROOT = Path.of("webroot");

    /** What a first visit transfers, as the service compresses nothing: a second at 1.6 Mbit/s. Later visits ask for changes alone. */
    private static final long MOST_BYTES = 260_000;

    @Test
    void everyFileOfThePageIsServedAsItIs() throws Exception {
        Api api = new Api(service.port());
        for (Path file : files()) {
            Reply reply = api.call("GET", "/" + ROOT.relativize(file));
            assertThat(reply.status()).as(file.toString()).isEqualTo(200);
            assertThat(reply.body()).as(file.toString()).isEqualTo(Files.readString(file));
        }
    }

    @Test
    void aFileThatTheBrowserHasIsNotSentAgain() throws Exception {
        Api api = new Api(service.port());
        for (Path file : files()) {
            String path = "/" + ROOT.relativize(file);
            String etag = String.valueOf(api.call("GET", path).header("etag"));
            Reply same = api.call("GET", path, "", Map.of("If-None-Match", etag));
            assertThat(same.status()).as(path).isEqualTo(304);
            assertThat(same.body()).isEmpty();
            assertThat(api.call("GET", path, "", Map.of("If-None-Match", "\"0\""))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void thePageIsLight() throws IOException {
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
        }
        assertThat(bytes).isLessThan(MOST_BYTES);
    }

    @Test
    void nothingOfThePageReadsTextAsMarkup() throws IOException {
        for (Path file : files()) {
            if (!file.startsWith(ROOT.resolve("vendor"))) {
                assertThat(Files.readString(file))
                        .as(file.toString())
                        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
            }
        }
    }

    @Test
    void everyAddressOfThePageIsRelativeSinceAProxyMayServeItBelowAnyPath() throws IOException {
        List<Path> all = new ArrayList<>(files());
        Stream.of("docs.html", "docs.js", "docs.css").map(ROOT::resolve).forEach(all::add);
        for (Path file : all) {
            if (!file.startsWith(ROOT.resolve("vendor"))) {
                assertThat(Files.readString(file))
                        .as(file.toString())
                        .doesNotContainPattern(
                                "(href|src)=[\"']?/|url\\([\"']?/|(fetch|EventSource|import)\\(?\\s*[\"'`]/")
                        .doesNotContainPattern("[\"'`]/(api|app|docs|openapi|proc|vendor)\\b|location\\.origin");
            }
        }
    }

    @Test
    void theForeignScriptIsTheOneOfTheChecksum() throws Exception {
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(ROOT.resolve("vendor/preact.js")));
        assertThat(Files.readString(ROOT.resolve("vendor/SHA256SUMS")))
                .isEqualTo(HexFormat.of().formatHex(digest) + "  preact.js\n");
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT.resolve("app"))) {
            return Stream.concat(
                            modules.sorted(),
                            Stream.of(
                                            "index.html",
                                            "meproc.js",
                                            "meproc.css",
                                            "frame.css",
                                            "table.css",
                                            "task.css",
                                            "history.css",
                                            "schedule.css",
                                            "form.css",
                                            "vendor/preact.js")
                                    .map(ROOT::resolve))
                    .toList();
        }
    }
}
