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
 *
 * <p>A lock holds a file, not its name: whoever removes or renames the file, or its directory, lets others lock a new one.
 */
final class FileClaim implements AutoCloseable {
    private static final String TABLE = "io.meproc.claim.";

    /** A name may get another file while that is being locked. */
    private static final int ATTEMPTS = 10;

    private final String key;
    private final Path directory;
    private final Path file;
    private Held held;

    /** @param identity of the file, whatever name it goes by */
    private record Held(String identity, FileChannel channel) {}

    private FileClaim(String key, Path directory, String name) {
        this.key = key;
        this.directory = directory;
        this.file = directory.resolve(name);
        this.held = taken();
    }

    /** Fails with words that begin with {@code key}, the setting, if another service has the file. */
    static FileClaim on(String key, Path directory, String name) {
        return new FileClaim(key, directory, name);
    }

    Path directory() {
        return directory;
    }

    /** Whether the name of the file still means the file that is locked. */
    boolean isHeld() {
        try {
            return identity(file).equals(held.identity());
        } catch (IOException gone) {
            return false;
        }
    }

    /** Locks the file that has the name now, or a new one; fails as {@link #on} does, and then holds what it held. */
    void renew() {
        Held before = held;
        held = taken();
        release(before);
    }

    private Held taken() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Directories.makeFile(key, file);
            try {
                Held taken = locked(identity(file));
                if (taken.identity().equals(identity(file))) {
                    return taken;
                }
                release(taken);
            } catch (IOException impossible) {
                throw Directories.unusable(key, file + " can't be locked: " + Reason.of(impossible));
            }
        }
        throw new ConfigurationException(key + ": " + file + " can't be locked: it is replaced all the time");
    }

    private static String identity(Path file) throws IOException {
        Object inode = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return inode == null ? file.toRealPath().toString() : inode.toString();
    }

    private Held locked(String identity) throws IOException {
        String self = Long.toString(ProcessHandle.current().pid());
        if (System.getProperties().putIfAbsent(TABLE + identity, self) != null) {
            throw inUse(self);
        }
        try {
            return new Held(identity, locked(file, self));
        } catch (IOException | RuntimeException refused) {
            System.getProperties().remove(TABLE + identity);
            throw refused;
        }
    }

    private FileChannel locked(Path file, String self) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        try {
            if (lock(channel) == null) {
                throw inUse(Files.readString(file).strip());
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

    private InUseException inUse(String pid) {
        return new InUseException(key + ": " + directory + " is in use by another Meproc"
                + (pid.isEmpty() ? "" : ", process " + pid) + "; give each one its own");
    }

    private void release(Held claim) {
        try {
            claim.channel().close();
        } catch (IOException closed) {
            throw new ConfigurationException(key + ": the lock can't be given up: " + Reason.of(closed));
        } finally {
            System.getProperties().remove(TABLE + claim.identity());
        }
    }

    @Override
    public void close() {
        release(held);
    }
}
