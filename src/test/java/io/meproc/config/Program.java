package io.meproc.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged program, run as people run it, with a data directory of its own. */
final class Program implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Pattern LISTEN = Pattern.compile("Listen: 127\\.0\\.0\\.1:(\\d+)");

    private final Process process;
    private final Path directory;
    private int port;

    Program(Path directory, Map<String, String> environment, String... arguments) throws IOException {
        this.directory = directory;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-jar",
                Path.of("target", "meproc.jar").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("MEPROC_"));
        builder.environment().put("MEPROC_DATA_DIR", directory.resolve("data").toString());
        builder.environment().put("MEPROC_LOG_DIR", directory.resolve("logs").toString());
        builder.environment().putAll(environment);
        this.process = builder.start();
    }

    /** Everything that it says until it ends. */
    record Ended(int code, String out, String err) {}

    Ended ended() throws IOException {
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        return new Ended(code(), out, err);
    }

    /** Its exit code, whether or not anybody reads what it says. */
    int code() {
        return process.onExit()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join()
                .exitValue();
    }

    /** As kill(1) does; Process.destroy would close what it says, too. */
    void terminate() {
        process.toHandle().destroy();
    }

    Path log() {
        return directory.resolve("logs/meproc.log");
    }

    /** Where it listens, according to its log. */
    int port() {
        if (port == 0) {
            port = await().atMost(PATIENCE).until(this::listening, found -> found > 0);
        }
        return port;
    }

    private int listening() throws IOException {
        if (!Files.exists(log())) {
            return 0;
        }
        Matcher listen = LISTEN.matcher(Files.readString(log()));
        return listen.find() ? Integer.parseInt(listen.group(1)) : 0;
    }

    long pid() {
        return process.pid();
    }

    int call(String method, String target, String body) throws IOException, InterruptedException {
        return answer(method, target, body).statusCode();
    }

    HttpResponse<String> answer(String method, String target, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + target))
                .timeout(PATIENCE)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.toHandle().destroy();
            code();
        }
    }
}
