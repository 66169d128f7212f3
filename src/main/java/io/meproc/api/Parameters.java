package io.meproc.api;

import io.meproc.json.InvalidInput;
import io.meproc.json.Shown;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a call, parsed strictly. */
public final class Parameters {
    private final Map<String, String> sent;

    private Parameters(Map<String, String> sent) {
        this.sent = sent;
    }

    /** Fails for an unknown parameter, since a typing error could change the effect of the call. */
    public static Parameters of(Map<String, String> sent, List<String> known) throws InvalidInput {
        for (String name : sent.keySet()) {
            if (!known.contains(name)) {
                String allowed = known.isEmpty() ? "none" : String.join(", ", known);
                throw InvalidInput.query(Shown.of(name), "is not a parameter of this call; it has " + allowed, allowed);
            }
        }
        return new Parameters(sent);
    }

    /** The value; null if it is missing or empty. */
    public @Nullable String text(String name) {
        String value = sent.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** The value {@code true} or {@code false}; {@code otherwise} if it is missing. */
    public boolean flag(String name, boolean otherwise) throws InvalidInput {
        String value = sent.get(name);
        if (value == null) {
            return otherwise;
        } else if (!value.equals("true") && !value.equals("false")) {
            throw InvalidInput.value(name, value, "true or false");
        }
        return value.equals("true");
    }

    /**
     * An integer from {@code lowest} to {@code highest}; {@code otherwise} if it is missing. {@link Long#MIN_VALUE}
     * means no lower bound.
     */
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
            // Reported below, as a value out of range.
        }
        throw InvalidInput.value(name, value, allowed);
    }
}
