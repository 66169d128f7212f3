package io.meproc.config;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.LoggerFactory;

/** Logs in the directory given before, while and after its file system is full. */
final class FullDisk {
    static final int LINES = 600;

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger("io.meproc.test");

    private FullDisk() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        Path filler = directory.resolve("filler");
        try (ServiceLog log = new ServiceLog()) {
            log.open(Level.INFO, directory, false);
            log(0, LINES / 3);
            fill(filler);
            log(LINES / 3, 2 * LINES / 3);
            Files.delete(filler);
            log(2 * LINES / 3, LINES);
        }
    }

    private static void log(int from, int to) {
        for (int i = from; i < to; i++) {
            // Of many lengths, so that a line is torn where the space ends.
            LOG.info("number {} {}.", i, "x".repeat(i % 90));
        }
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME))
                .iteratorForAppenders()
                .forEachRemaining(queue -> {
                    while (!((LogQueue) queue).isEmpty()) {
                        LockSupport.parkNanos(1_000_000);
                    }
                });
    }

    private static void fill(Path filler) throws IOException {
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] page = new byte[4_096];
            while (true) {
                out.write(page);
            }
        } catch (IOException full) {
            if (!"No space left on device".equals(full.getMessage())) {
                throw full;
            }
        }
    }
}
