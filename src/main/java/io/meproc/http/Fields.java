package io.meproc.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The members of a JSON object, taken out by name and type. A member that is null counts as absent. */
final class Fields {
    private final JsonNode object;

    Fields(JsonNode object) {
        this.object = object;
    }

    /** Refuses members that are not among {@code known}, and says which one may have been meant. */
    void allow(List<String> known) throws InvalidTask {
        for (var names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw InvalidTask.field("unknown field '" + Shown.of(name) + "'; did you mean '"
                        + Nearest.of(name, known) + "'? Known fields are " + String.join(", ", known));
            }
        }
    }

    String required(String name, String allowed) throws InvalidTask {
        String value = optional(name, allowed);
        if (value == null) {
            throw InvalidTask.field(name + ": is required; " + allowed);
        }
        return value;
    }

    @Nullable
    String optional(String name, String allowed) throws InvalidTask {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw wrong(name, value, allowed);
        }
        return text(name, value.textValue());
    }

    /** An integer from {@code lowest} to {@code highest}; {@code tooSmall} is the original's message for less. */
    OptionalInt integer(String name, int lowest, int highest, String allowed, String tooSmall) throws InvalidTask {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return OptionalInt.empty();
        }
        if (!value.isIntegralNumber()) {
            throw wrong(name, value, allowed);
        }
        BigInteger number = value.bigIntegerValue();
        if (number.compareTo(BigInteger.valueOf(lowest)) < 0) {
            throw new InvalidTask(tooSmall, unexpected(name, value, allowed));
        } else if (number.compareTo(BigInteger.valueOf(highest)) > 0) {
            throw InvalidTask.field(unexpected(name, value, allowed));
        }
        return OptionalInt.of(number.intValue());
    }

    List<String> texts(String name, String allowed) throws InvalidTask {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw wrong(name, value, allowed);
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            JsonNode element = value.get(i);
            String place = name + "[" + i + "]";
            if (!element.isTextual()) {
                throw wrong(place, element, "a string");
            }
            texts.add(text(place, element.textValue()));
        }
        return texts;
    }

    /** A process can't be given a NUL, and a lone surrogate is no character at all. */
    private static String text(String name, String value) throws InvalidTask {
        if (value.indexOf('\0') >= 0) {
            throw InvalidTask.field(name + ": contains a NUL character, which no process can be given");
        }
        if (!UTF_8.newEncoder().canEncode(value)) {
            throw InvalidTask.field(name + ": contains half of a surrogate pair, which is no character");
        }
        return value;
    }

    private static InvalidTask wrong(String name, JsonNode value, String allowed) {
        return InvalidTask.field(unexpected(name, value, allowed));
    }

    private static String unexpected(String name, JsonNode value, String allowed) {
        return name + ": expected " + allowed + ", got " + kind(value) + " " + Shown.of(value.toString());
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "the string";
            case NUMBER -> "the number";
            case ARRAY -> "the list";
            case OBJECT -> "the object";
            default -> "the value";
        };
    }
}
