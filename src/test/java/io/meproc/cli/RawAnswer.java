package io.meproc.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server for one call that answers with these very bytes. */
final class RawAnswer {
    private RawAnswer() {}

    static Thread on(ServerSocket socket, String answer) {
        Thread server = new Thread(() -> {
            try (Socket call = socket.accept()) {
                String asked = "";
                while (!asked.endsWith("\r\n\r\n")) {
                    asked += (char) call.getInputStream().read();
                }
                call.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        });
        server.start();
        return server;
    }
}
