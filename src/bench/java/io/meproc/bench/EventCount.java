package io.meproc.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Counts the events in a stream that comes part by part, by the first letter of their name. */
final class EventCount {
    private static final byte[] BEFORE = "\nevent: ".getBytes(US_ASCII);

    private final int[] byLetter = new int[1 << Byte.SIZE];
    private int matched;

    void in(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            byte next = bytes[i];
            if (matched == BEFORE.length) {
                byLetter[next & 0xFF]++;
                matched = 0;
            } else if (next == BEFORE[matched]) {
                matched++;
            } else if (matched > 0) {
                matched = next == BEFORE[0] ? 1 : 0;
            }
        }
    }

    int of(char letter) {
        return byLetter[letter];
    }
}
