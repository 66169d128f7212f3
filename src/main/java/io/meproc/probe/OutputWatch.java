package io.meproc.probe;

import com.google.re2j.Pattern;
import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import io.meproc.logs.LogExtent;
import io.meproc.logs.LogRange;
import io.meproc.logs.LogRequest;
import io.meproc.task.Run;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the output of a run from its begin until a line contains a match. The output is in the log file, so that the run
 * is never delayed; it is polled, quickly at first.
 */
final class OutputWatch {
    private static final long FIRST_PAUSE = 50;
    private static final long LONGEST_PAUSE = 1_000;
    private static final int MOST_BYTES = 64 << 10;

    private final Vertx vertx;
    private final Timers timers;
    private final Run run;
    private final LineMatcher lines;
    private final Consumer<String> matched;
    private long position = -1;
    private long pause = FIRST_PAUSE;
    private long timer = -1;
    private boolean stopped;

    OutputWatch(Vertx vertx, Timers timers, Run run, String pattern, Consumer<String> matched) {
        this.vertx = vertx;
        this.timers = timers;
        this.run = run;
        this.lines = new LineMatcher(Pattern.compile(pattern));
        this.matched = matched;
    }

    void begin() {
        timer = timers.after(FIRST_PAUSE, this::poll);
    }

    void stop() {
        stopped = true;
        timers.cancel(timer);
    }

    private void poll() {
        LogRequest.Locate locate = new LogRequest.Locate(run.replica(), run.incarnation(), 0);
        LocalBus.<LogExtent>request(vertx, Addresses.LOGS, locate)
                .compose(this::read)
                .onSuccess(this::add)
                // Not written yet, or rotated in between: the next attempt finds it.
                .onFailure(broken -> again(false));
    }

    private Future<Buffer> read(LogExtent extent) {
        long from = Math.max(position, extent.begin());
        long to = Math.min(extent.end(), from + MOST_BYTES);
        position = from;
        return to <= from
                ? Future.succeededFuture(Buffer.buffer())
                : LocalBus.request(
                        vertx, Addresses.LOGS, new LogRequest.Read(List.of(new LogRange(run.replica(), from, to))));
    }

    private void add(Buffer bytes) {
        position += bytes.length();
        String line = lines.add(bytes.getBytes());
        if (stopped) {
            return;
        } else if (line == null) {
            again(bytes.length() == MOST_BYTES);
        } else {
            stopped = true;
            matched.accept("output: " + line);
        }
    }

    private void again(boolean more) {
        if (!stopped) {
            pause = more ? 1 : Math.min(LONGEST_PAUSE, Math.max(FIRST_PAUSE, pause * 3 / 2));
            timer = timers.after(pause, this::poll);
        }
    }
}
