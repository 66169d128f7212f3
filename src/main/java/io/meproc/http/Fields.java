package io.meproc.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The members of a JSON object, by name. A member that is null counts as absent. */
final class Fields {
    private final String prefix;
    private final JsonNode object;

    /** @param prefix what stands before the names for people, {@code stop.} inside of stop */
    Fields(String prefix, JsonNode object) {
        this.prefix = prefix;
        this.object = object;
    }

    /** Refuses members that are not among {@code known}, and says which one may have been meant. */
    void allow(List<String> known) throws InvalidTask {
        for (var names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw InvalidTask.field("unknown field '" + prefix + Shown.of(name) + "'; did you mean '"
                        + Nearest.of(name, known) + "'? Known fields are " + String.join(", ", known));
            }
        }
    }

    @Nullable
    Sent find(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : new Sent(prefix + name, value);
    }

    Sent required(String name, String allowed) throws InvalidTask {
        Sent sent = find(name);
        if (sent == null) {
            throw InvalidTask.field(prefix + name + ": is required; " + allowed);
        }
        return sent;
    }

    @Nullable
    String text(String name, String allowed) throws InvalidTask {
        Sent sent = find(name);
        return sent == null ? null : sent.text(allowed);
    }
}
