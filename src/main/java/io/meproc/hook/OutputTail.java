package io.meproc.hook;

import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import io.meproc.json.RunJson;
import io.meproc.logs.LogExtent;
import io.meproc.logs.LogRange;
import io.meproc.logs.LogRequest;
import io.meproc.task.RunRecord;
import io.meproc.task.exit.OutputRange;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the last lines of the output of a run, without colours and control characters. */
final class OutputTail {
    private static final int MOST_LINES = 20;
    private static final int MOST_BYTES = 1 << 14;
    private static final int LONGEST_LINE = 300;
    private static final long PATIENCE_MILLIS = 10_000;

    /** The control sequences of ECMA-48, and operating system commands such as a title. */
    private static final Pattern SEQUENCE =
            Pattern.compile("\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|[@-Z\\\\^_])");

    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}&&[^\t]]");

    private final Vertx vertx;

    OutputTail(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The lines, oldest first; empty for a run without output, or whose output is no longer in the log. */
    Future<List<String>> of(RunRecord run) {
        OutputRange range = RunJson.output(run);
        if (range == null) {
            return Future.succeededFuture(List.of());
        }
        return this.<LogExtent>request(new LogRequest.Locate(run.run().replica(), null, 0))
                .compose(log -> {
                    long end = Math.min(log.end(), range.to() == null ? log.end() : range.to());
                    long begin = Math.max(log.begin(), end < range.from() ? log.begin() : range.from());
                    long from = Math.max(begin, end - MOST_BYTES);
                    return from >= end
                            ? Future.succeededFuture(List.of())
                            : this.<Buffer>request(new LogRequest.Read(
                                            List.of(new LogRange(run.run().replica(), from, end))))
                                    .map(bytes -> lines(bytes.toString(StandardCharsets.UTF_8), from > begin));
                });
    }

    private <T> Future<T> request(LogRequest request) {
        return LocalBus.request(vertx, Addresses.LOGS, request, PATIENCE_MILLIS);
    }

    /** The last lines of a text; the first one is left out if it may be {@code cut}. */
    static List<String> lines(String text, boolean cut) {
        List<String> lines =
                text.lines().skip(cut ? 1 : 0).map(OutputTail::plain).toList();
        return lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size());
    }

    static String plain(String line) {
        // Of a line that is written over, as by a progress bar, only the last text is visible.
        String last = line.substring(line.lastIndexOf('\r') + 1);
        String visible =
                INVISIBLE.matcher(SEQUENCE.matcher(last).replaceAll("")).replaceAll("?");
        return visible.length() <= LONGEST_LINE
                ? visible
                : visible.substring(0, visible.offsetByCodePoints(LONGEST_LINE, 0)) + "...";
    }
}
