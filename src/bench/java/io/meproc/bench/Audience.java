package io.meproc.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Clients that follow the events, on one thread: some read, some don't until they are told to. */
final class Audience implements AutoCloseable {
    /** One of them, and what it has been sent. */
    static final class Listener {
        private final SocketChannel channel;
        private final EventCount events = new EventCount();

        Listener(SocketChannel channel) {
            this.channel = channel;
        }

        int runs() {
            return events.of('r');
        }

        int gaps() {
            return events.of('g');
        }

        int snapshots() {
            return events.of('s');
        }
    }

    private final Selector selector = Selector.open();
    private final List<Listener> healthy = new ArrayList<>();
    private final List<Listener> stuck = new ArrayList<>();
    private final ByteBuffer part = ByteBuffer.allocate(1 << 18);
    private final Thread thread = new Thread(this::read, "audience");
    private volatile boolean closed;

    Audience(int port, String query, int reading, int stuckOnes) throws IOException {
        for (int i = 0; i < reading + stuckOnes; i++) {
            SocketChannel channel =
                    SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            String request = "GET /api/v1/events" + query + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(US_ASCII)));
            channel.configureBlocking(false);
            (i < reading ? healthy : stuck).add(new Listener(channel));
        }
        for (Listener listener : healthy) {
            listener.channel.register(selector, SelectionKey.OP_READ, listener);
        }
        thread.start();
    }

    List<Listener> healthy() {
        return healthy;
    }

    List<Listener> stuck() {
        return stuck;
    }

    /** From now on the stuck ones read as well. */
    void wake() throws IOException {
        for (Listener listener : stuck) {
            listener.channel.register(selector, SelectionKey.OP_READ, listener);
        }
        selector.wakeup();
    }

    private void read() {
        try {
            while (!closed) {
                selector.select(this::read, 100);
            }
        } catch (IOException broken) {
            System.err.println("bench: the audience has left: " + broken);
        }
    }

    private void read(SelectionKey key) {
        Listener listener = (Listener) key.attachment();
        try {
            part.clear();
            int read = listener.channel.read(part);
            if (read < 0) {
                key.cancel();
            }
            listener.events.in(part.array(), read);
        } catch (IOException broken) {
            key.cancel();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        for (Listener listener : healthy) {
            listener.channel.close();
        }
        for (Listener listener : stuck) {
            listener.channel.close();
        }
    }
}
