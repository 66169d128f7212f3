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
            new JsonFault("Unrecognized token", "there is a word that JSON does not have; a string needs quotes"),
            new JsonFault("Non-standard token", "NaN and Infinity are not numbers in JSON"),
            new JsonFault("code 65279", "it starts with a byte order mark, which JSON does not have"),
            new JsonFault("comment", "there is a comment, which JSON does not have"),
            new JsonFault("Unexpected close marker", "there is a bracket that does not fit the one it should close"),
            new JsonFault("surrogate", "there is a name with half of a surrogate pair, which is not a character"),
            new JsonFault("separate field name", "there is no colon between a name and its value"),
            new JsonFault("double-quote", "there is no name in double quotes where one should be"),
            new JsonFault("comma", "there is no comma where one should be"),
            new JsonFault(
                    "Illegal unquoted character", "there is a control character in a string; write it as \\u0000"),
            new JsonFault("CTRL-CHAR", "there is a control character between the values"),
            new JsonFault("hex-digit", "there are no four hexadecimal digits behind a \\u"),
            new JsonFault("character escape", "there is an unknown character behind a backslash"),
            new JsonFault("zeroes", "there is a number with a leading zero"),
            new JsonFault("plus sign", "there is a number with a plus sign"),
            new JsonFault("ecimal point", "there is a number without a digit on each side of its point"),
            new JsonFault("xponent", "there is a number without a digit in its exponent"),
            new JsonFault("minus sign", "there is a minus sign without a number"),
            new JsonFault("Unexpected character", "there is a character that can't be there"));

    private static final List<JsonFault> BOUNDS = List.of(
            new JsonFault("depth", "it is nested more than " + Json.DEEPEST + " deep"),
            new JsonFault("Number", "it has a number of more than " + Json.LONGEST_NUMBER + " digits"),
            new JsonFault("Name", "it has a name of more than " + Json.LONGEST_NAME + " characters"));

    static String words(JsonProcessingException malformed) {
        String original = malformed.getOriginalMessage();
        if (malformed instanceof JsonEOFException) {
            return "it ends too early";
        } else if (malformed instanceof StreamConstraintsException) {
            return words(BOUNDS, original, "it is too large");
        }
        return original.startsWith(TWICE) ? twice(original) : words(SYNTAX, original, "it is not JSON");
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
