package io.meproc.json;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was sent does not describe a task, or whatever it should; says which field is at fault and what is allowed. */
public final class InvalidTask extends Exception {
    static final String FIELD = "Invalid JSON field";
    static final String BODY = "JSON body is required";

    /** A part of what was sent, which can be read by itself. */
    interface Part {
        void read() throws InvalidTask;
    }

    private static final long serialVersionUID = 1;
    private final String original;
    private final String field;
    private final String words;
    private final @Nullable String allowed;

    private InvalidTask(String original, String field, String words, @Nullable String allowed, String message) {
        super(message);
        this.original = original;
        this.field = field;
        this.words = words;
        this.allowed = allowed;
    }

    /** With the message that the original has for it. */
    static InvalidTask original(String original, String field, String words, @Nullable String allowed) {
        return new InvalidTask(original, field, words, allowed, field.isEmpty() ? words : field + ": " + words);
    }

    /** About one field, by its name as people write it. */
    public static InvalidTask field(String field, String words, @Nullable String allowed) {
        return original(FIELD, field, words, allowed);
    }

    /** A field that nobody knows; the words name it. */
    static InvalidTask unknown(String field, String words, String allowed) {
        return new InvalidTask(FIELD, field, words, allowed, words);
    }

    /** The body is not what it should be as a whole. */
    public static InvalidTask body(String words) {
        return original(BODY, "", words, null);
    }

    /** The same, with what is wrong in other fields as well: nobody likes to be told of one at a time. */
    InvalidTask and(List<Part> parts) {
        Set<String> told = new HashSet<>(Set.of(field));
        for (Part part : parts) {
            try {
                part.read();
            } catch (InvalidTask other) {
                if (told.add(other.field)) {
                    addSuppressed(other);
                }
            }
        }
        return this;
    }

    /** This, and what else was found to be wrong, in the order of the checks. */
    public Stream<InvalidTask> all() {
        return Stream.concat(
                Stream.of(this),
                Stream.of(getSuppressed()).filter(InvalidTask.class::isInstance).map(InvalidTask.class::cast));
    }

    /** The original's message for it. */
    public String original() {
        return original;
    }

    /** The field, such as {@code stop.sequence[2].signal}; empty for the whole body. */
    public String field() {
        return field;
    }

    /** What is wrong, without the field. */
    public String words() {
        return words;
    }

    /** What the field may be; null where the words say it all. */
    public @Nullable String allowed() {
        return allowed;
    }
}
