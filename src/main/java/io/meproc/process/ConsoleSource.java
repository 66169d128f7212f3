package io.meproc.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The log of a run, read from the beginning of the run. For use on the console's thread only. */
final class ConsoleSource {
    /** Longer lines are split. */
    private static final int LONGEST_LINE = 1 << 14;

    private static final int READ = 1 << 16;

    private final FileChannel log;
    private final byte[] label;
    private final ByteBuffer bytes = ByteBuffer.allocate(READ);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long position;
    private volatile boolean ended;
    private boolean over;

    private ConsoleSource(FileChannel log, String label) throws IOException {
        this.log = log;
        this.label = (label + " | ").getBytes(StandardCharsets.UTF_8);
        this.position = log.size();
    }

    static ConsoleSource at(Path log, String label) throws IOException {
        return new ConsoleSource(FileChannel.open(log, StandardOpenOption.READ), label);
    }

    void end() {
        ended = true;
    }

    /** Whether the run has ended and all of its output is copied. */
    boolean isOver() {
        return over;
    }

    /** Copies one part; returns whether there may be more. */
    boolean copy(OutputStream out) throws IOException {
        boolean last = ended;
        if (log.size() < position) {
            // The file was truncated.
            position = 0;
        }
        int read = log.read(bytes.clear(), position);
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (int i = 0; i < read; i++) {
            byte next = bytes.get(i);
            if (next != '\n') {
                line.write(next);
            }
            if (next == '\n' || line.size() == LONGEST_LINE) {
                flush(lines);
            }
        }
        position += Math.max(0, read);
        over = last && read <= 0;
        if (over && line.size() > 0) {
            flush(lines);
        }
        if (lines.size() > 0) {
            // In one write, so that no line of the service log comes in between.
            out.write(lines.toByteArray());
            out.flush();
        }
        return read > 0;
    }

    private void flush(ByteArrayOutputStream lines) {
        lines.writeBytes(label);
        lines.writeBytes(line.toByteArray());
        lines.write('\n');
        line.reset();
    }

    void close() {
        try {
            log.close();
        } catch (IOException alreadyGone) {
            // No data was written to it, so nothing is lost.
        }
    }
}
