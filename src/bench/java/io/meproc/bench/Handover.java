package io.meproc.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Requests at times that are fixed beforehand, each with a connection of its own. */
final class Handover {
    /** Enough for the requests that wait while no process runs. */
    private static final int CLIENTS = 400;

    private static final int PATIENCE_MILLIS = 30_000;
    private static final int STACK = 1 << 16;

    private final int port;
    private final long period;
    private final long began = System.nanoTime();
    private final AtomicLong next = new AtomicLong();
    private final AtomicInteger failed = new AtomicInteger();
    private final Queue<Double> millis = new ConcurrentLinkedQueue<>();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean ended;

    /** Begins. */
    Handover(int port, int perSecond) {
        this.port = port;
        this.period = TimeUnit.SECONDS.toNanos(1) / perSecond;
        for (int i = 0; i < CLIENTS; i++) {
            Thread client = new Thread(null, this::run, "handover-" + i, STACK);
            client.setDaemon(true);
            clients.add(client);
            client.start();
        }
    }

    private void run() {
        while (!ended) {
            long due = began + next.getAndIncrement() * period;
            LockSupport.parkNanos(due - System.nanoTime());
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.getOutputStream().write('?');
                if (socket.getInputStream().readAllBytes().length == 0) {
                    failed.incrementAndGet();
                }
            } catch (IOException refused) {
                failed.incrementAndGet();
            }
            millis.add((System.nanoTime() - due) / 1e6);
        }
    }

    /** Ends when the last requests are answered; from the time at which each was due to its answer, in milliseconds. */
    double[] end() throws InterruptedException {
        ended = true;
        for (Thread client : clients) {
            client.join(PATIENCE_MILLIS);
        }
        return millis.stream().mapToDouble(each -> each).toArray();
    }

    int failed() {
        return failed.get();
    }
}
