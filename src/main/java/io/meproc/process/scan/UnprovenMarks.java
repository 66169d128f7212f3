package io.meproc.process.scan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each process with an {@link UnprovenMark} once, and a bounded number of them in a period, so that they can't
 * fill the log. For use in {@code Turns}.
 */
public final class UnprovenMarks {
    /** The most log lines in a period. */
    static final int MOST = 10;

    private static final Logger LOG = LoggerFactory.getLogger(UnprovenMarks.class);
    private static final long PERIOD = TimeUnit.MINUTES.toNanos(1);

    private record Known(int pid, long started) {
        static Known of(UnprovenMark mark) {
            return new Known(mark.stat().pid(), mark.stat().started());
        }
    }

    private final LongSupplier nanos;
    private Set<Known> known = Set.of();
    private long began;
    private int logged;

    public UnprovenMarks() {
        this(System::nanoTime);
    }

    /** @param nanos the clock of {@link System#nanoTime} */
    public UnprovenMarks(LongSupplier nanos) {
        this.nanos = nanos;
        this.began = nanos.getAsLong();
    }

    /**
     * Logs the marks that were not logged yet, at most 10 a minute.
     *
     * @param marks all unproven marks of the last process scan
     */
    public void report(List<UnprovenMark> marks) {
        if (marks.isEmpty() && known.isEmpty()) {
            return;
        }
        long now = nanos.getAsLong();
        if (now - began >= PERIOD) {
            began = now;
            logged = 0;
        }
        Set<Known> before = new HashSet<>(known);
        known = marks.stream().map(Known::of).collect(Collectors.toSet());
        marks.stream().filter(mark -> !before.contains(Known.of(mark))).forEach(this::log);
    }

    private void log(UnprovenMark mark) {
        logged++;
        if (logged <= MOST) {
            LOG.warn("Process {}, which nothing proves; it is left alone", mark.words());
        } else if (logged == MOST + 1) {
            LOG.warn("More processes carry marks that nothing proves; the log names {} of them a minute", MOST);
        }
    }
}
