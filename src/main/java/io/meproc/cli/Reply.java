package io.meproc.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** An answer that is being received; closing it closes its connection. */
final class Reply implements AutoCloseable {
    private static final String CHUNKED = "chunked";
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final Socket socket;
    private final Head head;
    private final InputStream body;

    private Reply(Socket socket, Head head, InputStream body) {
        this.socket = socket;
        this.head = head;
        this.body = body;
    }

    static Reply read(Socket socket) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        Head head = Head.read(in);
        return new Reply(socket, head, body(head, in));
    }

    private static InputStream body(Head head, InputStream in) throws IOException {
        String length = head.header("content-length");
        if (head.status() == NO_CONTENT || head.status() == NOT_MODIFIED) {
            return InputStream.nullInputStream();
        } else if (head.header("transfer-encoding").equalsIgnoreCase(CHUNKED)) {
            return Body.chunked(in);
        } else if (length.isEmpty()) {
            return in;
        }
        try {
            return Body.sized(in, Long.parseLong(length));
        } catch (NumberFormatException wrong) {
            throw new IOException("the answer is not HTTP", wrong);
        }
    }

    int status() {
        return head.status();
    }

    String header(String name) {
        return head.header(name);
    }

    InputStream body() {
        return body;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            // Nothing can be lost, since everything needed has been read.
        }
    }
}
