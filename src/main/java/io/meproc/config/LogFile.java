package io.meproc.config;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The file of the service log. While the disk is full it splits no line, counts the lines that it can't write, and does not
 * roll files. After the file was moved or removed, the next lines are written to a new file of its name.
 *
 * <p>Logback's own stream drops lines without a count while a disk is full, and continues in the middle of a line.
 */
final class LogFile extends RollingFileAppender<ILoggingEvent> {
    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Unwritten unwritten;
    private final BiFunction<Long, String, byte[]> report;
    private volatile @Nullable LogLines lines;
    private volatile @Nullable Object identity;
    private long checkedAt = System.nanoTime();

    LogFile(Unwritten unwritten, BiFunction<Long, String, byte[]> report) {
        this.unwritten = unwritten;
        this.report = report;
    }

    @Override
    public void openFile(String name) throws IOException {
        Path file = Path.of(name);
        boolean torn = isTorn(file);
        Directories.makeFile(file);
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
        identity = identityOf(file);
    }

    @Override
    protected void subAppend(ILoggingEvent event) {
        long now = System.nanoTime();
        if (now - checkedAt >= CHECK_NANOS) {
            checkedAt = now;
            followName();
        }
        super.subAppend(event);
    }

    private void followName() {
        String name = getFile();
        try {
            if (!Objects.equals(identity, identityOf(Path.of(name)))) {
                openFile(name);
            }
        } catch (IOException unopened) {
            addError("The file that is open stays in use", unopened);
        }
    }

    /** The device and inode; null if the file does not exist or the file system has neither. */
    private static @Nullable Object identityOf(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException gone) {
            return null;
        }
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

    /**
     * Rolls the file only if there is room for the compressed one. Otherwise rolling would replace the oldest file
     * with a truncated one.
     */
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
