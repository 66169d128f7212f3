package io.meproc.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A locked file, which one service has at a time.
 *
 * <p>The kernel's lock keeps other processes away. It belongs to the whole process, and is gone as soon as the process
 * closes any descriptor of the file (fcntl(2), advisory record locking). So within one JVM a table of its system properties,
 * which all class loaders share, has the last word, and a file that is listed there is never opened again.
 */
final class FileClaim implements AutoCloseable {
    private static final String TABLE = "io.meproc.claim.";

    private final String entry;
    private final String key;
    private final FileChannel channel;

    private FileClaim(String entry, String key, FileChannel channel) {
        this.entry = entry;
        this.key = key;
        this.channel = channel;
    }

    /** Fails with words that begin with {@code key}, the setting, if another service has the file. */
    static FileClaim on(String key, Path directory, String name) {
        Path file = directory.resolve(name);
        Directories.makeFile(key, file);
        try {
            String entry = TABLE + identity(file);
            String self = Long.toString(ProcessHandle.current().pid());
            if (System.getProperties().putIfAbsent(entry, self) != null) {
                throw inUse(key, directory, self);
            }
            try {
                return new FileClaim(entry, key, locked(key, directory, file, self));
            } catch (IOException | RuntimeException refused) {
                System.getProperties().remove(entry);
                throw refused;
            }
        } catch (IOException impossible) {
            throw new ConfigurationException(key + ": " + file + " can't be locked: " + Reason.of(impossible));
        }
    }

    /** Whatever name it goes by. */
    private static String identity(Path file) throws IOException {
        Object inode = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return inode == null ? file.toRealPath().toString() : inode.toString();
    }

    private static FileChannel locked(String key, Path directory, Path file, String self) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        try {
            if (lock(channel) == null) {
                throw inUse(key, directory, Files.readString(file).strip());
            }
            channel.truncate(0);
            channel.write(UTF_8.encode(self + "\n"));
            return channel;
        } catch (IOException | RuntimeException refused) {
            channel.close();
            throw refused;
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException byThisJvm) {
            return null;
        }
    }

    private static ConfigurationException inUse(String key, Path directory, String pid) {
        return new ConfigurationException(key + ": " + directory + " is in use by another Meproc"
                + (pid.isEmpty() ? "" : ", process " + pid) + "; give each one its own");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException closed) {
            throw new ConfigurationException(key + ": the lock can't be given up: " + Reason.of(closed));
        } finally {
            System.getProperties().remove(entry);
        }
    }
}
