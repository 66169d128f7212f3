package io.meproc.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The log of a run, read from where the run began. Only the console's thread reads. */
final class ConsoleSource {
    /** Longer lines are cut. */
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

    /** Whether everything was copied of a run that has ended. */
    boolean isOver() {
        return over;
    }

    /** Copies one piece; gives whether there may be more. */
    boolean copy(OutputStream out) throws IOException {
        boolean last = ended;
        if (log.size() < position) {
            // Somebody has cut it.
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
            // At once, so that no line of the service log comes between.
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
            // Nothing was written through it.
        }
    }
}
