package io.meproc.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Where the output of one replica goes: as it is, or line by line behind the name of the replica. */
final class Sink {
    /** Of a line that does not end; it is shown as several. */
    private static final int LONGEST_LINE = 64 << 10;

    private final Screen screen;
    private byte[] label = {};
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    Sink(Screen screen) {
        this.screen = screen;
    }

    /** What is in front of each line; without it the output stays as it is. */
    void label(String text) {
        label = text.getBytes(StandardCharsets.UTF_8);
    }

    void write(byte[] bytes) {
        if (label.length == 0) {
            screen.raw(bytes);
            return;
        }
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                begun.write(bytes, from, i + 1 - from);
                from = i + 1;
                line();
            }
        }
        begun.write(bytes, from, bytes.length - from);
        if (begun.size() > LONGEST_LINE) {
            end();
        }
    }

    /** Flushes an unterminated last line. */
    void end() {
        if (begun.size() > 0) {
            begun.write('\n');
            line();
        }
    }

    private void line() {
        screen.raw(label);
        screen.raw(begun.toByteArray());
        begun.reset();
    }
}
