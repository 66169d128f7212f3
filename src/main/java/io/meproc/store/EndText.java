package io.meproc.store;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.json.Content;
import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.Observations;
import io.meproc.task.exit.Observations.LeaderState;
import io.meproc.task.exit.Observations.MemoryEvents;
import io.meproc.task.exit.StartFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The end of a run as JSON text in the database; instants and durations are in the notation of ISO 8601. */
final class EndText {
    private EndText() {}

    static String of(End end) {
        Content content = json -> write(json, end);
        return new String(content.bytes(), StandardCharsets.UTF_8);
    }

    private static void write(JsonGenerator json, End end) throws IOException {
        json.writeStartObject();
        json.writeNumberField("run", end.run());
        json.writeNumberField("pid", end.pid());
        json.writeStringField("since", end.since().toString());
        json.writeStringField("at", end.at().toString());
        cause(json, end.cause());
        if (end.output() != null) {
            json.writeNumberField("outputFrom", end.output().from());
            if (end.output().to() != null) {
                json.writeNumberField("outputTo", end.output().to());
            }
        }
        if (end.usage() != null) {
            json.writeStringField("user", end.usage().user().toString());
            json.writeStringField("system", end.usage().system().toString());
            json.writeNumberField("peakRss", end.usage().peakRss());
            json.writeBooleanField("peakRssAtMost", end.usage().atMost());
        }
        json.writeArrayFieldStart("leftovers");
        for (Leftover left : end.leftovers()) {
            leftover(json, left);
        }
        json.writeEndArray();
        if (end.by() != null) {
            json.writeStringField("who", end.by().who());
            json.writeStringField("from", end.by().from());
        }
        if (end.verdict() != null) {
            json.writeStringField("verdict", end.verdict().kind().name());
            json.writeStringField("after", end.verdict().after().toString());
            json.writeNumberField("inARow", end.verdict().inARow());
        }
        observed(json, end.observed());
        json.writeEndObject();
    }

    private static void observed(JsonGenerator json, Observations observed) throws IOException {
        LeaderState leader = observed.beforeKill();
        if (leader != null) {
            json.writeStringField("state", leader.state());
            json.writeStringField("waitChannel", leader.waitChannel());
            json.writeArrayFieldStart("stack");
            for (String function : leader.stack()) {
                json.writeString(function);
            }
            json.writeEndArray();
        }
        MemoryEvents memory = observed.memory();
        if (memory != null) {
            json.writeArrayFieldStart("memory");
            for (long count : new long[] {memory.peak(), memory.high(), memory.max(), memory.oom(), memory.oomKill()}) {
                json.writeNumber(count);
            }
            json.writeEndArray();
        }
    }

    private static void leftover(JsonGenerator json, Leftover left) throws IOException {
        json.writeStartObject();
        json.writeNumberField("pid", left.pid());
        json.writeStringField("command", left.command());
        json.writeBooleanField("leftGroup", left.outside());
        json.writeStringField("fate", left.fate().name());
        json.writeEndObject();
    }

    private static void cause(JsonGenerator json, Cause cause) throws IOException {
        if (cause instanceof Cause.Own own) {
            json.writeStringField("cause", "own");
            json.writeBooleanField("success", own.success());
            status(json, own.status());
        } else if (cause instanceof Cause.Stopped stopped) {
            json.writeStringField("cause", "stopped");
            json.writeStringField("took", stopped.took().toString());
            json.writeBooleanField("forced", stopped.forced());
            status(json, stopped.status());
        } else if (cause instanceof Cause.Replaced replaced) {
            json.writeStringField("cause", "replaced");
            json.writeStringField("took", replaced.took().toString());
            json.writeBooleanField("forced", replaced.forced());
            json.writeStringField("reason", replaced.why());
            status(json, replaced.status());
        } else if (cause instanceof Cause.NoRun noRun) {
            json.writeStringField("cause", "no run");
            json.writeStringField("kind", noRun.why().name());
            json.writeStringField("reason", noRun.reason());
        } else if (cause instanceof Cause.NotStarted never) {
            notStarted(json, never.failure());
        } else {
            limit(json, cause);
        }
    }

    private static void limit(JsonGenerator json, Cause cause) throws IOException {
        if (cause instanceof Cause.MemoryLimit killed) {
            json.writeStringField("cause", "memory limit");
            json.writeNumberField("limit", killed.limit().bytes());
        } else if (cause instanceof Cause.TimedOut timedOut) {
            json.writeStringField("cause", "timed out");
            json.writeStringField("limit", timedOut.limit().toString());
            json.writeBooleanField("forced", timedOut.forced());
            status(json, timedOut.status());
        } else {
            Cause.ProbeFailed failed = (Cause.ProbeFailed) cause;
            json.writeStringField("cause", "probe failed");
            json.writeStringField("probe", failed.probe());
            json.writeStringField("reason", failed.reason());
            json.writeBooleanField("forced", failed.forced());
            status(json, failed.status());
        }
    }

    private static void notStarted(JsonGenerator json, StartFailure failure) throws IOException {
        json.writeStringField("cause", "not started");
        json.writeStringField("step", failure.step());
        json.writeStringField("errno", failure.errno());
        json.writeStringField("words", failure.words());
        json.writeBooleanField("passing", failure.passing());
    }

    private static void status(JsonGenerator json, ExitStatus status) throws IOException {
        json.writeStringField("status", status.kind());
        if (status instanceof ExitStatus.Exited exited) {
            json.writeNumberField("code", exited.code());
        } else if (status instanceof ExitStatus.Signaled signaled) {
            json.writeNumberField("signal", signaled.signal());
            json.writeBooleanField("core", signaled.core());
        } else if (status instanceof ExitStatus.Unknown unknown) {
            json.writeStringField("why", unknown.why());
        }
    }
}
