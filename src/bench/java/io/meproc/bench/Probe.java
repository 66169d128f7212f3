package io.meproc.bench;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;

/**
 * Asks for one path at a steady pace, on a thread and a connection of its own, until it is told to end. While an answer
 * is late, each request that would have been due meanwhile counts as well, from then to the same answer: else the worst
 * moments would count least.
 */
final class Probe {
    private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int MOST = 40_000;

    private final DoubleStream.Builder millis = DoubleStream.builder();
    private final Thread thread;
    private volatile boolean over;
    private Optional<IOException> broken = Optional.empty();

    private Probe(int port, String path) {
        thread = new Thread(() -> run(port, path), "probe");
        thread.setDaemon(true);
    }

    static Probe start(int port, String path) {
        Probe probe = new Probe(port, path);
        probe.thread.start();
        return probe;
    }

    /** The milliseconds of each answer. */
    double[] end() throws IOException, InterruptedException {
        over = true;
        thread.join();
        if (broken.isPresent()) {
            throw broken.get();
        }
        return millis.build().toArray();
    }

    /** Probes for a while. */
    static double[] within(int port, String path, int millis) throws IOException, InterruptedException {
        Probe probe = start(port, path);
        Pause.millis(millis);
        return probe.end();
    }

    private void run(int port, String path) {
        try (Api api = Api.connect(port)) {
            api.get(path);
            long due = System.nanoTime();
            for (int asked = 0; asked < MOST && !over; asked++) {
                Pause.to(due);
                api.get(path);
                for (long answered = System.nanoTime(); due < answered; due += EVERY) {
                    millis.add((answered - due) / 1e6);
                }
            }
        } catch (IOException failed) {
            broken = Optional.of(failed);
        }
    }
}
