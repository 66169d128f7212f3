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
 * A file lock that one service can hold at a time.
 *
 * <p>The kernel's lock excludes other processes. It belongs to the whole process, and ends as soon as the process
 * closes any descriptor of the file (fcntl(2), advisory record locking). Within one JVM the claims are therefore listed in
 * the system properties, which all class loaders share, and a listed file is never opened again.
 *
 * <p>A lock holds a file, not its name: after a removal or rename of the file, or of its directory, another process can lock
 * a new file of that name.
 */
final class FileClaim implements AutoCloseable {
    private static final String TABLE = "io.meproc.claim.";

    /** Attempts to lock, since the name can be given to another file meanwhile. */
    private static final int ATTEMPTS = 10;

    private final String key;
    private final Path directory;
    private final Path file;
    private Held held;

    /** @param identity the device and inode of the file, whatever its name is */
    private record Held(String identity, FileChannel channel) {}

    private FileClaim(String key, Path directory, String name) {
        this.key = key;
        this.directory = directory;
        this.file = directory.resolve(name);
        this.held = acquire();
    }

    /** Locks the file; if another service has it, the exception begins with {@code key}, the setting. */
    static FileClaim on(String key, Path directory, String name) {
        return new FileClaim(key, directory, name);
    }

    Path directory() {
        return directory;
    }

    /** Whether the name still leads to the locked file. */
    boolean isHeld() {
        try {
            return identity(file).equals(held.identity());
        } catch (IOException gone) {
            return false;
        }
    }

    /** Locks the file that has the name now, or a new one; fails as {@link #on} does, and then keeps its former lock. */
    void renew() {
        Held before = held;
        held = acquire();
        release(before);
    }

    private Held acquire() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Directories.makeFile(key, file);
            try {
                Held acquired = locked(identity(file));
                if (acquired.identity().equals(identity(file))) {
                    return acquired;
                }
                release(acquired);
            } catch (IOException impossible) {
                throw Directories.unusable(key, file + " can't be locked: " + Reason.of(impossible));
            }
        }
        throw new ConfigurationException(key + ": " + file + " can't be locked: another process keeps replacing it");
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
                + (pid.isEmpty() ? "" : ", process " + pid) + "; configure a separate directory for each");
    }

    private void release(Held claim) {
        try {
            claim.channel().close();
        } catch (IOException closed) {
            throw new ConfigurationException(key + ": the lock can't be released: " + Reason.of(closed));
        } finally {
            System.getProperties().remove(TABLE + claim.identity());
        }
    }

    @Override
    public void close() {
        release(held);
    }
}
