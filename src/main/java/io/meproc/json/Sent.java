package io.meproc.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.meproc.task.Expected;
import io.meproc.task.exit.Signal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A received JSON value, parsed as the type that it should have.
 *
 * @param place the path of the value, such as {@code stop.sequence[2].signal}
 * @param naming the spelling of the members inside it
 */
public record Sent(String place, JsonNode value, Naming naming) {
    public static final String STRING = "a string";
    public static final String SIGNAL = "the name of a signal, such as TERM or SIGTERM";
    private static final long UNLISTED = 0;
    private static final long LISTED = -1;

    public String text(String allowed) throws InvalidInput {
        if (!value.isTextual()) {
            throw unexpected(allowed);
        }
        String text = value.textValue();
        if (text.indexOf('\0') >= 0) {
            throw wrong("contains a NUL character, which no process can be given");
        }
        if (!UTF_8.newEncoder().canEncode(text)) {
            throw wrong("contains half of a surrogate pair, which is not a character");
        }
        return text;
    }

    /** A text of at most {@code mostBytes} bytes in UTF-8. */
    String text(String allowed, int mostBytes) throws InvalidInput {
        String text = text(allowed);
        int bytes = text.getBytes(UTF_8).length;
        if (bytes > mostBytes) {
            throw wrong("has " + bytes + " bytes; at most " + mostBytes + " are allowed");
        }
        return text;
    }

    public int integer(int lowest, int highest, String allowed) throws InvalidInput {
        return integer(lowest, highest, allowed, InvalidInput.FIELD);
    }

    /** An integer from {@code lowest} to {@code highest}; {@code tooSmall} is the message of {@code /proc} for a smaller one. */
    int integer(int lowest, int highest, String allowed, String tooSmall) throws InvalidInput {
        if (!value.isIntegralNumber()) {
            throw unexpected(allowed);
        }
        BigInteger number = value.bigIntegerValue();
        if (number.compareTo(BigInteger.valueOf(lowest)) < 0) {
            throw InvalidInput.original(tooSmall, place, expected(allowed), allowed);
        } else if (number.compareTo(BigInteger.valueOf(highest)) > 0) {
            throw unexpected(allowed);
        }
        return number.intValue();
    }

    /** The expected revision of a task: 0 for a task that is not listed, -1 for any revision. */
    public Expected expected() throws InvalidInput {
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw unexpected("a revision, an integer; 0 for a task that is not listed, -1 for one that is");
        }
        long number = value.longValue();
        if (number == LISTED) {
            return Expected.PRESENT;
        }
        return number == UNLISTED ? Expected.ABSENT : new Expected.Revision(number);
    }

    /** A duration from 1 ms to {@code longest}. */
    Duration duration(Duration longest) throws InvalidInput {
        String allowed = "a duration from 1ms to " + DurationText.of(longest) + ", " + DurationText.FORM;
        return DurationText.parse(text(allowed))
                .filter(duration -> !duration.isZero() && duration.compareTo(longest) <= 0)
                .orElseThrow(() -> unexpected(allowed));
    }

    public boolean flag() throws InvalidInput {
        if (!value.isBoolean()) {
            throw unexpected("true or false");
        }
        return value.booleanValue();
    }

    public Signal signal(String allowed) throws InvalidInput {
        return Signal.of(text(allowed)).orElseThrow(() -> unexpected(allowed));
    }

    public List<Sent> elements(String allowed) throws InvalidInput {
        if (!value.isArray()) {
            throw unexpected(allowed);
        }
        List<Sent> elements = new ArrayList<>();
        for (JsonNode element : value) {
            elements.add(new Sent(place + "[" + elements.size() + "]", element, naming));
        }
        return elements;
    }

    /** A list of 1 to {@code most} elements. */
    public List<Sent> elements(String allowed, int most) throws InvalidInput {
        List<Sent> elements = elements(allowed);
        if (elements.isEmpty()) {
            throw wrong("is empty; expected " + allowed);
        } else if (elements.size() > most) {
            throw wrong("has " + elements.size() + " elements; at most " + most + " are allowed");
        }
        return elements;
    }

    public Fields object(String allowed, List<String> known) throws InvalidInput {
        if (!value.isObject()) {
            throw unexpected(allowed);
        }
        Fields fields = new Fields(place + ".", value, naming);
        fields.allow(known);
        return fields;
    }

    public InvalidInput unexpected(String allowed) {
        return InvalidInput.field(place, expected(allowed), allowed);
    }

    /** The message with the value, but without the content of a list or object, which may be a misplaced environment. */
    private String expected(String allowed) {
        String got = value.isContainerNode() ? kind() : "the " + noun() + " " + Shown.of(value.toString());
        return "expected " + allowed + ", got " + got;
    }

    public InvalidInput wrong(String words) {
        return InvalidInput.field(place, words, null);
    }

    /** The JSON type of the value, for messages that must not quote a secret. */
    String kind() {
        return switch (value.getNodeType()) {
            case NULL -> "null";
            case BOOLEAN -> "true or false";
            case OBJECT -> "an object";
            default -> "a " + noun();
        };
    }

    private String noun() {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case NUMBER -> "number";
            case ARRAY -> "list";
            case OBJECT -> "object";
            default -> "value";
        };
    }
}
