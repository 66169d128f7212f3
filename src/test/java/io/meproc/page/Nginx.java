package io.meproc.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A real nginx in front of a service, on a port of its own, with a configuration as in docs/operations.md. */
final class Nginx implements AutoCloseable {
    private static final Path DOCUMENT = Path.of("docs/operations.md");
    private static final Pattern BLOCK = Pattern.compile("^```nginx\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** The servers that the documentation shows, in its order. */
    static List<String> documented() throws IOException {
        return BLOCK.matcher(Files.readString(DOCUMENT))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    /** A server with one location. */
    static String server(String location, String directives) {
        return "server {\n listen 80;\n location " + location + " {\n" + directives + "\n }\n}\n";
    }

    /**
     * Starts it.
     *
     * @param server a server with port 80 that passes on to port 8606, which become {@code port} and {@code service}
     */
    static Nginx start(Path directory, String server, int port, int service) throws IOException, InterruptedException {
        assertThat(server).contains("listen 80;", "127.0.0.1:8606");
        Path folder = Files.createDirectories(directory.resolve("nginx-" + port));
        Path file = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                pid nginx.pid;
                error_log error.log;
                events { worker_connections 64; }
                http {
                access_log off;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                %s
                }
                """.formatted(
                        server.replace("listen 80;", "listen 127.0.0.1:" + port + ";")
                                .replace("127.0.0.1:8606", "127.0.0.1:" + service)));
        Process process = new ProcessBuilder(program(), "-p", folder + "/", "-e", "error.log", "-c", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        Nginx nginx = new Nginx(process, port);
        await().atMost(PATIENCE).until(() -> listens(port) || !process.isAlive());
        assertThat(process.isAlive()).as(() -> read(folder.resolve("out"))).isTrue();
        return nginx;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    static String program() {
        assertThat(Path.of("/usr/sbin/nginx"))
                .as("nginx, which src/test/nginx/install.sh installs")
                .exists();
        return "/usr/sbin/nginx";
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("nginx ends")
                    .isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
