package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Dockerfile's own steps, carried out below a temporary folder instead of in an image. */
class DockerfileIT {
    private static final Pattern LISTEN = Pattern.compile("Listen: \\S+:(\\d+)");

    @TempDir
    private Path root;

    /** Instructions with their lines joined, of the stage that becomes the image. */
    private static List<String> image() throws IOException {
        List<String> instructions = instructions();
        return instructions.subList(instructions.lastIndexOf("FROM ${BASE}") + 1, instructions.size());
    }

    private static List<String> instructions() throws IOException {
        String text = Files.readString(Path.of("Dockerfile")).replaceAll("(?m)^#.*\n", "");
        return text.replace("\\\n", " ")
                .lines()
                .map(line -> line.replaceAll("\\s+", " ").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @Test
    void theLayoutOfTheImageStartsFromItsClassArchives() throws Exception {
        Path meproc = root.toRealPath().resolve("opt/meproc");
        for (String step : image()) {
            if (step.startsWith("COPY --from=build ")) {
                copy(step.substring("COPY --from=build ".length()).split(" "));
            } else if (step.startsWith("RUN /opt/meproc/")) {
                run(step.substring("RUN ".length()).replace("/opt/meproc", meproc.toString()));
            }
        }
        Path out = root.resolve("out");
        ProcessBuilder start = new ProcessBuilder(meproc.resolve("meproc").toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        start.environment().put("MEPROC_IP", "127.0.0.1");
        start.environment().put("MEPROC_PORT", "0");
        start.environment().put("MEPROC_DATA_DIR", root.resolve("data").toString());
        // The JVM ends where it can't use the archive.
        start.environment().put("MEPROC_JAVA_OPTS", "-Xshare:on");
        Process service = start.start();
        try {
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> LISTEN.matcher(Files.readString(out)).find() || !service.isAlive());
            Matcher listen = LISTEN.matcher(Files.readString(out));
            assertThat(listen.find()).as(Files.readString(out)).isTrue();
            String check = image().stream()
                    .filter(step -> step.startsWith("HEALTHCHECK"))
                    .findFirst()
                    .orElseThrow()
                    .replaceAll("^HEALTHCHECK .* CMD ", "");
            run("MEPROC_PORT=" + listen.group(1) + "; " + check);
        } finally {
            service.destroy();
            assertThat(service.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(service.exitValue()).isZero();
    }

    @Test
    void whateverTheBuildCopiesIsInTheContext() throws Exception {
        List<String> allowed = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();
        for (String step : instructions()) {
            if (step.startsWith("COPY ") && !step.contains("--from=")) {
                String[] words = step.split(" ");
                for (String source : Arrays.copyOfRange(words, 1, words.length - 1)) {
                    assertThat(source.equals(".") || allowed.contains(source))
                            .as(step)
                            .isTrue();
                    assertThat(Path.of(source)).exists();
                }
            } else if (step.startsWith("COPY --from=build ")) {
                String[] words = step.split(" ");
                for (String source : Arrays.copyOfRange(words, 2, words.length - 1)) {
                    String first = source.replaceFirst("^/src/", "").split("/", -1)[0];
                    assertThat(first.equals("target") || allowed.contains(first))
                            .as(source)
                            .isTrue();
                }
            }
        }
    }

    /** As COPY does: the content of a folder, the file itself; modes and times are kept. */
    private void copy(String[] words) throws IOException {
        Path to = root.resolve(words[words.length - 1].substring(1));
        for (String word : Arrays.copyOf(words, words.length - 1)) {
            Path from = Path.of(word.replaceFirst("^/src/", ""));
            Files.createDirectories(to);
            List<Path> files = new ArrayList<>(List.of(from));
            if (Files.isDirectory(from)) {
                try (Stream<Path> inside = Files.list(from)) {
                    files = inside.toList();
                }
            }
            for (Path file : files) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void run(String line) throws IOException, InterruptedException {
        Process shell =
                new ProcessBuilder("sh", "-ec", line).redirectErrorStream(true).start();
        String printed = new String(shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as("%s: %s", line, printed).isZero();
    }
}
