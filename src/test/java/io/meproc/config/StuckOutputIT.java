package io.meproc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who reads standard output may stop doing so. */
class StuckOutputIT {
    /** More than a pipe and the queue behind it hold. */
    private static final int LINES = 12_000;

    @TempDir
    Path directory;

    @Test
    void nobodyWaitsForAReaderThatDoesNotRead() throws Exception {
        try (Program program = new Program(directory, Map.of("MEPROC_LOG_LEVEL", "debug"), "--port", "0")) {
            String chatty =
                    "{\"name\":\"chatty\",\"cmd\":\"exit 1\",\"type\":\"daemon\",\"replica\":50,\"interval\":1}";
            assertThat(program.call("PUT", "/proc", chatty)).isEqualTo(200);
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> lines(program.log()) > LINES);
            assertThat(program.call("GET", "/proc", "")).isEqualTo(200);
            assertThat(program.call("DELETE", "/proc?name=chatty", "")).isEqualTo(200);
            program.terminate();
            assertThat(program.code()).isZero();
            try (Stream<String> lines = Files.lines(program.log())) {
                assertThat(lines.reduce((before, line) -> line))
                        .get()
                        .asString()
                        .endsWith("[INFO]: Ended");
            }
        }
    }

    private static long lines(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        }
    }
}
