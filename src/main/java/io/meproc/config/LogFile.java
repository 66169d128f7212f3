package io.meproc.config;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The file of the service log: on a full disk it tears no line, counts what it can't write, and rolls no files.
 *
 * <p>Logback's own stream drops without a count while a disk is full, and goes on in the middle of a line.
 */
final class LogFile extends RollingFileAppender<ILoggingEvent> {
    private final Unwritten unwritten;
    private final BiFunction<Long, String, byte[]> report;
    private volatile @Nullable LogLines lines;

    LogFile(Unwritten unwritten, BiFunction<Long, String, byte[]> report) {
        this.unwritten = unwritten;
        this.report = report;
    }

    @Override
    public void openFile(String name) throws IOException {
        Path file = Path.of(name);
        boolean torn = isTorn(file);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        LogLines opened = new LogLines(channel, torn, unwritten, report);
        streamWriteLock.lock();
        try {
            setOutputStream(opened);
        } finally {
            streamWriteLock.unlock();
        }
        lines = opened;
    }

    private static boolean isTorn(Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel read = FileChannel.open(file)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return read.size() > 0 && read.read(last, read.size() - 1) == 1 && last.get(0) != '\n';
        }
    }

    /** Without room for the compressed file, rolling would give the oldest one away for a broken one. */
    @Override
    public void rollover() {
        File file = new File(getFile());
        if (file.getUsableSpace() >= file.length()) {
            super.rollover();
        }
    }

    void catchUp() {
        LogLines opened = lines;
        if (opened != null) {
            opened.catchUp();
        }
    }
}
