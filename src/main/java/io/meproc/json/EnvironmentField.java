package io.meproc.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.meproc.task.TaskDefinition;
import io.meproc.task.command.Environment;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parses the environment of a task. A value may be a secret, so no message contains a part of one. */
final class EnvironmentField {
    private static final String NAME = "env";
    private static final int MOST = 1_000;

    /** The bytes that the kernel counts beside name and value: {@code =} and a NUL, see execve(2). */
    private static final int SIGN_AND_NUL = 2;

    private EnvironmentField() {}

    static Environment read(Fields fields) throws InvalidInput {
        Sent sent = fields.find(NAME);
        if (sent == null) {
            return Environment.NONE;
        }
        if (!sent.value().isObject()) {
            throw sent.wrong("expected an object of names and strings, got " + sent.kind());
        }
        if (sent.value().size() > MOST) {
            throw sent.wrong("has " + sent.value().size() + " variables; at most " + MOST + " are allowed");
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : sent.value().properties()) {
            String name = name(sent, member.getKey());
            variables.put(name, value(name, new Sent(NAME + "." + Shown.of(name), member.getValue(), sent.naming())));
        }
        return new Environment(variables);
    }

    private static String name(Sent env, String name) throws InvalidInput {
        if (!Environment.isName(name) || !UTF_8.newEncoder().canEncode(name)) {
            throw env.wrong("'" + Shown.of(withoutValue(name)) + "' is not a valid name of a variable; "
                    + Environment.NAME_RULE);
        }
        return name;
    }

    /** The name without the part after {@code =}: a client may have sent NAME=VALUE as the name. */
    private static String withoutValue(String name) {
        int sign = name.indexOf('=');
        return sign < 0 ? name : name.substring(0, sign) + "=...";
    }

    private static String value(String name, Sent sent) throws InvalidInput {
        if (!sent.value().isTextual()) {
            throw sent.wrong("expected a string, got " + sent.kind());
        }
        String value = sent.text(Sent.STRING);
        int bytes = name.getBytes(UTF_8).length + value.getBytes(UTF_8).length + SIGN_AND_NUL;
        if (bytes > TaskDefinition.MAX_COMMAND_BYTES) {
            throw sent.wrong("has " + bytes + " bytes with its name; at most " + TaskDefinition.MAX_COMMAND_BYTES
                    + " are allowed");
        }
        return value;
    }
}
