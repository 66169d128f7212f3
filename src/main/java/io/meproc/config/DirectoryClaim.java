package io.meproc.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The right to a data directory, which one service has at a time: two would take each other's processes for what ended
 * runs of their own have left behind. Given up by closing, or with the end of the JVM, however that comes.
 */
public final class DirectoryClaim implements AutoCloseable {
    private static final String FILE = "lock";

    private final FileChannel channel;

    private DirectoryClaim(FileChannel channel) {
        this.channel = channel;
    }

    /** Fails with words that name the setting when another service has it. */
    public static DirectoryClaim on(Settings settings) {
        Path file = settings.dataDirectory().resolve(FILE);
        Directories.makeFile("data_dir", file);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new ConfigurationException("data_dir: " + settings.dataDirectory()
                        + " is in use by another Meproc" + holder(file) + "; give each one its own");
            }
            channel.truncate(0);
            channel.write(UTF_8.encode(ProcessHandle.current().pid() + "\n"));
            return new DirectoryClaim(channel);
        } catch (IOException impossible) {
            throw new ConfigurationException("data_dir: " + file + " can't be locked: " + Reason.of(impossible));
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException byThisJvm) {
            return null;
        }
    }

    private static String holder(Path file) throws IOException {
        String pid = Files.readString(file).strip();
        return pid.isEmpty() ? "" : ", process " + pid;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException closed) {
            throw new ConfigurationException("data_dir: the lock can't be given up: " + Reason.of(closed));
        }
    }
}
