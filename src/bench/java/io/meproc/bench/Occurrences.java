package io.meproc.bench;

/** Counts a text in bytes that come part by part. The first byte of the text must not come again in it. */
final class Occurrences {
    private final byte[] text;
    private int matched;
    private int count;

    Occurrences(byte[] text) {
        this.text = text;
    }

    void in(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == text[matched]) {
                matched++;
                if (matched == text.length) {
                    count++;
                    matched = 0;
                }
            } else {
                matched = bytes[i] == text[0] ? 1 : 0;
            }
        }
    }

    int count() {
        return count;
    }
}
