package io.meproc.probe;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes on what a run report about its status: the latest text, at most once a second. */
final class StatusText {
    private static final long PAUSE_MILLIS = 1_000;
    private static final int LONGEST = 200;

    private final Timers timers;
    private final Consumer<String> report;
    private String last = "";
    private @Nullable String waiting;
    private long timer = -1;

    StatusText(Timers timers, Consumer<String> report) {
        this.timers = timers;
        this.report = report;
    }

    void set(String text) {
        waiting = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        if (timer < 0) {
            pass();
        }
    }

    private void pass() {
        timer = -1;
        String text = waiting;
        waiting = null;
        if (text != null && !text.equals(last)) {
            last = text;
            report.accept(text);
            timer = timers.after(PAUSE_MILLIS, this::pass);
        }
    }

    void close() {
        timers.cancel(timer);
    }
}
