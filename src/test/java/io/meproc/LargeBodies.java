package io.meproc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A hundred requests of a megabyte each whose last bytes arrive at the same time. */
final class LargeBodies {
    private static final int BODIES = 100;
    private static final int MEGABYTE = 1 << 20;

    private LargeBodies() {}

    /** Sends them, and awaits an answer to each. */
    static void send(int port) {
        String body = "{\"cmd\":\"" + "x".repeat(MEGABYTE - 10);
        byte[] request = ("PUT /api/v1/tasks/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + (body.length() + 2)
                        + "\r\n\r\n" + body)
                .getBytes(UTF_8);
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < BODIES; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                open.add(socket);
                socket.getOutputStream().write(request);
            }
            for (Socket socket : open) {
                socket.getOutputStream().write("\"}".getBytes(UTF_8));
            }
            for (Socket socket : open) {
                assertThat(socket.getInputStream().read()).isEqualTo('H');
                socket.close();
            }
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }
}
