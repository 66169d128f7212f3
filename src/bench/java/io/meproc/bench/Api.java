package io.meproc.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A client with one connection, which it keeps; it does nothing but write and read. */
final class Api implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final String host;

    private Api(int port, int patienceMillis) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(patienceMillis);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        host = "127.0.0.1:" + port;
    }

    static Api connect(int port) throws IOException {
        return new Api(port, PATIENCE_MILLIS);
    }

    /** One that waits for no answer longer than this. */
    static Api impatient(int port, int patienceMillis) throws IOException {
        return new Api(port, patienceMillis);
    }

    /** Tries until the server answers; empty when it ends or takes too long. */
    static Optional<Api> firstAnswer(int port, Process server, int seconds) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (server.isAlive() && System.nanoTime() < until) {
            try {
                Api api = connect(port);
                api.get("/proc");
                return Optional.of(api);
            } catch (IOException notYet) {
                Pause.millis(1);
            }
        }
        return Optional.empty();
    }

    /** Starts a task; {@code members} are those of a JSON object, with single quotes. Gives the answer. */
    String put(String members) throws IOException {
        byte[] answer = call("PUT", "/proc", ("{" + members + "}").replace('\'', '"'));
        return new String(answer, UTF_8);
    }

    void delete(String task) throws IOException {
        call("DELETE", "/proc?name=" + task, "");
    }

    void post(String path, String body) throws IOException {
        call("POST", path, body);
    }

    byte[] get(String path) throws IOException {
        return call("GET", path, "");
    }

    private byte[] call(String method, String path, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        String head =
                method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: " + bytes.length + "\r\n\r\n";
        socket.getOutputStream().write((head + body).getBytes(UTF_8));
        String status = line();
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).trim());
            }
        }
        byte[] answer = in.readNBytes(length);
        if (!status.startsWith("HTTP/1.1 200 ")) {
            throw new IOException(method + " " + path + ": " + status + " " + new String(answer, UTF_8));
        }
        return answer;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection was closed");
            }
            line.append((char) c);
        }
        return line.toString().trim();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
