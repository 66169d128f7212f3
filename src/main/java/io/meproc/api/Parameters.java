package io.meproc.api;

import io.meproc.json.InvalidInput;
import io.meproc.json.Shown;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a call, read strictly. */
public final class Parameters {
    private final Map<String, String> sent;

    private Parameters(Map<String, String> sent) {
        this.sent = sent;
    }

    /** Fails for one that is not known, which may be a typing error with consequences. */
    public static Parameters of(Map<String, String> sent, List<String> known) throws InvalidInput {
        for (String name : sent.keySet()) {
            if (!known.contains(name)) {
                String allowed = known.isEmpty() ? "none" : String.join(", ", known);
                throw InvalidInput.query(Shown.of(name), "is not a parameter of this call; it has " + allowed, allowed);
            }
        }
        return new Parameters(sent);
    }

    /** Null when it was not sent, or empty. */
    public @Nullable String text(String name) {
        String value = sent.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** {@code otherwise} when it was not sent. */
    public boolean flag(String name, boolean otherwise) throws InvalidInput {
        String value = sent.get(name);
        if (value == null) {
            return otherwise;
        } else if (!value.equals("true") && !value.equals("false")) {
            throw InvalidInput.query(name, "expected true or false, got '" + Shown.of(value) + "'", "true or false");
        }
        return value.equals("true");
    }

    /** From {@code lowest}, for the least of all numbers: any, to {@code highest}; {@code otherwise} when it was not sent. */
    public long integer(String name, long lowest, long highest, long otherwise) throws InvalidInput {
        String value = sent.get(name);
        if (value == null) {
            return otherwise;
        }
        String allowed = lowest == Long.MIN_VALUE ? "an integer" : "an integer from " + lowest + " to " + highest;
        try {
            long number = Long.parseLong(value);
            if (number >= lowest && number <= highest) {
                return number;
            }
        } catch (NumberFormatException none) {
            // Told below, as what is out of range.
        }
        throw InvalidInput.query(name, "expected " + allowed + ", got '" + Shown.of(value) + "'", allowed);
    }
}
