package io.meproc.config;

import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values given for each key, from the sources in their order of precedence: flag, environment, file. */
final class Sources {

    /**
     * A value and the name of its source for messages.
     *
     * @param typed whether the source distinguishes numbers from texts; environment and flags have only texts
     */
    record Given(String source, Object value, boolean typed) {}

    private static final Set<String> SECTIONS = Set.of("web", "limits", "history", "hooks");

    private final Map<Key, Given> given = new EnumMap<>(Key.class);

    /** Adds the values of the file; an unknown key is an error. */
    void file(String file, JsonObject content) {
        file(file, "", content);
    }

    private void file(String file, String prefix, JsonObject content) {
        for (Map.Entry<String, @Nullable Object> entry : content) {
            String path = prefix + entry.getKey();
            Object value = entry.getValue();
            Optional<Key> key = Key.of(path);
            if (key.isEmpty() && value instanceof JsonObject section && SECTIONS.contains(path)) {
                file(file, path + ".", section);
            } else if (SECTIONS.contains(path)) {
                throw new ConfigurationException(file + ": " + path + ": expected a section with " + members(path)
                        + ", got " + (value == null ? "nothing" : value));
            } else if (key.isEmpty()) {
                throw new ConfigurationException(
                        file + ": " + path + ": unknown key; known keys are " + String.join(", ", Key.paths()));
            } else if (value == null) {
                throw new ConfigurationException(
                        file + ": " + path + ": has no value; give it one or leave the line out");
            } else {
                given.put(key.get(), new Given(file + ": " + path, value, true));
            }
        }
    }

    private static String members(String section) {
        String prefix = section + ".";
        List<String> members = Key.paths().stream()
                .filter(path -> path.startsWith(prefix))
                .map(path -> path.substring(prefix.length()))
                .toList();
        int last = members.size() - 1;
        return String.join(", ", members.subList(0, last)) + " and " + members.get(last);
    }

    /** Adds the environment, which overrides the file; an empty variable counts as unset, since compose files and units set such. */
    void environment(Map<String, String> variables) {
        for (Key key : Key.values()) {
            String value = variables.get(key.variable());
            if (value != null && !value.isEmpty()) {
                given.put(key, new Given("environment variable " + key.variable(), value, false));
            }
        }
    }

    /** Adds the command line, which overrides all other sources. */
    void flags(Map<Key, String> flags) {
        flags.forEach((key, value) -> given.put(key, new Given("option --" + key.path(), value, false)));
    }

    Optional<Given> of(Key key) {
        return Optional.ofNullable(given.get(key));
    }
}
