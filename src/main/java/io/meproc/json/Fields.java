package io.meproc.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.meproc.text.Nearest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The members of a JSON object by name; a member that is null counts as absent. */
public final class Fields {
    private final String prefix;
    private final JsonNode object;
    private final Naming naming;

    /** @param prefix precedes the names in messages, for example {@code stop.} inside of stop */
    Fields(String prefix, JsonNode object, Naming naming) {
        this.prefix = prefix;
        this.object = object;
        this.naming = naming;
    }

    /** The members of a body, which may only be {@code known} ones; none for an empty body. */
    public static Fields ofBody(byte[] body, List<String> known) throws InvalidInput {
        JsonNode json = Json.read(body);
        if (!json.isMissingNode() && !json.isObject()) {
            throw InvalidInput.body("the body must be a JSON object");
        }
        Fields fields = new Fields("", json, Naming.CAMEL);
        fields.allow(known);
        return fields;
    }

    /** Fails for a member that is not {@code known}, and suggests a similar name. */
    void allow(List<String> known) throws InvalidInput {
        List<String> names = known.stream().map(naming::of).toList();
        for (var sent = object.fieldNames(); sent.hasNext(); ) {
            String name = sent.next();
            if (!names.contains(name)) {
                String place = prefix + Shown.of(name);
                String allowed = String.join(", ", names);
                String meant = Nearest.of(name, names).stream()
                        .findFirst()
                        .map(near -> "; did you mean '" + near + "'? Known")
                        .orElse(". Known");
                throw InvalidInput.unknown(
                        place, "unknown field '" + place + "'" + meant + " fields are " + allowed, "one of " + allowed);
            }
        }
    }

    /** Returns this if no member is null, and fails otherwise: for bodies in which an absent member selects more. */
    public Fields withoutNulls() throws InvalidInput {
        for (var member : object.properties()) {
            if (member.getValue().isNull()) {
                String place = prefix + Shown.of(member.getKey());
                throw InvalidInput.field(place, "is null; give it a value or leave it out", null);
            }
        }
        return this;
    }

    public @Nullable Sent find(String name) {
        String written = naming.of(name);
        JsonNode value = object.get(written);
        return value == null || value.isNull() ? null : new Sent(prefix + written, value, naming);
    }

    public Sent required(String name, String allowed) throws InvalidInput {
        Sent sent = find(name);
        if (sent == null) {
            throw InvalidInput.field(prefix + naming.of(name), "is required; " + allowed, allowed);
        }
        return sent;
    }

    /** The error for a field that is not there. */
    InvalidInput missing(String name, String words, String allowed) {
        return InvalidInput.field(prefix + naming.of(name), words, allowed);
    }

    public @Nullable String text(String name, String allowed) throws InvalidInput {
        Sent sent = find(name);
        return sent == null ? null : sent.text(allowed);
    }
}
