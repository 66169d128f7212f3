package io.meproc.http;

import io.meproc.logs.LogRange;
import io.meproc.logs.LogRequest;
import io.meproc.task.RunRecord;
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
    private final RunOutput outputs;

    LastLines(LogClient logs, RunOutput outputs) {
        this.logs = logs;
        this.outputs = outputs;
    }

    /** The lines, oldest first; empty for a run without output, or whose output is no longer in the log. */
    Future<List<String>> of(RunRecord run) {
        return outputs.of(run).compose(extent -> {
            long from = Math.max(extent.begin(), extent.end() - MOST_BYTES);
            return from == extent.end()
                    ? Future.succeededFuture(List.of())
                    : logs.<Buffer>request(new LogRequest.Read(
                                    List.of(new LogRange(run.run().replica(), from, extent.end()))))
                            .map(bytes -> lines(bytes, from > extent.begin()));
        });
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
