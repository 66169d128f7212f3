package io.meproc.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meproc.task.ReplicaId;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The output of a replica by logical offset: the sum of the base, which is the offset of the file's first byte, and
 * the position in the file.
 */
final class ReplicaLog {
    /** The base of every log, since no part of a log is moved to another file. */
    static final long BASE = 0;

    private final Path file;
    private final long base;

    ReplicaLog(Path file, long base) {
        this.file = file;
        this.base = base;
    }

    /** Finds the log; empty if nothing was written yet. */
    static Optional<ReplicaLog> find(Path logDirectory, ReplicaId replica) throws IOException {
        Optional<Path> folder = folder(logDirectory, replica);
        return folder.map(found -> found.resolve(replica.index() + ".log"))
                .filter(Files::exists)
                .map(file -> new ReplicaLog(file, BASE));
    }

    /**
     * The folder of the task. Without a UTF-8 locale, Java can't name a folder with non-ASCII letters, but it can
     * list the folder, and its URI contains the bytes of the name.
     */
    private static Optional<Path> folder(Path logDirectory, ReplicaId replica) throws IOException {
        try {
            return Optional.of(logDirectory.resolve(replica.task()));
        } catch (InvalidPathException unmappable) {
            String name = encoded(replica.task());
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(logDirectory)) {
                for (Path each : folders) {
                    String path = each.toUri().getRawPath().replaceFirst("/$", "");
                    if (path.endsWith("/" + name)) {
                        return Optional.of(each);
                    }
                }
            }
            return Optional.empty();
        }
    }

    /** A name of letters, digits and {@code ._-}, with its bytes encoded like {@link Path#toUri} does. */
    private static String encoded(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : name.getBytes(UTF_8)) {
            encoded.append(each > 0 ? String.valueOf((char) each) : String.format("%%%02X", each & 0xff));
        }
        return encoded.toString();
    }

    /** The offset of the first byte that is kept. */
    long begin() {
        return base;
    }

    /** The offset after the last byte. */
    long end() throws IOException {
        return base + Files.size(file);
    }

    /** The nearest offset to this one in a log that ends at {@code end}. */
    long clip(long offset, long end) {
        return Math.max(base, Math.min(offset, end));
    }

    /** Opens the file for reading at an offset. */
    SeekableByteChannel open(long from) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ).position(from - base);
    }

    /** The bytes between two offsets; fails if the file has become shorter. */
    byte[] read(long from, long to) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) (to - from));
        if (bytes.hasRemaining()) {
            try (SeekableByteChannel open = open(from)) {
                while (bytes.hasRemaining()) {
                    if (open.read(bytes) < 0) {
                        throw new EOFException(file + " has become shorter");
                    }
                }
            }
        }
        return bytes.array();
    }
}
