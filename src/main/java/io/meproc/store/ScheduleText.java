package io.meproc.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.meproc.json.Content;
import io.meproc.json.InvalidInput;
import io.meproc.json.Json;
import io.meproc.task.command.Environment;
import io.meproc.task.occasion.Occasion;
import io.meproc.task.occasion.RunOccasion;
import io.meproc.task.occasion.RunParameters;
import io.meproc.task.occasion.ScheduleRecord;
import io.meproc.task.occasion.Slots;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The schedule of a task, and the occasion of a run, as JSON text in the database. The schedule has the values of variables,
 * which a run that is still to start needs; the occasion of a run has their names.
 */
final class ScheduleText {
    private ScheduleText() {}

    /** The text of a schedule; null for one with nothing to keep. */
    static @Nullable String of(ScheduleRecord schedule) {
        return schedule.equals(ScheduleRecord.NONE) ? null : text(json -> write(json, schedule));
    }

    static @Nullable String of(@Nullable RunOccasion occasion) {
        return occasion == null ? null : text(json -> write(json, occasion));
    }

    private static String text(Content content) {
        return new String(content.bytes(), UTF_8);
    }

    private static void write(JsonGenerator json, ScheduleRecord schedule) throws IOException {
        json.writeStartObject();
        if (schedule.pausedSince() != null) {
            json.writeStringField("pausedSince", schedule.pausedSince().toString());
        }
        json.writeArrayFieldStart("queue");
        for (Occasion each : schedule.queue()) {
            write(json, each);
        }
        json.writeEndArray();
        if (schedule.slots().shared() != null) {
            json.writeFieldName("shared");
            write(json, schedule.slots().shared());
        }
        json.writeObjectFieldStart("own");
        for (Map.Entry<Integer, Occasion> each : schedule.slots().own().entrySet()) {
            json.writeFieldName(Integer.toString(each.getKey()));
            write(json, each.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("retries");
        for (Map.Entry<Integer, Integer> each : schedule.slots().retries().entrySet()) {
            json.writeNumberField(Integer.toString(each.getKey()), each.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Occasion occasion) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", occasion.kind().name());
        json.writeStringField("due", occasion.due().toString());
        strings(json, "args", occasion.parameters().args());
        json.writeObjectFieldStart("env");
        for (Map.Entry<String, String> each :
                occasion.parameters().environment().variables().entrySet()) {
            json.writeStringField(each.getKey(), each.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, RunOccasion occasion) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", occasion.kind().name());
        json.writeStringField("due", occasion.due().toString());
        json.writeNumberField("attempt", occasion.attempt());
        strings(json, "args", occasion.args());
        strings(json, "variables", occasion.variables());
        json.writeEndObject();
    }

    private static void strings(JsonGenerator json, String field, List<String> strings) throws IOException {
        json.writeArrayFieldStart(field);
        for (String each : strings) {
            json.writeString(each);
        }
        json.writeEndArray();
    }

    /** Fails if the text is not that of a schedule. */
    static ScheduleRecord schedule(String text) throws IOException {
        JsonNode json = read(text);
        try {
            List<Occasion> queue = new ArrayList<>();
            json.path("queue").forEach(each -> queue.add(occasion(each)));
            Map<Integer, Occasion> own = new HashMap<>();
            json.path("own")
                    .properties()
                    .forEach(each -> own.put(Integer.valueOf(each.getKey()), occasion(each.getValue())));
            Map<Integer, Integer> retries = new HashMap<>();
            json.path("retries")
                    .properties()
                    .forEach(each -> retries.put(
                            Integer.valueOf(each.getKey()), each.getValue().intValue()));
            JsonNode shared = json.path("shared");
            JsonNode paused = json.path("pausedSince");
            return new ScheduleRecord(
                    paused.isTextual() ? Instant.parse(paused.textValue()) : null,
                    queue,
                    new Slots(shared.isObject() ? occasion(shared) : null, own, retries));
        } catch (RuntimeException malformed) {
            throw new IOException(malformed.getMessage(), malformed);
        }
    }

    /** Fails if the text is not that of an occasion. */
    static @Nullable RunOccasion occasion(@Nullable String text) throws IOException {
        if (text == null) {
            return null;
        }
        JsonNode json = read(text);
        try {
            return new RunOccasion(
                    Occasion.Kind.valueOf(json.required("kind").textValue()),
                    Instant.parse(json.required("due").textValue()),
                    json.required("attempt").intValue(),
                    strings(json.path("args")),
                    strings(json.path("variables")));
        } catch (RuntimeException malformed) {
            throw new IOException(malformed.getMessage(), malformed);
        }
    }

    private static JsonNode read(String text) throws IOException {
        try {
            return Json.read(text.getBytes(UTF_8));
        } catch (InvalidInput malformed) {
            throw new IOException(malformed.getMessage(), malformed);
        }
    }

    private static Occasion occasion(JsonNode json) {
        Map<String, String> variables = new LinkedHashMap<>();
        json.path("env")
                .properties()
                .forEach(each -> variables.put(each.getKey(), each.getValue().textValue()));
        return new Occasion(
                Occasion.Kind.valueOf(json.required("kind").textValue()),
                Instant.parse(json.required("due").textValue()),
                new RunParameters(strings(json.path("args")), new Environment(variables)));
    }

    private static List<String> strings(JsonNode list) {
        List<String> strings = new ArrayList<>();
        list.forEach(each -> strings.add(each.textValue()));
        return strings;
    }
}
