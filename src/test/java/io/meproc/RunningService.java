package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.http.Api;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packaged service, started as a user would with {@code ./meproc}, in a directory of its own. */
public final class RunningService implements AutoCloseable {
    private static final Pattern LISTEN = Pattern.compile("Listen: \\S+:(\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The first start after a build also makes the class archive, which starts two JVMs more. */
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);

    private final Path directory;
    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;

    private RunningService(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
        try {
            await().atMost(START_PATIENCE).until(() -> log().contains("Listen: ") || !process.isAlive());
            Matcher listen = LISTEN.matcher(log());
            assertThat(listen.find()).as("it listens: %s", log()).isTrue();
            this.port = Integer.parseInt(listen.group(1));
        } catch (RuntimeException | AssertionError failed) {
            process.destroy();
            throw failed;
        }
    }

    public static RunningService start(Path directory, String... arguments) throws IOException {
        return startAt(0, directory, arguments);
    }

    /** At a port that is known, as one that another had before. */
    public static RunningService startAt(int port, Path directory, String... arguments) throws IOException {
        List<String> command = Stream.concat(
                        Stream.of("./meproc", "--port", Integer.toString(port)), Stream.of(arguments))
                .toList();
        return begin(directory, command, Map.of());
    }

    /** By a shell line that ends in {@code ./meproc --port 0}, with more variables around it. */
    static RunningService startBy(String line, Path directory, Map<String, String> variables) throws IOException {
        return begin(directory, List.of("sh", "-c", line), variables);
    }

    private static RunningService begin(Path directory, List<String> command, Map<String, String> variables)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile());
        builder.environment().putAll(environment(directory));
        builder.environment().putAll(variables);
        return new RunningService(directory, builder.start());
    }

    /** Keeps everything that the service writes in {@code directory}. */
    static Map<String, String> environment(Path directory) {
        return Map.of(
                "MEPROC_DATA_DIR", directory.resolve("data").toString(),
                "MEPROC_LOG_DIR", directory.resolve("logs").toString());
    }

    public int port() {
        return port;
    }

    /** The first child of what was started, as the service is one of unshare. */
    long firstChild() {
        return process.children().findFirst().orElseThrow().pid();
    }

    /** What it has written to its standard output so far. */
    public String log() {
        try {
            return Files.readString(directory.resolve("out"));
        } catch (IOException missing) {
            throw new AssertionError(missing);
        }
    }

    /** Awaits these texts in its output, which a thread of its own writes. */
    public void logs(String... texts) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(log()).contains(texts));
    }

    public HttpResponse<String> call(String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        Api.described(method, path, body, response);
        return response;
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Sends SIGTERM; the process keeps its own time to end. */
    public void terminate() {
        process.destroy();
    }

    public long pid() {
        return process.pid();
    }

    /** Kills it, unless it has ended, which leaves its processes, and awaits its end. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits until it has ended, at most for {@code most}; it may go on. */
    public void awaitEnd(Duration most) throws InterruptedException {
        process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Sends a signal by name or number, as kill(1) does. */
    void signal(String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).as("kill -%s", signal).isZero();
    }

    /** Its exit code, when it has ended. */
    public int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("it ends")
                .isTrue();
        return process.exitValue();
    }

    /** The processes, of this service alone, that live now. */
    public List<Long> children() throws IOException {
        String marker = "MEPROC_REPLICA="
                + Files.readString(directory.resolve("data").resolve("id")).strip() + "/";
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(folder -> folder.getFileName().toString().matches("\\d+"))
                    .filter(folder -> environmentOf(folder).contains(marker))
                    .map(folder -> Long.parseLong(folder.getFileName().toString()))
                    .toList();
        }
    }

    private static String environmentOf(Path process) {
        try {
            return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException stuck) {
            process.destroyForcibly();
            throw new AssertionError("the service did not end", stuck);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
