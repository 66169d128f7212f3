package io.meproc.api;

import io.meproc.json.Fields;
import io.meproc.json.InvalidTask;
import io.meproc.json.Sent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.EncodeException;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a call from a message. */
final class BusCall {
    private static final List<String> MEMBERS =
            List.of("verb", "task", "replica", "parameters", "expected", "body", "version");
    private static final String OBJECT = "the message must be a JSON object with a verb, and what that needs";

    private BusCall() {}

    static Call of(Object message) throws InvalidTask {
        if (!(message instanceof JsonObject object)) {
            throw InvalidTask.field("", OBJECT, null);
        }
        Fields fields = Fields.ofBody(encoded(object).getBytes(), MEMBERS);
        String task = fields.text("task", "the name of a task");
        Sent replica = fields.find("replica");
        Sent expected = fields.find("expected");
        return new Call(
                verb(fields.required("verb", words())),
                Optional.ofNullable(task).orElse(""),
                replica == null ? null : String.valueOf(replica.integer(0, Integer.MAX_VALUE, "an index, from 0")),
                parameters(fields.find("parameters")),
                expected == null ? null : expected.revision(),
                body(object, fields.find("body")));
    }

    private static Buffer body(JsonObject message, @Nullable Sent sent) throws InvalidTask {
        if (sent != null && !sent.value().isObject()) {
            throw sent.unexpected("an object");
        }
        return sent == null ? Buffer.buffer() : encoded(message.getJsonObject("body"));
    }

    private static Buffer encoded(JsonObject object) throws InvalidTask {
        try {
            return object.toBuffer();
        } catch (EncodeException impossible) {
            throw InvalidTask.field("", "the message can't be written as JSON", null);
        }
    }

    private static String words() {
        return "one of " + Stream.of(Verb.values()).map(Verb::word).collect(Collectors.joining(", "));
    }

    private static Verb verb(Sent sent) throws InvalidTask {
        return Verb.of(sent.text(words())).orElseThrow(() -> sent.unexpected(words()));
    }

    private static Map<String, String> parameters(@Nullable Sent sent) throws InvalidTask {
        Map<String, String> parameters = new HashMap<>();
        if (sent != null) {
            if (!sent.value().isObject()) {
                throw sent.unexpected("an object of names and values");
            }
            sent.value()
                    .properties()
                    .forEach(member ->
                            parameters.put(member.getKey(), member.getValue().asText()));
        }
        return parameters;
    }
}
