package io.meproc.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;

/** The load generator where no C can be compiled: the same on one thread, at a higher cost. */
final class JavaLoad {
    private static final int HEAD = 4_096;

    private final ByteBuffer sink = ByteBuffer.allocateDirect(1 << 18);
    private final Supplier<byte[]> requests;
    private final DoubleStream.Builder millis = DoubleStream.builder();
    private int answers;

    private JavaLoad(Supplier<byte[]> requests) {
        this.requests = requests;
    }

    /** One connection. */
    private static final class Asker {
        private final StringBuilder head = new StringBuilder();
        private long sent;
        private long missing;
    }

    static Load run(int port, String path, int connections, int millis) throws IOException {
        byte[] request =
                ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n").getBytes(US_ASCII);
        return run(port, () -> request, connections, millis);
    }

    /** With requests that differ. */
    static Load run(int port, Supplier<byte[]> requests, int connections, int millis) throws IOException {
        return new JavaLoad(requests).run(port, connections, TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private Load run(int port, int connections, long nanos) throws IOException {
        try (Selector selector = Selector.open()) {
            long began = System.nanoTime();
            for (int i = 0; i < connections; i++) {
                SocketChannel channel =
                        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                channel.configureBlocking(false);
                Asker asker = new Asker();
                channel.register(selector, SelectionKey.OP_READ, asker);
                ask(channel, asker);
            }
            while (System.nanoTime() - began < nanos) {
                selector.select(this::read, 100);
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            Sample all = new Sample();
            all.add(millis.build().toArray());
            return new Load(answers / seconds, all.median(), all.quantile(0.99));
        }
    }

    private void ask(SocketChannel channel, Asker asker) throws IOException {
        asker.head.setLength(0);
        asker.sent = System.nanoTime();
        channel.write(ByteBuffer.wrap(requests.get()));
    }

    private void read(SelectionKey key) {
        SocketChannel channel = (SocketChannel) key.channel();
        Asker asker = (Asker) key.attachment();
        try {
            sink.clear();
            if (channel.read(sink) < 0) {
                throw new IOException("the service closed a connection");
            }
            sink.flip();
            if (asker.missing == 0) {
                asker.missing = begin(asker);
            }
            asker.missing -= sink.remaining();
            if (asker.missing == 0) {
                answers++;
                millis.add((System.nanoTime() - asker.sent) / 1e6);
                ask(channel, asker);
            }
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }

    /** Reads the head, which comes in one piece on a local connection; gives the length of the body. */
    private long begin(Asker asker) throws IOException {
        while (sink.hasRemaining() && asker.head.length() < HEAD && asker.head.indexOf("\r\n\r\n") < 0) {
            asker.head.append((char) sink.get());
        }
        String head = asker.head.toString().toLowerCase(Locale.ROOT);
        int length = head.indexOf("content-length:");
        if (!head.startsWith("http/1.1 200 ") || !head.endsWith("\r\n\r\n") || length < 0) {
            throw new IOException("not the answer that was expected: "
                    + head.lines().findFirst().orElse(""));
        }
        return Long.parseLong(
                head.substring(length + 15, head.indexOf('\r', length)).trim());
    }
}
