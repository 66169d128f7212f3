package io.meproc.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.meproc.json.Fields;
import io.meproc.json.InvalidInput;
import io.meproc.json.Json;
import io.meproc.json.Sent;
import io.meproc.json.Shown;
import io.meproc.task.Expected;
import io.meproc.task.exit.Requester;
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

/** Parses a call from a message of the event bus. */
final class BusCall {
    private static final String BODY = "body";
    private static final List<String> MEMBERS =
            List.of("verb", "task", "replica", "parameters", "expected", "who", BODY, "version");

    /** The largest call without its body, in bytes. */
    static final int FRAME_BYTES = 64 << 10;

    private static final int MOST_PARAMETERS = 64;
    private static final String TEXT = "a string, a number, true or false";
    private static final String OBJECT =
            "the message must be a JSON object with a verb and the members that the verb requires";

    private BusCall() {}

    /** Parses a message; fails with {@link Refused} for one that exceeds the limits of HTTP. */
    static Call of(Object message) throws InvalidInput, Refused {
        if (!(message instanceof JsonObject object)) {
            throw InvalidInput.body(OBJECT);
        }
        JsonObject frame = new JsonObject(new HashMap<>(object.getMap()));
        JsonObject body = object.getValue(BODY) instanceof JsonObject sent ? sent : null;
        if (body != null) {
            frame.remove(BODY);
        }
        Fields fields = Fields.ofBody(
                encoded(frame, FRAME_BYTES, "the message without its body").getBytes(), MEMBERS);
        Sent other = fields.find(BODY);
        if (other != null) {
            throw other.unexpected("an object");
        }
        String task = fields.text("task", "the name of a task");
        Sent replica = fields.find("replica");
        Sent expected = fields.find("expected");
        return new Call(
                verb(fields.required("verb", words())),
                Optional.ofNullable(task).orElse(""),
                replica == null ? null : String.valueOf(replica.integer(0, Integer.MAX_VALUE, "an index, from 0")),
                parameters(fields.find("parameters")),
                expected == null ? Expected.ANY : expected.expected(),
                body == null ? Buffer.buffer() : encoded(body, Json.LONGEST, BODY),
                by(fields.find("who")));
    }

    private static Requester by(@Nullable Sent who) throws InvalidInput {
        if (who == null) {
            return Requester.BUS;
        }
        String allowed = "1 to " + Requester.MOST_LETTERS + " printable ASCII characters";
        String identity = who.text(allowed);
        if (!Requester.isIdentity(identity)) {
            throw who.unexpected(allowed);
        }
        return Requester.BUS.named(identity);
    }

    private static Buffer encoded(JsonObject object, int most, String what) throws InvalidInput, Refused {
        try {
            Buffer bytes = MessageSize.mayFit(object, most) ? object.toBuffer() : null;
            if (bytes != null && bytes.length() <= most) {
                return bytes;
            }
        } catch (EncodeException impossible) {
            throw InvalidInput.body("the message can't be written as JSON");
        }
        throw new Refused(Problem.of(Problem.Kind.TOO_LARGE, what + " may have " + most + " bytes as JSON"));
    }

    private static String words() {
        return "one of " + Stream.of(Verb.values()).map(Verb::word).collect(Collectors.joining(", "));
    }

    private static Verb verb(Sent sent) throws InvalidInput {
        return Verb.of(sent.text(words())).orElseThrow(() -> sent.unexpected(words()));
    }

    private static Map<String, String> parameters(@Nullable Sent sent) throws InvalidInput {
        Map<String, String> parameters = new HashMap<>();
        if (sent != null) {
            if (!sent.value().isObject()) {
                throw sent.unexpected("an object of names and values");
            }
            if (sent.value().size() > MOST_PARAMETERS) {
                throw sent.wrong(
                        "has " + sent.value().size() + " members; at most " + MOST_PARAMETERS + " are allowed");
            }
            for (var member : sent.value().properties()) {
                parameters.put(member.getKey(), text(member.getKey(), member.getValue()));
            }
        }
        return parameters;
    }

    private static String text(String name, JsonNode value) throws InvalidInput {
        if (!value.isTextual() && !value.isNumber() && !value.isBoolean()) {
            throw InvalidInput.field("parameters." + Shown.of(name), "expected " + TEXT, TEXT);
        }
        return value.asText();
    }
}
