package io.meproc.probe;

import com.google.re2j.Pattern;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Finds the first line that contains a match; of a line longer than {@link #LONGEST} bytes it sees the beginning. */
final class LineMatcher {
    static final int LONGEST = 8 << 10;

    private final Pattern pattern;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LineMatcher(Pattern pattern) {
        this.pattern = pattern;
    }

    /** Adds output; returns the first line that matches, or null. */
    @Nullable
    String add(byte[] bytes) {
        for (byte each : bytes) {
            if (each != '\n') {
                if (line.size() < LONGEST) {
                    line.write(each);
                }
                continue;
            }
            String text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            String whole = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            if (pattern.matcher(whole).find()) {
                return whole;
            }
        }
        return null;
    }
}
