package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Shows names and values, one pair a line. */
final class Facts {
    private static final int NAME_WIDTH = 14;

    private final Screen screen;

    Facts(Screen screen) {
        this.screen = screen;
    }

    void show(String name, JsonNode value) {
        show(name, value, "");
    }

    void show(String name, JsonNode value, String unit) {
        show(name, value.isNull() ? "" : words(value) + unit);
    }

    void show(String name, String text) {
        if (!text.isEmpty()) {
            String label = Plain.of(name);
            String gap = " ".repeat(Math.max(1, NAME_WIDTH - DisplayWidth.of(label)));
            screen.line("  " + screen.painted(Colour.QUIET, label) + gap + Plain.of(text));
        }
    }

    /** A JSON value as text, with brackets and quotes only where they are needed. */
    private static String words(JsonNode value) {
        if (value.isValueNode()) {
            return value.asText();
        } else if (value.isObject()) {
            return joined(value.properties().stream()
                    .map(member -> member.getKey() + " " + inner(member.getValue()))
                    .toList());
        }
        for (JsonNode element : value) {
            // Only quotes show where such an element ends.
            if (!element.isValueNode()
                    || element.asText().isEmpty()
                    || element.asText().contains(" ")) {
                return quoted(value);
            }
        }
        List<String> all = new ArrayList<>();
        value.forEach(element -> all.add(element.asText()));
        return String.join(" ", all);
    }

    private static String quoted(JsonNode list) {
        List<String> all = new ArrayList<>();
        list.forEach(element -> all.add(element.isObject() ? "(" + words(element) + ")" : Json.write(element)));
        return String.join(" ", all);
    }

    private static String inner(JsonNode value) {
        return value.isArray() ? words(value) : value.isObject() ? "(" + words(value) + ")" : value.asText();
    }

    private static String joined(List<String> members) {
        return String.join(", ", members);
    }
}
