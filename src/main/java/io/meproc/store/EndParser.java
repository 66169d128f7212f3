package io.meproc.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.meproc.json.InvalidInput;
import io.meproc.json.Json;
import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.Observations;
import io.meproc.task.exit.Observations.LeaderState;
import io.meproc.task.exit.Observations.MemoryEvents;
import io.meproc.task.exit.OutputRange;
import io.meproc.task.exit.Requester;
import io.meproc.task.exit.StartFailure;
import io.meproc.task.exit.Usage;
import io.meproc.task.exit.Verdict;
import io.meproc.task.limit.Size;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses the ends that {@link EndText} has written. */
final class EndParser {
    private EndParser() {}

    /** Fails if the text is not that of an end. */
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
                verdict(json),
                new Observations(beforeKill(json), memory(json)));
    }

    private static @Nullable LeaderState beforeKill(JsonNode json) {
        if (!json.has("state")) {
            return null;
        }
        List<String> stack = new ArrayList<>();
        json.path("stack").forEach(function -> stack.add(function.textValue()));
        return new LeaderState(text(json, "state"), text(json, "waitChannel"), stack);
    }

    private static @Nullable MemoryEvents memory(JsonNode json) {
        JsonNode counts = json.path("memory");
        return counts.isArray()
                ? new MemoryEvents(
                        counts.required(0).longValue(),
                        counts.required(1).longValue(),
                        counts.required(2).longValue(),
                        counts.required(3).longValue(),
                        counts.required(4).longValue())
                : null;
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
            case "probe failed" ->
                new Cause.ProbeFailed(status(json), text(json, "probe"), text(json, "reason"), forced(json));
            case "replaced" ->
                new Cause.Replaced(
                        status(json), Duration.parse(text(json, "took")), forced(json), text(json, "reason"));
            case "memory limit" ->
                new Cause.MemoryLimit(new Size(json.required("limit").longValue()));
            case "timed out" -> new Cause.TimedOut(status(json), Duration.parse(text(json, "limit")), forced(json));
            case "no run" -> new Cause.NoRun(Cause.NoRun.Kind.valueOf(text(json, "kind")), text(json, "reason"));
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
            case "unknown" -> new ExitStatus.Unknown(text(json, "why"));
            default -> throw new IllegalArgumentException("status: " + kind);
        };
    }

    private static String text(JsonNode json, String field) {
        return json.required(field).textValue();
    }
}
