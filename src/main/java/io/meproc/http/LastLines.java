package io.meproc.http;

import io.meproc.json.RunJson;
import io.meproc.logs.LogExtent;
import io.meproc.logs.LogRange;
import io.meproc.logs.LogRequest;
import io.meproc.task.ReplicaId;
import io.meproc.task.RunRecord;
import io.meproc.task.exit.OutputRange;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the last lines of the output of a run. */
final class LastLines {
    /** The number of lines. */
    static final int MOST = 30;

    /** The most bytes that are read for them; of a longer text the beginning is left out. */
    private static final int MOST_BYTES = 1 << 15;

    private final LogClient logs;

    LastLines(LogClient logs) {
        this.logs = logs;
    }

    /** The lines, oldest first; empty for a run without output, or whose output is no longer in the log. */
    Future<List<String>> of(RunRecord run) {
        OutputRange output = RunJson.output(run);
        if (output == null) {
            return Future.succeededFuture(List.of());
        }
        ReplicaId replica = run.run().replica();
        return logs.<LogExtent>request(new LogRequest.Locate(replica, null, 0)).compose(extent -> {
            LogRange range = range(replica, output, extent);
            return range.from() >= range.to()
                    ? Future.succeededFuture(List.of())
                    : logs.<Buffer>request(new LogRequest.Read(List.of(range)))
                            .map(bytes -> lines(bytes, range.from() > output.from()));
        });
    }

    private static LogRange range(ReplicaId replica, OutputRange output, LogExtent extent) {
        long to = Math.min(extent.end(), output.to() == null ? extent.end() : output.to());
        // A log that was truncated during the run holds the rest of the run's output from the start.
        long begin = to < output.from() ? extent.begin() : output.from();
        long from = Math.max(extent.begin(), Math.max(begin, to - MOST_BYTES));
        return new LogRange(replica, from, to);
    }

    /** The last lines; the first one is left out if it may be {@code cut}. */
    private static List<String> lines(Buffer bytes, boolean cut) {
        String text = bytes.toString(StandardCharsets.UTF_8);
        String whole = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        List<String> lines = new ArrayList<>(List.of(whole.split("\n", -1)));
        if (cut && lines.size() > 1) {
            lines.remove(0);
        }
        return List.copyOf(lines.subList(Math.max(0, lines.size() - MOST), lines.size()));
    }
}
