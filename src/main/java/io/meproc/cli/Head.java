package io.meproc.cli;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The status line and headers of an answer.
 *
 * @param headers by name in lower case
 */
record Head(int status, Map<String, String> headers) {
    private static final int LONGEST_LINE = 16 << 10;
    private static final int MOST_LINES = 200;
    private static final int STATUS_AT = 9;
    private static final int STATUS_END = 12;
    private static final int CONTINUE_END = 200;

    static Head read(InputStream in) throws IOException {
        Head head = once(in);
        while (head.status < CONTINUE_END) {
            head = once(in);
        }
        return head;
    }

    /** The value of a header; empty if it is missing. */
    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    private static Head once(InputStream in) throws IOException {
        String first = line(in);
        if (!first.startsWith("HTTP/1.") || first.length() < STATUS_END) {
            throw new IOException("the answer is not HTTP");
        }
        int status;
        try {
            status = Integer.parseInt(first.substring(STATUS_AT, STATUS_END));
        } catch (NumberFormatException wrong) {
            throw new IOException("the answer is not HTTP", wrong);
        }
        Map<String, String> headers = new HashMap<>();
        String line = line(in);
        for (int i = 0; i < MOST_LINES && !line.isEmpty(); i++) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            line = line(in);
        }
        return new Head(status, headers);
    }

    /** Reads a line and returns it without its end. */
    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int letter = in.read(); letter != '\n'; letter = in.read()) {
            if (letter < 0) {
                throw new EOFException("the answer is incomplete");
            } else if (line.length() == LONGEST_LINE) {
                throw new IOException("the answer is not HTTP");
            }
            line.append((char) letter);
        }
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }
}
