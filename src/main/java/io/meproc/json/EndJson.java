package io.meproc.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.task.Timeline;
import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.Observations.LeaderState;
import io.meproc.task.exit.Observations.MemoryEvents;
import io.meproc.task.exit.OutputRange;
import io.meproc.task.exit.Requester;
import io.meproc.task.exit.Usage;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The end of a run as JSON. */
public final class EndJson {
    private static final int MOST_LEFTOVERS = 20;

    private final JsonGenerator json;
    private final Naming naming;
    private final Timeline times;
    private final @Nullable String node;

    /**
     * @param times converts steady time to displayed times
     * @param node the node of the runs; null to omit the field
     */
    public EndJson(JsonGenerator json, Naming naming, Timeline times, @Nullable String node) {
        this.json = json;
        this.naming = naming;
        this.times = times;
        this.node = node;
    }

    /** Writes the end as an object. */
    public void write(End end) throws IOException {
        json.writeStartObject();
        members(end);
        json.writeEndObject();
    }

    /** Writes the end as an object with the index of the replica. */
    void write(End end, int replica) throws IOException {
        json.writeStartObject();
        json.writeNumberField("replica", replica);
        members(end);
        json.writeEndObject();
    }

    private void members(End end) throws IOException {
        if (node != null) {
            json.writeStringField("node", node);
            json.writeNumberField("run", end.run());
        }
        json.writeStringField("cause", end.cause().kind());
        cause(end.cause());
        json.writeStringField("words", end.cause().words());
        json.writeBooleanField("success", end.cause().success());
        json.writeBooleanField("requested", end.requested());
        if (node != null || end.by() != null) {
            by(json, end.by());
        }
        if (end.pid() > 0) {
            json.writeNumberField("pid", end.pid());
        } else {
            json.writeNullField("pid");
        }
        json.writeStringField("since", times.wall(end.since()).toString());
        json.writeStringField("at", times.wall(end.at()).toString());
        if (node != null) {
            output(json, end.output());
        }
        usage(end.usage());
        leftovers(end.leftovers());
        beforeKill(end.observed().beforeKill());
        memory(end.observed().memory());
    }

    private void beforeKill(@Nullable LeaderState leader) throws IOException {
        if (leader != null) {
            json.writeObjectFieldStart(naming.of("before_kill"));
            json.writeStringField("state", leader.state());
            json.writeStringField(naming.of("wait_channel"), leader.waitChannel());
            json.writeArrayFieldStart("stack");
            for (String function : leader.stack()) {
                json.writeString(function);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private void memory(@Nullable MemoryEvents memory) throws IOException {
        if (memory != null) {
            json.writeObjectFieldStart(naming.of("memory_events"));
            json.writeNumberField("peak", memory.peak());
            json.writeNumberField("high", memory.high());
            json.writeNumberField("max", memory.max());
            json.writeNumberField("oom", memory.oom());
            json.writeNumberField(naming.of("oom_kill"), memory.oomKill());
            json.writeEndObject();
        }
    }

    /** Writes the member {@code by}: the sender of a request; null for none. */
    public static void by(JsonGenerator json, @Nullable Requester by) throws IOException {
        if (by == null) {
            json.writeNullField("by");
            return;
        }
        json.writeObjectFieldStart("by");
        json.writeStringField("who", by.who());
        json.writeStringField("from", by.from());
        json.writeEndObject();
    }

    /** Writes the member {@code output}. */
    static void output(JsonGenerator json, @Nullable OutputRange range) throws IOException {
        if (range == null) {
            json.writeNullField("output");
            return;
        }
        json.writeObjectFieldStart("output");
        json.writeNumberField("from", range.from());
        if (range.to() == null) {
            json.writeNullField("to");
        } else {
            json.writeNumberField("to", range.to());
        }
        json.writeEndObject();
    }

    private void cause(Cause cause) throws IOException {
        if (cause instanceof Cause.Own own) {
            status(own.status());
        } else if (cause instanceof Cause.Stopped stopped) {
            status(stopped.status());
            seconds("took", stopped.took());
            json.writeBooleanField("forced", stopped.forced());
        } else if (cause instanceof Cause.Replaced replaced) {
            status(replaced.status());
            seconds("took", replaced.took());
            json.writeBooleanField("forced", replaced.forced());
        } else if (cause instanceof Cause.MemoryLimit killed) {
            json.writeStringField("limit", killed.limit().text());
        } else if (cause instanceof Cause.TimedOut timedOut) {
            status(timedOut.status());
            json.writeStringField("limit", DurationText.of(timedOut.limit()));
            json.writeBooleanField("forced", timedOut.forced());
        } else if (cause instanceof Cause.ProbeFailed failed) {
            status(failed.status());
            json.writeStringField("probe", failed.probe());
            json.writeBooleanField("forced", failed.forced());
        } else if (cause instanceof Cause.NotStarted notStarted) {
            json.writeStringField("step", notStarted.failure().step());
            if (!notStarted.failure().errno().isEmpty()) {
                json.writeStringField("errno", notStarted.failure().errno());
            }
        }
    }

    private void status(ExitStatus status) throws IOException {
        if (status instanceof ExitStatus.Exited exited) {
            json.writeNumberField("code", exited.code());
        } else if (status instanceof ExitStatus.Signaled signaled) {
            json.writeNumberField("signal", signaled.signal());
            json.writeBooleanField("core", signaled.core());
        }
    }

    private void usage(@Nullable Usage usage) throws IOException {
        if (usage == null) {
            json.writeNullField("usage");
            return;
        }
        json.writeObjectFieldStart("usage");
        seconds("user", usage.user());
        seconds("system", usage.system());
        json.writeNumberField(naming.of("peak_rss"), usage.peakRss());
        json.writeBooleanField(naming.of("peak_rss_at_most"), usage.atMost());
        json.writeEndObject();
    }

    private void leftovers(List<Leftover> leftovers) throws IOException {
        if (leftovers.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("leftovers");
        for (Leftover left : leftovers.subList(0, Math.min(leftovers.size(), MOST_LEFTOVERS))) {
            json.writeStartObject();
            json.writeNumberField("pid", left.pid());
            json.writeStringField("command", left.command());
            json.writeBooleanField(naming.of("left_group"), left.outside());
            json.writeBooleanField("killed", left.killed());
            if (left.suspected()) {
                json.writeBooleanField("suspected", true);
            }
            if (left.released()) {
                json.writeBooleanField("released", true);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Writes seconds, rounded to the millisecond. */
    private void seconds(String field, Duration duration) throws IOException {
        json.writeNumberField(field, BigDecimal.valueOf(duration.toMillis(), 3));
    }
}
