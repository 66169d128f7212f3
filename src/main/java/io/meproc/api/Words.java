package io.meproc.api;

import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Leftover;
import io.meproc.text.Ordinal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Phrases about ends and times. */
final class Words {
    private static final int MOST_LEFTOVERS = 5;

    private Words() {}

    /** A description of the end of a run, with its duration. */
    static String end(End end) {
        String words = end.cause().words();
        return end.cause() instanceof Cause.NotStarted || end.cause() instanceof Cause.NoRun
                ? words
                : (end.cause() instanceof Cause.Own ? "exit: " : "") + words + " after " + length(end.lasted())
                        + by(end)
                        + (end.leftovers().isEmpty() ? "" : "; " + leftovers(end.leftovers()));
    }

    /** {@code , requested by ops@web1 (192.0.2.7)}; empty for an end that nobody requested. */
    static String by(End end) {
        return end.by() == null ? "" : ", requested by " + end.by().words();
    }

    /** The processes that did not end with their run, at most five. */
    static String leftovers(List<Leftover> leftovers) {
        String named = leftovers.stream()
                .limit(MOST_LEFTOVERS)
                .map(left -> "process " + left.remark())
                .collect(Collectors.joining("; "));
        return leftovers.size() <= MOST_LEFTOVERS
                ? named
                : named + "; and " + (leftovers.size() - MOST_LEFTOVERS) + " more";
    }

    /** {@code the last run ended with code 2}. */
    static String lastRun(End end) {
        boolean exited = end.cause() instanceof Cause.Own own && own.status() instanceof ExitStatus.Exited;
        return "the last run" + (exited ? " ended with " : ": ") + end.cause().words() + by(end);
    }

    /** From the second of a kind on, {@code ; 4th failure in a row}. */
    static String inARow(int failures) {
        return failures < 2 ? "" : "; " + Ordinal.of(failures) + " failure in a row";
    }

    static String next(Instant from, Optional<Instant> next) {
        return next.map(at -> "; next start in " + until(from, at)).orElse("");
    }

    static String until(Instant from, Instant to) {
        Duration left = Duration.between(from, to);
        return length(left.isNegative() ? Duration.ZERO : left);
    }

    /** {@code 0.3 s}, {@code 5 min 10 s}, {@code 3 h 5 min}, {@code 2 d 3 h}. */
    static String length(Duration duration) {
        if (duration.toMinutes() < 1) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
        } else if (duration.toHours() < 1) {
            return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        } else if (duration.toDays() < 1) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        return duration.toDays() + " d " + duration.toHoursPart() + " h";
    }
}
