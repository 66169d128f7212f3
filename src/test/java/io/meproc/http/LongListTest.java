package io.meproc.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.meproc.task.Bounds;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** As many tasks as may be listed, whose list is longer than all that the service may keep for its clients, and clients that don't read it. */
@TestInstance(Lifecycle.PER_CLASS)
@Tag("slow")
class LongListTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int ROOM = 4 << 20;
    /** With 20 of them, what is kept of each list still fits {@link #ROOM}. */
    private static final int CROWD = 60;

    /** The kernel would take megabytes for a client that does not read. */
    private static final int RECEIVED = 4 << 10;

    private static final int TASKS = Bounds.TASKS;
    private static final int AT_ONCE = 500;
    private static final int READ = 64 << 10;
    private static final String FOLLOW = "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String LIST = "GET /proc HTTP/1.1\r\nHost: localhost\r\n\r\n";

    /** With it the list has 8 MB. */
    private static final String COMMAND = "true " + "x".repeat(400);

    private Service service;

    private final List<Socket> open = new ArrayList<>();

    @BeforeAll
    void listAll(@TempDir Path logs) throws IOException {
        service = new Service(logs, new HttpLimits(ROOM, 500, 200));
        try (Wire wire = new Wire(service.port())) {
            for (int i = 0; i < TASKS; i += AT_ONCE) {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                for (int j = i; j < i + AT_ONCE; j++) {
                    all.writeBytes(put(j, COMMAND));
                }
                wire.send(all.toByteArray());
                for (int j = i; j < i + AT_ONCE; j++) {
                    assertThat(wire.read().status()).isEqualTo(201);
                }
            }
        }
    }

    private static byte[] put(int i, String command) {
        byte[] body = ("{\"cmd\":\"" + command + "\",\"type\":\"cron\",\"cron\":\"0 0 1 1 *\"}").getBytes(UTF_8);
        return Wire.request("PUT", "/api/v1/tasks/t" + i, "Host: localhost\r\n", body);
    }

    @AfterAll
    void end() {
        service.close();
    }

    @AfterEach
    void hangUp() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    private Socket ask(String request, int received) throws IOException {
        Socket socket = new Socket();
        open.add(socket);
        socket.setReceiveBufferSize(received);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), service.port()));
        socket.getOutputStream().write(request.getBytes(UTF_8));
        return socket;
    }

    /** Counts the members of an object, or the elements of an array, of this name. */
    private static int count(InputStream in, String list) throws IOException {
        int count = 0;
        try (JsonParser json = new JsonFactory().createParser(in)) {
            json.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            json.nextToken();
            for (int depth = 1; depth > 0; ) {
                JsonToken token = json.nextToken();
                if (token.isStructStart() && list.equals(json.currentName())) {
                    while (!json.nextToken().isStructEnd()) {
                        count += json.currentToken() == JsonToken.FIELD_NAME ? 0 : 1;
                        json.skipChildren();
                    }
                } else {
                    depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                }
            }
        }
        return count;
    }

    /** Tasks in the list; less than none when it is refused. */
    private int listed() throws IOException {
        InputStream in = new ChunkedBody(ask(LIST, READ).getInputStream());
        return skipTo("\r\n\r\n", in).startsWith("HTTP/1.1 200") ? count(in, "tasks") : -1;
    }

    private int followed() throws IOException {
        InputStream in = new ChunkedBody(ask(FOLLOW, READ).getInputStream());
        skipTo("\ndata: ", in);
        return count(in, "tasks");
    }

    private static String skipTo(String end, InputStream in) throws IOException {
        StringBuilder seen = new StringBuilder();
        while (seen.indexOf(end) < 0) {
            seen.append((char) in.read());
        }
        return seen.toString();
    }

    @Test
    void aListBeyondAllRoomIsReadPieceByPiece() throws IOException {
        assertThat(listed()).isEqualTo(TASKS);
        assertThat(followed()).isEqualTo(TASKS);
    }

    @Test
    void manyWhoDoNotReadTheListKeepNobodyOut() throws IOException {
        for (int i = 0; i < CROWD; i++) {
            ask(LIST, RECEIVED);
            // Each at another revision.
            assertThat(Wire.ask(service.port(), put(i, COMMAND + i)).status()).isEqualTo(200);
        }
        await().atMost(PATIENCE).until(() -> listed() == TASKS);
    }

    @Test
    void followersThatDoNotReadTheirSnapshotGiveWay() throws Exception {
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            silent.add(ask(FOLLOW, RECEIVED));
            assertThat(Wire.ask(service.port(), put(i, COMMAND + "f" + i)).status())
                    .isEqualTo(200);
        }
        assertThat(followed()).isEqualTo(TASKS);
        assertThat(listed()).isEqualTo(TASKS);
        assertThat(endsEarly(silent.get(0))).isTrue();
    }

    /** Whether the stream ends within its snapshot. */
    private static boolean endsEarly(Socket socket) throws IOException {
        InputStream in = new BufferedInputStream(new ChunkedBody(socket.getInputStream()));
        byte[] end = "]}\n\n".getBytes(UTF_8);
        int matched = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            matched = next == end[matched] ? matched + 1 : next == end[0] ? 1 : 0;
            if (matched == end.length) {
                return false;
            }
        }
        return true;
    }
}
