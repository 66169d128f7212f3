package io.meproc;

import static io.meproc.Futures.done;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A service that is sent changes; the program of {@link SyncedChangesTest}, which traces its system calls. */
final class SyncedChanges {
    static final int BURST = 300;

    private static final String TASK = "{\"type\":\"cron\",\"cron\":\"0 0 1 1 *\",\"cmd\":\"true\"}";

    private SyncedChanges() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        Vertx vertx = Vertx.vertx();
        Meproc meproc = done(Meproc.deploy(
                vertx, new JsonObject().put("data_dir", directory.toString()).put("port", 0)));
        change(meproc, "first");
        mark(directory, "alone");
        change(meproc, "alone");
        mark(directory, "burst");
        burst(meproc);
        mark(directory, "end");
        done(meproc.close());
        done(vertx.close());
    }

    /** The trace has the file that is opened. */
    private static void mark(Path directory, String name) throws IOException {
        Files.createFile(directory.resolve("mark-" + name));
    }

    private static void burst(Meproc meproc) throws IOException {
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < BURST; i++) {
            Socket client = new Socket(InetAddress.getLoopbackAddress(), meproc.port());
            clients.add(client);
        }
        for (int i = 0; i < BURST; i++) {
            send(clients.get(i), "burst" + i);
        }
        for (Socket client : clients) {
            requireDone(client);
        }
    }

    private static void change(Meproc meproc, String name) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), meproc.port());
        send(client, name);
        requireDone(client);
    }

    private static void send(Socket client, String name) throws IOException {
        client.getOutputStream()
                .write(("PUT /api/v1/tasks/" + name + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + TASK.length()
                                + "\r\n\r\n" + TASK)
                        .getBytes(US_ASCII));
    }

    private static void requireDone(Socket client) throws IOException {
        try (client;
                BufferedReader answer = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII))) {
            String status = answer.readLine();
            if (status == null || !status.startsWith("HTTP/1.1 20")) {
                throw new IOException("answered with " + status);
            }
        }
    }
}
