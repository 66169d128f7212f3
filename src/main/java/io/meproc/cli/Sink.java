package io.meproc.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the output of one replica, either unchanged or line by line after a label. */
final class Sink {
    /** The length in bytes at which an unterminated line is split. */
    private static final int LONGEST_LINE = 64 << 10;

    private final Screen screen;
    private byte[] label = {};
    private final ByteArrayOutputStream unterminated = new ByteArrayOutputStream();

    Sink(Screen screen) {
        this.screen = screen;
    }

    /** Sets the label of each line; without one the output stays unchanged. */
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
                unterminated.write(bytes, from, i + 1 - from);
                from = i + 1;
                line();
            }
        }
        unterminated.write(bytes, from, bytes.length - from);
        if (unterminated.size() > LONGEST_LINE) {
            end();
        }
    }

    /** Flushes an unterminated last line. */
    void end() {
        if (unterminated.size() > 0) {
            unterminated.write('\n');
            line();
        }
    }

    private void line() {
        screen.raw(label);
        screen.raw(unterminated.toByteArray());
        unterminated.reset();
    }
}
