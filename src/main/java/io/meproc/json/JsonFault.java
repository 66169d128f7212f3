package io.meproc.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.List;

/**
 * The error of a text that is not JSON, derived from Jackson's message. That message quotes the text, which may hold a
 * secret, and names options of Jackson; this one quotes only a duplicate key.
 */
record JsonFault(String mark, String words) {
    private static final String TWICE = "Duplicate field";

    /** The first match counts; patterns of messages that quote more than a character come first. */
    private static final List<JsonFault> SYNTAX = List.of(
            new JsonFault("Unrecognized token", "unknown word; a string needs double quotes"),
            new JsonFault("Non-standard token", "NaN and Infinity are not numbers in JSON"),
            new JsonFault("code 65279", "byte order mark at the start; JSON has none"),
            new JsonFault("comment", "comment; JSON has none"),
            new JsonFault("Unexpected close marker", "closing bracket without a matching opening one"),
            new JsonFault("surrogate", "name with half of a surrogate pair, which is not a character"),
            new JsonFault("separate field name", "missing colon between a name and its value"),
            new JsonFault("double-quote", "missing name in double quotes"),
            new JsonFault("comma", "missing comma"),
            new JsonFault("Illegal unquoted character", "control character in a string; write it as \\u0000"),
            new JsonFault("CTRL-CHAR", "control character between values"),
            new JsonFault("hex-digit", "\\u without four hexadecimal digits after it"),
            new JsonFault("character escape", "unknown escape sequence"),
            new JsonFault("zeroes", "number with a leading zero"),
            new JsonFault("plus sign", "number with a plus sign"),
            new JsonFault("ecimal point", "number without a digit on each side of its point"),
            new JsonFault("xponent", "number without a digit in its exponent"),
            new JsonFault("minus sign", "minus sign without a number"),
            new JsonFault("Unexpected character", "unexpected character"));

    private static final List<JsonFault> BOUNDS = List.of(
            new JsonFault("depth", "nested more than " + Json.DEEPEST + " deep"),
            new JsonFault("Number", "number of more than " + Json.LONGEST_NUMBER + " digits"),
            new JsonFault("Name", "name of more than " + Json.LONGEST_NAME + " characters"));

    static String words(JsonProcessingException malformed) {
        String original = malformed.getOriginalMessage();
        if (malformed instanceof JsonEOFException) {
            return "unexpected end";
        } else if (malformed instanceof StreamConstraintsException) {
            return words(BOUNDS, original, "too large");
        }
        return original.startsWith(TWICE) ? twice(original) : words(SYNTAX, original, "not valid JSON");
    }

    /** A client may have sent NAME=VALUE as a key, and the value may be a secret. */
    private static String twice(String original) {
        int sign = original.indexOf('=');
        return Shown.of(sign < 0 ? original : original.substring(0, sign) + "=...'");
    }

    private static String words(List<JsonFault> faults, String original, String otherwise) {
        return faults.stream()
                .filter(fault -> original.contains(fault.mark()))
                .map(JsonFault::words)
                .findFirst()
                .orElse(otherwise);
    }
}
