package io.meproc.json;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Invalid input of any interface; names the field or parameter, the value received and what is allowed. */
public final class InvalidInput extends Exception {
    static final String FIELD = "Invalid JSON field";

    /** The part of the request that is invalid. */
    public enum Place {
        /** The whole body. */
        BODY,
        /** A field of the body. */
        FIELD,
        /** A parameter of the query, or all of it. */
        QUERY,
        HEADER
    }

    /** A part of the input that can be parsed independently of others. */
    interface Part {
        void read() throws InvalidInput;
    }

    private static final long serialVersionUID = 1;
    private final Place place;
    private final @Nullable String original;
    private final String field;
    private final String words;
    private final @Nullable String allowed;

    private InvalidInput(
            Place place,
            @Nullable String original,
            String field,
            String words,
            @Nullable String allowed,
            String message) {
        super(message);
        this.place = place;
        this.original = original;
        this.field = field;
        this.words = words;
        this.allowed = allowed;
    }

    private static InvalidInput named(
            Place place, @Nullable String original, String field, String words, @Nullable String allowed) {
        return new InvalidInput(place, original, field, words, allowed, field.isEmpty() ? words : field + ": " + words);
    }

    /** An invalid field, with the message that {@code /proc} has for it. */
    static InvalidInput original(String original, String field, String words, @Nullable String allowed) {
        return named(Place.FIELD, original, field, words, allowed);
    }

    /** An invalid field, by its path such as {@code stop.sequence[2].signal}. */
    public static InvalidInput field(String field, String words, @Nullable String allowed) {
        return original(FIELD, field, words, allowed);
    }

    /** An unknown field, which {@code words} names. */
    static InvalidInput unknown(String field, String words, String allowed) {
        return new InvalidInput(Place.FIELD, FIELD, field, words, allowed, words);
    }

    /** The body is not valid as a whole. */
    public static InvalidInput body(String words) {
        return named(Place.BODY, null, "", words, null);
    }

    /** The body is a list, for which {@code /proc} has the message of a field. */
    static InvalidInput list(String words) {
        return named(Place.BODY, FIELD, "", words, null);
    }

    /** The query is not valid as a whole. */
    public static InvalidInput query(String words) {
        return named(Place.QUERY, null, "", words, null);
    }

    /** An invalid parameter of the query. */
    public static InvalidInput query(String parameter, String words, @Nullable String allowed) {
        return named(Place.QUERY, null, parameter, words, allowed);
    }

    /** A parameter of the query whose value is not {@code allowed}. */
    public static InvalidInput value(String parameter, String sent, String allowed) {
        return query(parameter, "expected " + allowed + ", got '" + Shown.of(sent) + "'", allowed);
    }

    /** An invalid header. */
    public static InvalidInput header(String name, String words, String allowed) {
        return named(Place.HEADER, null, name, words, allowed);
    }

    /** This error with those of other parts, so that all are reported at once. */
    InvalidInput and(List<Part> parts) {
        Set<String> told = new HashSet<>(Set.of(field));
        for (Part part : parts) {
            try {
                part.read();
            } catch (InvalidInput other) {
                if (told.add(other.field)) {
                    addSuppressed(other);
                }
            }
        }
        return this;
    }

    /** This error and those of other fields, in the order of the checks. */
    public Stream<InvalidInput> all() {
        return Stream.concat(
                Stream.of(this),
                Stream.of(getSuppressed())
                        .filter(InvalidInput.class::isInstance)
                        .map(InvalidInput.class::cast));
    }

    public Place place() {
        return place;
    }

    /** The message of {@code /proc}; null for that of its kind of problem. */
    public @Nullable String original() {
        return original;
    }

    /** The field, such as {@code stop.sequence[2].signal}, the parameter or the header; empty for none. */
    public String field() {
        return field;
    }

    /** The error, without the name of the field. */
    public String words() {
        return words;
    }

    /** The allowed values; null if the error names them. */
    public @Nullable String allowed() {
        return allowed;
    }
}
