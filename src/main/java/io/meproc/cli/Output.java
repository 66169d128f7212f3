package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Arrays;

/** Reads the output of one replica by offsets. */
final class Output {
    /** The most bytes that one read returns. */
    static final int MOST = 1 << 20;

    private static final String LAST = "last";
    private static final int LITTLE = 64 << 10;
    private static final int GROWTH = 4;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Service service;
    private final Target replica;
    private final String path;
    private final Screen screen;
    private String run;
    private long start;
    private long begin;
    private String moved = "";
    private long next;

    Output(Invocation call, Target replica) {
        this.service = call.service();
        this.screen = call.screen();
        this.replica = replica;
        this.path = replica.path() + "/output";
        this.run = call.value("--run");
    }

    /** The next bytes; empty if there are none yet. */
    byte[] more() throws Failure {
        return read(next, MOST);
    }

    /** Skips the existing output. */
    void skip() throws Failure {
        read(-1, 1);
    }

    /** The last lines, within the last MiB; later reads return what follows them. */
    byte[] last(int lines) throws Failure {
        for (int length = LITTLE; ; length = Math.min(length * GROWTH, MOST)) {
            byte[] bytes = read(-length, length);
            int from = beginOfLast(lines, bytes);
            if (from > 0 || start <= begin || length == MOST) {
                return Arrays.copyOfRange(bytes, Math.max(from, 0), bytes.length);
            }
        }
    }

    /** The number of the run that ended last. */
    private String lastRun() throws Failure {
        JsonNode last = service.get(replica.path()).path("lastExit").path("run");
        if (last.isMissingNode()) {
            throw new Failure(Code.UNKNOWN, replica + " has had no run that ended");
        }
        return last.asText();
    }

    private byte[] read(long from, int limit) throws Failure {
        if (run.equals(LAST)) {
            run = lastRun();
        }
        String query = Route.to(path)
                .with("from", Long.toString(from))
                .with("limit", Integer.toString(limit))
                .with("run", run)
                .toString();
        try (Reply reply = service.open(Request.of("GET", query).within(TIMEOUT))) {
            byte[] bytes = service.bytes(reply, MOST);
            start = number(reply.header("meproc-offset"), Math.max(from, 0));
            begin = number(reply.header("meproc-run-from"), 0);
            next = number(reply.header("meproc-next"), start + bytes.length);
            note(reply.header("meproc-moved"));
            return bytes;
        }
    }

    /** Reports a moved log, once for each new place. */
    private void note(String place) {
        if (!place.isEmpty() && !place.equals(moved)) {
            String what = place.equals("removed")
                    ? "removed while the process writes to it; its output is lost"
                    : "moved to " + place + " while the process writes to it; its output goes there";
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

    /** The index at which the last lines begin; -1 if there may be more of them before {@code bytes}. */
    private static int beginOfLast(int lines, byte[] bytes) {
        if (lines == 0) {
            return bytes.length;
        }
        int seen = 0;
        // A line break at the very end belongs to the last line.
        for (int i = bytes.length - 2; i >= 0; i--) {
            if (bytes[i] == '\n' && ++seen == lines) {
                return i + 1;
            }
        }
        return -1;
    }
}
