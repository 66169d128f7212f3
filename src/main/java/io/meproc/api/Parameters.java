package io.meproc.api;

import io.meproc.json.Shown;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a call, read strictly. */
final class Parameters {
    private final Map<String, String> sent;

    private Parameters(Map<String, String> sent) {
        this.sent = sent;
    }

    /** Fails for one that the verb does not have, which may be a typing error with consequences. */
    static Parameters of(Call call) throws Refused {
        List<String> known = call.verb().parameters();
        for (String name : call.parameters().keySet()) {
            if (!known.contains(name)) {
                String allowed = known.isEmpty() ? "none" : String.join(", ", known);
                throw Refused.query(Shown.of(name), "is not a parameter of this call; it has " + allowed, allowed);
            }
        }
        return new Parameters(call.parameters());
    }

    /** Null when it was not sent, or empty. */
    @Nullable
    String text(String name) {
        String value = sent.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    boolean flag(String name, boolean otherwise) throws Refused {
        String value = sent.get(name);
        if (value == null) {
            return otherwise;
        } else if (!value.equals("true") && !value.equals("false")) {
            throw Refused.query(name, "expected true or false, got '" + Shown.of(value) + "'", "true or false");
        }
        return value.equals("true");
    }

    int integer(String name, int lowest, int highest, int otherwise) throws Refused {
        String value = sent.get(name);
        if (value == null) {
            return otherwise;
        }
        String allowed = "an integer from " + lowest + " to " + highest;
        try {
            int number = Integer.parseInt(value);
            if (number >= lowest && number <= highest) {
                return number;
            }
        } catch (NumberFormatException none) {
            // Told below, as what is out of range.
        }
        throw Refused.query(name, "expected " + allowed + ", got '" + Shown.of(value) + "'", allowed);
    }
}
