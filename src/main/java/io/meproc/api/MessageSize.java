package io.meproc.api;

import io.meproc.json.InvalidInput;
import io.meproc.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A lower bound of the size of a value as JSON, computed before the value is converted: a message of the event bus arrives
 * as a whole, however large, while HTTP stops reading at the bound.
 */
final class MessageSize {
    private static final int BITS_OF_A_DIGIT = 4;

    /** The least punctuation of an element in bytes: its separator. */
    private static final int PUNCTUATION = 1;

    private static final int PUNCTUATION_OF_A_NAME = 3;

    private final long most;
    private long counted;

    private MessageSize(long most) {
        this.most = most;
    }

    /** Whether the value may fit into {@code most} bytes; fails if it is nested too deep to be parsed. */
    static boolean mayFit(@Nullable Object value, long most) throws InvalidInput {
        MessageSize size = new MessageSize(most);
        size.add(value, 0);
        return size.counted <= most;
    }

    private void add(@Nullable Object value, int depth) throws InvalidInput {
        if (depth > Json.DEEPEST) {
            throw InvalidInput.body("nested more than " + Json.DEEPEST + " deep");
        }
        counted += PUNCTUATION;
        if (value instanceof JsonObject object) {
            addMembers(object.getMap(), depth);
        } else if (value instanceof Map<?, ?> map) {
            addMembers(map, depth);
        } else if (value instanceof JsonArray array) {
            addElements(array.getList(), depth);
        } else if (value instanceof Iterable<?> list) {
            addElements(list, depth);
        } else {
            counted += least(value);
        }
    }

    private void addMembers(Map<?, ?> members, int depth) throws InvalidInput {
        for (Map.Entry<?, ?> member : members.entrySet()) {
            counted += PUNCTUATION_OF_A_NAME + String.valueOf(member.getKey()).length();
            add(member.getValue(), depth + 1);
            if (counted > most) {
                return;
            }
        }
    }

    private void addElements(Iterable<?> elements, int depth) throws InvalidInput {
        for (Object element : elements) {
            add(element, depth + 1);
            if (counted > most) {
                return;
            }
        }
    }

    private static long least(@Nullable Object value) {
        if (value instanceof CharSequence text) {
            return text.length();
        } else if (value instanceof byte[] bytes) {
            return bytes.length;
        } else if (value instanceof Buffer bytes) {
            return bytes.length();
        } else if (value instanceof BigInteger number) {
            return number.bitLength() / BITS_OF_A_DIGIT;
        } else if (value instanceof BigDecimal number) {
            return number.unscaledValue().bitLength() / BITS_OF_A_DIGIT;
        }
        return 0;
    }
}
