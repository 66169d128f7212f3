package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Names and values, one a line. */
final class Facts {
    private static final int NAME_WIDTH = 14;

    private final Screen screen;

    Facts(Screen screen) {
        this.screen = screen;
    }

    void show(String name, JsonNode value) {
        String text = value.isValueNode() ? value.asText() : isWords(value) ? words(value) : Json.write(value);
        if (!text.isEmpty() && !value.isNull()) {
            String label = Plain.of(name);
            String gap = " ".repeat(Math.max(1, NAME_WIDTH - label.length()));
            screen.line("  " + screen.painted(Colour.QUIET, label) + gap + Plain.of(text));
        }
    }

    /** Whether it is a list that reads well without its JSON. */
    private static boolean isWords(JsonNode value) {
        for (JsonNode element : value) {
            if (!value.isArray() || !element.isValueNode() || element.asText().contains(" ")) {
                return false;
            }
        }
        return value.isArray();
    }

    private static String words(JsonNode list) {
        StringBuilder words = new StringBuilder();
        list.forEach(element -> words.append(words.length() == 0 ? "" : " ").append(element.asText()));
        return words.toString();
    }
}
