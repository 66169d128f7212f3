package io.meproc.cli;

import java.time.Duration;
import java.util.Arrays;

/** What one replica has written, by offsets that never change their meaning. */
final class Output {
    /** The most bytes that one read returns. */
    static final int MOST = 1 << 20;

    private static final int LITTLE = 64 << 10;
    private static final int GROWTH = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Service service;
    private final Target replica;
    private final String path;
    private final Screen screen;
    private long start;
    private String moved = "";
    private long next;

    Output(Invocation call, Target replica) {
        this.service = call.service();
        this.screen = call.screen();
        this.replica = replica;
        this.path = replica.path() + "/output";
    }

    /** What comes next; empty if there is nothing more yet. */
    byte[] more() throws Failure {
        return read(next, MOST);
    }

    /** Passes over all that is there. */
    void skip() throws Failure {
        read(-1, 1);
    }

    /** The last lines of what there is, within the last MiB; what comes next is behind them. */
    byte[] last(int lines) throws Failure {
        for (int length = LITTLE; ; length = Math.min(length * GROWTH, MOST)) {
            byte[] bytes = read(-length, length);
            int from = beginOfLast(lines, bytes);
            if (from > 0 || start == 0 || length == MOST) {
                return Arrays.copyOfRange(bytes, Math.max(from, 0), bytes.length);
            }
        }
    }

    private byte[] read(long from, int limit) throws Failure {
        String query = Route.to(path)
                .with("from", Long.toString(from))
                .with("limit", Integer.toString(limit))
                .toString();
        try (Reply reply = service.open(Request.of("GET", query).within(PATIENCE))) {
            byte[] bytes = service.bytes(reply, MOST);
            start = number(reply.header("meproc-offset"), Math.max(from, 0));
            next = number(reply.header("meproc-next"), start + bytes.length);
            note(reply.header("meproc-moved"));
            return bytes;
        }
    }

    /** Once for each place that the log has been moved to. */
    private void note(String place) {
        if (!place.isEmpty() && !place.equals(moved)) {
            String what = place.equals("removed")
                    ? "removed under the process; what it writes is lost"
                    : "moved to " + place + " under the process, which keeps writing there";
            screen.note(replica + ": the log was " + what + " until its next start");
        }
        moved = place;
    }

    private static long number(String header, long otherwise) {
        try {
            return header.isEmpty() ? otherwise : Long.parseLong(header);
        } catch (NumberFormatException strange) {
            return otherwise;
        }
    }

    /** Where the last lines begin, or -1 if there may be more of them in front. */
    private static int beginOfLast(int lines, byte[] bytes) {
        if (lines == 0) {
            return bytes.length;
        }
        int seen = 0;
        // A line break at the very end ends the last line, and begins none.
        for (int i = bytes.length - 2; i >= 0; i--) {
            if (bytes[i] == '\n' && ++seen == lines) {
                return i + 1;
            }
        }
        return -1;
    }
}
