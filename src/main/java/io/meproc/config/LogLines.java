package io.meproc.config;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * Writes whole lines to a channel that may be full. When the channel accepts bytes again, it is sent the rest of a line that
 * was written in part, then a report of the number of unwritten lines, then the next line.
 *
 * <p>Each array is one entry of the log. Writing does not throw; entries that fail are counted.
 */
final class LogLines extends OutputStream {
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final byte[] LINE_END = {'\n'};

    private final WritableByteChannel channel;
    private final Unwritten unwritten;
    private final BiFunction<Long, String, byte[]> report;
    private ByteBuffer rest = ByteBuffer.allocate(0);
    private long reportedAt = System.nanoTime() - REPORT_NANOS;

    /**
     * @param torn whether the channel's last line has no end
     * @param report formats the entry that reports the number of unwritten lines and the reason
     */
    LogLines(WritableByteChannel channel, boolean torn, Unwritten unwritten, BiFunction<Long, String, byte[]> report) {
        this.channel = channel;
        this.unwritten = unwritten;
        this.report = report;
        if (torn) {
            rest = ByteBuffer.wrap(LINE_END);
        }
    }

    @Override
    public void write(int single) {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] entry) {
        write(entry, 0, entry.length);
    }

    @Override
    public synchronized void write(byte[] entry, int offset, int length) {
        try {
            catchUp(REPORT_NANOS);
            put(ByteBuffer.wrap(entry, offset, length));
        } catch (IOException full) {
            unwritten.add(words(full));
        }
    }

    /** Completes the last line and reports unwritten lines, as far as the channel accepts bytes. */
    synchronized void catchUp() {
        try {
            catchUp(0);
        } catch (IOException full) {
            // Stays counted until the channel accepts the report.
        }
    }

    /** @throws IOException if the channel does not accept the end of the last line */
    private void catchUp(long pause) throws IOException {
        send(rest);
        if (unwritten.isEmpty() || System.nanoTime() - reportedAt < pause) {
            return;
        }
        Map<String, Long> counts = unwritten.drain();
        for (Map.Entry<String, Long> each : Map.copyOf(counts).entrySet()) {
            try {
                put(ByteBuffer.wrap(report.apply(each.getValue(), each.getKey())));
            } catch (IOException full) {
                unwritten.restore(counts);
                throw full;
            }
            counts.remove(each.getKey());
        }
        reportedAt = System.nanoTime();
    }

    /** Writes all bytes, or some of them and keeps the rest, or none and fails. */
    private void put(ByteBuffer bytes) throws IOException {
        int start = bytes.position();
        try {
            send(bytes);
        } catch (IOException full) {
            if (bytes.position() == start) {
                throw full;
            }
            rest = bytes;
        }
    }

    private void send(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) <= 0) {
                throw new IOException("it accepts no bytes");
            }
        }
    }

    private static String words(IOException full) {
        String message = full.getMessage();
        return message == null ? full.toString() : message;
    }

    @Override
    public synchronized void close() throws IOException {
        catchUp();
        channel.close();
    }
}
