package io.meproc.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One connection on which a test says exactly the bytes that it means. */
final class Wire implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket = new Socket();

    Wire(int port) throws IOException {
        this(InetAddress.getLoopbackAddress(), port);
    }

    Wire(InetAddress address, int port) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(address, port), PATIENCE_MILLIS);
    }

    /** One request on a connection of its own. */
    static Reply ask(int port, byte[] request) throws IOException {
        try (Wire wire = new Wire(port)) {
            return wire.send(request).read();
        }
    }

    static Reply ask(int port, String request) throws IOException {
        return ask(port, request.getBytes(UTF_8));
    }

    /** The bytes of an everyday request; each header line ends in CR LF. */
    static byte[] request(String method, String target, String headers, byte[] body) {
        String length = body.length == 0 ? "" : "Content-Length: " + body.length + "\r\n";
        byte[] head = (method + " " + target + " HTTP/1.1\r\n" + headers + length + "\r\n").getBytes(UTF_8);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head);
        all.writeBytes(body);
        return all.toByteArray();
    }

    Wire send(String text) throws IOException {
        return send(text.getBytes(UTF_8));
    }

    Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    Reply read() throws IOException {
        return read(true);
    }

    /** An answer to HEAD, which has the length of a body but no body. */
    Reply readHead() throws IOException {
        return read(false);
    }

    /** An answer whose body is dropped as it comes, so that a large one takes no memory beside the service's. */
    Reply readAndDrop() throws IOException {
        Reply head = read(false);
        socket.getInputStream().skipNBytes(Long.parseLong(head.headers().getOrDefault("content-length", "0")));
        return head;
    }

    private Reply read(boolean withBody) throws IOException {
        InputStream in = socket.getInputStream();
        String[] status = line(in).split(" ", 3);
        if (status.length < 2) {
            throw new IOException("no answer");
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = withBody ? Integer.parseInt(headers.getOrDefault("content-length", "0")) : 0;
        return new Reply(Integer.parseInt(status[1]), headers, new String(in.readNBytes(length), UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** Whether the other side closes, with nothing more to say. */
    boolean endsHere() throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
