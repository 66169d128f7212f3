package io.meproc.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A literal search through the lines of a log. One call reads a bounded number of bytes, and the next can resume at
 * its end.
 */
public final class OutputSearch {
    /** The bytes that one search reads, plus the rest of the last line. */
    public static final int MOST_BYTES = 8 << 20;

    /** The bytes of a line that are searched together; a longer line is searched in parts. */
    private static final int LONGEST_LINE = 1 << 16;

    private static final int BUFFER = 1 << 16;

    /** The characters of a line that are reported, starting {@link #LEAD} characters before its first match. */
    private static final int REPORTED = 500;

    private static final int LEAD = 100;

    /**
     * Control sequences of a terminal (ECMA-48), which are ignored so that a colour inside a word does not prevent a
     * match.
     */
    private static final Pattern CONTROL_SEQUENCE = Pattern.compile("\u001b\\[[0-9;:?<=>]*[ -/]*[@-~]");

    /**
     * A matching line.
     *
     * @param offset the offset of its first byte; in a line of more than 64 KiB, that of the matching part
     * @param line its text without colours, truncated around the first match if it is long
     */
    public record Match(long offset, String line) {}

    /**
     * The result of a search.
     *
     * @param next where the next search starts; null at the end of the log
     * @param size the offset after the last byte
     */
    public record Found(List<Match> matches, @Nullable Long next, long size) {}

    private final Pattern sought;
    private final int overlap;
    private final int limit;
    private final List<Match> matches = new ArrayList<>();

    /** A search for at most {@code limit} lines that contain the text. */
    OutputSearch(String text, boolean caseSensitive, int limit) {
        this.sought = Pattern.compile(
                text, Pattern.LITERAL | (caseSensitive ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
        this.overlap = text.getBytes(UTF_8).length - 1;
        this.limit = limit;
    }

    /** Searches the log from an offset until before another one; a missing log has no lines. */
    Found in(@Nullable ReplicaLog log, long from, long to) throws IOException {
        if (log == null) {
            return new Found(List.of(), null, 0);
        }
        long size = log.end();
        long end = log.clip(to, size);
        long start = log.clip(from, end);
        try (SeekableByteChannel open = log.open(start)) {
            long next = scan(open, start, end);
            return new Found(List.copyOf(matches), next < end ? next : null, size);
        }
    }

    private long scan(SeekableByteChannel open, long start, long size) throws IOException {
        byte[] buffer = new byte[BUFFER];
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long lineStart = start;
        long position = start;
        while (position < size) {
            int read = open.read(ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, size - position)));
            if (read <= 0) {
                break;
            }
            for (int at = 0; at < read; at++) {
                position++;
                boolean end = buffer[at] == '\n';
                if (!end) {
                    line.write(buffer[at]);
                }
                if (end || line.size() >= LONGEST_LINE) {
                    match(lineStart, line.toString(UTF_8));
                    byte[] kept = end ? new byte[0] : tail(line.toByteArray());
                    line.reset();
                    line.write(kept, 0, kept.length);
                    lineStart = position - kept.length;
                    if (matches.size() == limit || position - start >= MOST_BYTES) {
                        return lineStart;
                    }
                }
            }
        }
        match(lineStart, line.toString(UTF_8));
        return position;
    }

    /** The end of a part, in which a match may begin that ends in the next part. */
    private byte[] tail(byte[] part) {
        int length = Math.min(overlap, part.length - 1);
        byte[] tail = new byte[length];
        System.arraycopy(part, part.length - length, tail, 0, length);
        return tail;
    }

    private void match(long offset, String raw) {
        String line =
                raw.indexOf('\u001b') < 0 ? raw : CONTROL_SEQUENCE.matcher(raw).replaceAll("");
        Matcher matcher = sought.matcher(line);
        if (matcher.find()) {
            matches.add(new Match(offset, around(line, matcher.start())));
        }
    }

    private static String around(String line, int match) {
        String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        if (text.length() <= REPORTED) {
            return text;
        }
        int from = Math.max(0, match - LEAD);
        int to = Math.min(text.length(), from + REPORTED);
        return (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
    }
}
