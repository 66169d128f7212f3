package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.ListenLoad;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Listening sockets that the service holds, with servers that take them from descriptor 3 on. */
class SocketsTest extends WithService {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TASK = "/api/v1/tasks/web";

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private JsonObject server(int replicas, Object... listen) {
        JsonArray sockets = new JsonArray();
        for (Object each : listen) {
            sockets.add(new JsonObject().put("listen", each));
        }
        return new JsonObject()
                .put("args", new JsonArray().add("perl").add("-e").add(ListenLoad.SERVER))
                .put("type", "daemon")
                .put("replica", replicas)
                .put("sockets", sockets);
    }

    private void put(JsonObject task) throws Exception {
        assertThat(api.call("PUT", TASK, task.encode()).status()).isBetween(200, 201);
    }

    /** The pid of the process that answers. */
    private static long ask(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 30_000);
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write("?".getBytes(StandardCharsets.US_ASCII));
            return Long.parseLong(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        }
    }

    private static boolean isListenedTo(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 30_000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private List<Long> pids() throws Exception {
        return api.call("GET", TASK).json().getJsonArray("replicas").stream()
                .map(each -> ((JsonObject) each).getLong("pid"))
                .toList();
    }

    @Test
    void aProcessGetsItsSocketsWithTheVariablesOfTheProtocol() throws Exception {
        int port = freePort();
        Path path = logs.resolve("web.sock");
        put(new JsonObject()
                .put("cmd", "echo $LISTEN_PID $$ $LISTEN_FDS $LISTEN_FDNAMES; ls /proc/$$/fd; exec sleep 1000")
                .put("type", "daemon")
                .put("env", new JsonObject().put("LISTEN_PID", "7"))
                .put(
                        "sockets",
                        new JsonArray()
                                .add(new JsonObject().put("name", "web").put("listen", "127.0.0.1:" + port))
                                .add(new JsonObject().put("listen", path.toString()))));
        Path log = service.logs().resolve("web/0.log");
        await().atMost(PATIENCE)
                .until(() -> Files.exists(log) && Files.readString(log).contains("4\n"));
        long pid = pids().get(0);
        assertThat(Files.readString(log)).startsWith(pid + " " + pid + " 2 web:unknown\n0\n1\n2\n3\n4\n");
        assertThat(Files.readString(log).lines()).hasSize(6);
    }

    @Test
    void aProcessWithoutSocketsGetsNone() throws Exception {
        put(new JsonObject()
                .put("cmd", "echo x$LISTEN_PID$LISTEN_FDS; ls /proc/$$/fd; exec sleep 1000")
                .put("type", "daemon"));
        Path log = service.logs().resolve("web/0.log");
        await().atMost(PATIENCE)
                .until(() -> Files.exists(log) && Files.readString(log).contains("2\n"));
        assertThat(Files.readString(log)).isEqualTo("x\n0\n1\n2\n");
    }

    @Test
    void noConnectionIsRefusedOrResetWhileTheTaskIsRestarted() throws Exception {
        int port = freePort();
        put(server(1, "127.0.0.1:" + port));
        ListenLoad load = new ListenLoad(port, 200);
        for (int restart = 0; restart < 10; restart++) {
            long before = pids().get(0);
            assertThat(api.call("POST", TASK + "/restart", "").status()).isEqualTo(200);
            long after = pids().get(0);
            assertThat(after).isNotEqualTo(before);
            await().atMost(PATIENCE).until(() -> load.processes().contains(after));
        }
        load.end();
        assertThat(load.errors()).isEmpty();
        assertThat(load.processes()).hasSizeGreaterThanOrEqualTo(10);
    }

    @Test
    void allReplicasAcceptFromOneSocketAndARollingUpdateLosesNone() throws Exception {
        int port = freePort();
        JsonObject task = server(3, "127.0.0.1:" + port).put("update", new JsonObject().put("healthyAfter", "300ms"));
        put(task);
        ListenLoad load = new ListenLoad(port, 200);
        put(task.put("env", new JsonObject().put("VERSION", "2")));
        List<Long> after = pids();
        await().atMost(PATIENCE).until(() -> load.processes().containsAll(after));
        load.end();
        assertThat(load.errors()).isEmpty();
    }

    @Test
    void aConnectionThatComesWhileNoProcessRunsWaitsForTheNextOne() throws Exception {
        int port = freePort();
        put(server(1, "127.0.0.1:" + port).put("interval", 1_000));
        long first = ask(port);
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        await().atMost(PATIENCE).until(() -> ProcessHandle.of(first).isEmpty());
        assertThat(ask(port)).isNotEqualTo(first);
    }

    @Test
    void aStoppedTaskDoesNotListen() throws Exception {
        int port = freePort();
        Path path = logs.resolve("web.sock");
        put(server(2, "127.0.0.1:" + port, path.toString()));
        assertThat(isListenedTo(port)).isTrue();
        assertThat(path).exists();
        assertThat(api.call("POST", TASK + "/stop", "").status()).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> !isListenedTo(port) && !Files.exists(path));
        assertThat(api.call("POST", TASK + "/start", "").status()).isEqualTo(200);
        assertThat(ask(port)).isIn(pids());
        assertThat(api.call("DELETE", TASK).status()).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> !isListenedTo(port) && !Files.exists(path));
    }

    @Test
    void aUnixSocketHasItsModeAndReplacesTheFileOfADeadOne() throws Exception {
        Path path = logs.resolve("web.sock");
        try (var dead = java.nio.channels.ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
        JsonObject task = server(1, path.toString());
        task.getJsonArray("sockets").getJsonObject(0).put("mode", "0660");
        put(task);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-rw----");
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            channel.write(ByteBuffer.wrap("?".getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(16);
            channel.read(answer);
            assertThat(new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII))
                    .isEqualTo(Long.toString(pids().get(0)));
        }
        JsonObject listed = api.call("GET", TASK).json().getJsonObject("definition");
        assertThat(listed.getJsonArray("sockets"))
                .isEqualTo(new JsonArray()
                        .add(new JsonObject().put("listen", path.toString()).put("mode", "0660")));
    }

    @Test
    void anAddressThatIsInUseIsRefusedAtOnceAndNothingIsChanged() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Reply reply = api.call(
                    "PUT", TASK, server(1, "127.0.0.1:" + other.getLocalPort()).encode());
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().getString("detail"))
                    .startsWith("sockets: 127.0.0.1:" + other.getLocalPort() + ": Address already in use (EADDRINUSE)");
            assertThat(api.call("GET", TASK).status()).isEqualTo(404);
        }
    }

    @Test
    void aUnixSocketWhoseQueueIsFullHoldsNothingUp() throws Exception {
        Path path = logs.resolve("busy.sock");
        List<SocketChannel> waiting = new ArrayList<>();
        try (var busy = java.nio.channels.ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            busy.bind(UnixDomainSocketAddress.of(path), 1);
            boolean full = false;
            while (!full) {
                SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                waiting.add(channel);
                channel.configureBlocking(false);
                try {
                    full = !channel.connect(UnixDomainSocketAddress.of(path));
                } catch (IOException noRoom) {
                    full = true;
                }
            }
            Reply reply = api.call("PUT", TASK, server(1, path.toString()).encode());
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().getString("detail")).contains("EADDRINUSE");
        } finally {
            for (SocketChannel channel : waiting) {
                channel.close();
            }
        }
    }

    @Test
    void anotherListOfSocketsIsAppliedByARestart() throws Exception {
        int one = freePort();
        int other = freePort();
        put(server(1, "127.0.0.1:" + one));
        assertThat(ask(one)).isPositive();
        put(server(1, "127.0.0.1:" + other));
        assertThat(ask(other)).isEqualTo(pids().get(0));
        assertThat(isListenedTo(one)).isFalse();
    }
}
