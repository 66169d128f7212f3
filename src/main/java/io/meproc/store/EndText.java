package io.meproc.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.meproc.json.Content;
import io.meproc.json.InvalidInput;
import io.meproc.json.Json;
import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.OutputRange;
import io.meproc.task.exit.Requester;
import io.meproc.task.exit.StartFailure;
import io.meproc.task.exit.Usage;
import io.meproc.task.exit.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The end of a run as JSON text in the database; instants and durations are in the notation of ISO 8601. */
final class EndText {
    private static final String UNKNOWN = "unknown";

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
        if (!end.leftovers().isEmpty()) {
            json.writeArrayFieldStart("leftovers");
            for (Leftover left : end.leftovers()) {
                json.writeStartObject();
                json.writeNumberField("pid", left.pid());
                json.writeStringField("command", left.command());
                json.writeBooleanField("leftGroup", left.outside());
                json.writeStringField("fate", left.fate().name());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        if (end.by() != null) {
            json.writeStringField("who", end.by().who());
            json.writeStringField("from", end.by().from());
        }
        if (end.verdict() != null) {
            json.writeStringField("verdict", end.verdict().kind().name());
            json.writeStringField("after", end.verdict().after().toString());
            json.writeNumberField("inARow", end.verdict().inARow());
        }
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
        } else if (cause instanceof Cause.TimedOut timedOut) {
            json.writeStringField("cause", "timed out");
            json.writeStringField("limit", timedOut.limit().toString());
            json.writeBooleanField("forced", timedOut.forced());
            status(json, timedOut.status());
        } else {
            StartFailure failure = ((Cause.NotStarted) cause).failure();
            json.writeStringField("cause", "not started");
            json.writeStringField("step", failure.step());
            json.writeStringField("errno", failure.errno());
            json.writeStringField("words", failure.words());
            json.writeBooleanField("passing", failure.passing());
        }
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

    /** Parses the text; fails if it is not the text of an end. */
    static End parse(String text) throws IOException {
        try {
            return end(Json.read(text.getBytes(StandardCharsets.UTF_8)));
        } catch (InvalidInput | RuntimeException malformed) {
            throw new IOException(malformed.getMessage(), malformed);
        }
    }

    private static End end(JsonNode json) {
        List<Leftover> leftovers = new ArrayList<>();
        json.path("leftovers").forEach(left -> leftovers.add(leftover(left)));
        return new End(
                cause(json),
                json.required("run").longValue(),
                json.required("pid").longValue(),
                Instant.parse(text(json, "since")),
                Instant.parse(text(json, "at")),
                output(json),
                usage(json),
                leftovers,
                json.has("who") ? new Requester(text(json, "who"), text(json, "from")) : null,
                verdict(json));
    }

    private static @Nullable Verdict verdict(JsonNode json) {
        return json.has("verdict")
                ? new Verdict(
                        Verdict.Kind.valueOf(text(json, "verdict")),
                        Duration.parse(text(json, "after")),
                        json.required("inARow").intValue())
                : null;
    }

    private static @Nullable OutputRange output(JsonNode json) {
        if (!json.has("outputFrom")) {
            return null;
        }
        return new OutputRange(
                json.required("outputFrom").longValue(),
                json.has("outputTo") ? json.required("outputTo").longValue() : null);
    }

    private static @Nullable Usage usage(JsonNode json) {
        return json.has("user")
                ? new Usage(
                        Duration.parse(text(json, "user")),
                        Duration.parse(text(json, "system")),
                        json.required("peakRss").longValue(),
                        json.required("peakRssAtMost").booleanValue())
                : null;
    }

    private static Leftover leftover(JsonNode json) {
        return new Leftover(
                json.required("pid").longValue(),
                text(json, "command"),
                json.required("leftGroup").booleanValue(),
                Leftover.Fate.valueOf(text(json, "fate")));
    }

    private static Cause cause(JsonNode json) {
        String kind = text(json, "cause");
        return switch (kind) {
            case "own" -> new Cause.Own(status(json), json.required("success").booleanValue());
            case "stopped" -> new Cause.Stopped(status(json), Duration.parse(text(json, "took")), forced(json));
            case "timed out" -> new Cause.TimedOut(status(json), Duration.parse(text(json, "limit")), forced(json));
            case "not started" ->
                new Cause.NotStarted(new StartFailure(
                        text(json, "step"),
                        text(json, "errno"),
                        text(json, "words"),
                        json.required("passing").booleanValue()));
            default -> throw new IllegalArgumentException("cause: " + kind);
        };
    }

    private static boolean forced(JsonNode json) {
        return json.required("forced").booleanValue();
    }

    private static ExitStatus status(JsonNode json) {
        String kind = text(json, "status");
        return switch (kind) {
            case "exited" -> new ExitStatus.Exited(json.required("code").intValue());
            case "signaled" ->
                new ExitStatus.Signaled(
                        json.required("signal").intValue(),
                        json.required("core").booleanValue());
            case "killed for memory" -> new ExitStatus.KilledForMemory();
            case UNKNOWN -> new ExitStatus.Unknown(text(json, "why"));
            default -> throw new IllegalArgumentException("status: " + kind);
        };
    }

    private static String text(JsonNode json, String field) {
        return json.required(field).textValue();
    }
}
