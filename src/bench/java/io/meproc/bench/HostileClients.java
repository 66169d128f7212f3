package io.meproc.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Clients that hold connections, answers and bodies of a service, until this is closed. */
final class HostileClients implements AutoCloseable {
    private static final int IDLE = 1_000;
    private static final int UNREAD = 50;
    private static final int BODIES = 100;
    private static final int MEGABYTE = 1 << 20;
    private static final int OUTPUT_BYTES = 20_000_000;
    private static final int PATIENCE_SECONDS = 60;

    private final Service service;
    private final Deque<Socket> open = new ArrayDeque<>();

    HostileClients(Service service) {
        this.service = service;
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port());
        open.push(socket);
        return socket;
    }

    /** Connections on which no request comes. */
    HostileClients idle() throws IOException {
        for (int i = 0; i < IDLE; i++) {
            connect();
        }
        return this;
    }

    /** Has a task write the output that {@link #neverRead} requests. */
    void writeLargeOutput() throws IOException {
        service.api().put("'name':'large','type':'once','cmd':'head -c " + OUTPUT_BYTES + " /dev/zero'");
        Pause.until("the output", PATIENCE_SECONDS, () -> Files.size(service.log("large")) == OUTPUT_BYTES);
    }

    /** Clients that request a large output and read nothing of it. */
    HostileClients neverRead() throws IOException {
        byte[] request = "GET /proc/output?name=large HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8);
        close();
        for (int i = 0; i < UNREAD; i++) {
            connect().getOutputStream().write(request);
        }
        return this;
    }

    /** Requests of a megabyte each whose last bytes are sent at the same time; ends with the last answer. */
    void sendBodies() throws IOException {
        close();
        String body = "{\"cmd\":\"" + "x".repeat(MEGABYTE - 10);
        byte[] request = ("PUT /api/v1/tasks/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + (body.length() + 2)
                        + "\r\n\r\n" + body)
                .getBytes(UTF_8);
        List<Socket> sent = new ArrayList<>();
        for (int i = 0; i < BODIES; i++) {
            Socket socket = connect();
            sent.add(socket);
            socket.getOutputStream().write(request);
        }
        for (Socket socket : sent) {
            socket.getOutputStream().write("\"}".getBytes(UTF_8));
        }
        for (Socket socket : sent) {
            if (socket.getInputStream().read() != 'H') {
                throw new IOException("a body was not answered");
            }
        }
    }

    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
