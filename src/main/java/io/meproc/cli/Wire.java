package io.meproc.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** A client of HTTP/1.1 for one address, with a connection for each request. */
final class Wire {
    private static final int CONNECT_MILLIS = 5_000;
    private static final String BASE = "/api/v1";

    private final Address address;

    Wire(Address address) {
        this.address = address;
    }

    Address address() {
        return address;
    }

    /** Sends a request; returns the answer as soon as its head is received. Throws {@link Failure} if there is none. */
    Reply send(Request request) throws Failure {
        Socket socket = new Socket();
        try {
            connect(socket);
            socket = secured(socket);
            socket.setSoTimeout((int) request.silenceLimit().toMillis());
            socket.getOutputStream().write(bytes(request));
            return Reply.read(socket);
        } catch (SocketTimeoutException silent) {
            close(socket);
            throw new Failure(Code.LATE, address.url() + " did not answer within " + Span.of(request.silenceLimit()));
        } catch (IOException broken) {
            close(socket);
            throw unreachable(broken);
        }
    }

    Failure unreachable(IOException broken) {
        return new Failure(Code.UNREACHABLE, "the connection to " + address.url() + " failed: " + broken.getMessage());
    }

    private void connect(Socket socket) throws Failure, IOException {
        InetAddress host;
        try {
            host = InetAddress.getByName(address.host());
        } catch (UnknownHostException unknown) {
            throw new Failure(Code.UNREACHABLE, "unknown host '" + address.host() + "'");
        }
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(host, address.port()), CONNECT_MILLIS);
        } catch (IOException refused) {
            close(socket);
            throw new Failure(
                    Code.UNREACHABLE,
                    "no service answers at " + address.url() + " (" + refused.getMessage()
                            + "); start one with ./meproc, or name another by --url or MEPROC_URL");
        }
    }

    private Socket secured(Socket socket) throws IOException {
        if (!address.secure()) {
            return socket;
        }
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket secure = (SSLSocket) factory.createSocket(socket, address.host(), address.port(), true);
        SSLParameters parameters = secure.getSSLParameters();
        // Without this, a trusted certificate for any other host would be accepted.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        return secure;
    }

    private byte[] bytes(Request request) {
        StringBuilder head = new StringBuilder()
                .append(request.method())
                .append(' ')
                .append(address.prefix())
                .append(BASE)
                .append(request.path())
                .append(" HTTP/1.1\r\nHost: ")
                .append(address.hostAndPort())
                .append("\r\nUser-Agent: meproc\r\nConnection: close\r\n");
        if (address.authorization().isPresent()) {
            line(head, "Authorization: " + address.authorization().get());
        }
        if (!request.method().equals("GET")) {
            line(head, Identity.HEADER + ": " + Identity.ofProcess());
        }
        for (String header : request.headers()) {
            line(head, header);
        }
        byte[] body = request.body().orElse(new byte[0]);
        line(head, "Content-Length: " + body.length);
        head.append("\r\n");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    /** Appends a header. A line break in its value would begin another header. */
    private static void line(StringBuilder head, String header) {
        head.append(header.replaceAll("[\r\n]", " ")).append("\r\n");
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // The failure before this one is reported.
        }
    }
}
