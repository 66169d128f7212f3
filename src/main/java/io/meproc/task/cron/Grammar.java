package io.meproc.task.cron;

import static io.meproc.task.cron.CronSyntaxException.quote;
import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The syntax of a whole pattern: alternatives separated by {@code |}, each with five fields separated by blanks or
 * one of the words of crontab(5) that begin with {@code @}.
 */
final class Grammar {

    static final int MAX_LENGTH = 256;
    static final int MAX_ALTERNATIVES = 16;

    private static final Field[] FIELDS = Field.values();
    private static final Map<String, String> WORDS = Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *");

    private Grammar() {}

    /** The alternatives of a pattern, each with all of its fields translated. */
    static List<Map<Field, String>> read(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new CronSyntaxException(
                    "the pattern has " + text.length() + " characters; allowed: up to " + MAX_LENGTH);
        }
        String[] alternatives = text.split("\\|", -1);
        if (alternatives.length > MAX_ALTERNATIVES) {
            throw new CronSyntaxException("the pattern has " + alternatives.length
                    + " alternatives between |; allowed: up to " + MAX_ALTERNATIVES);
        }
        if (alternatives.length == 1) {
            return List.of(readAlternative(text));
        }
        List<Map<Field, String>> read = new ArrayList<>();
        for (String alternative : alternatives) {
            try {
                read.add(readAlternative(alternative));
            } catch (CronSyntaxException refusal) {
                throw refusal.in(read.size() + 1);
            }
        }
        return read;
    }

    private static Map<Field, String> readAlternative(String text) {
        List<String> parts = parts(text);
        if (parts.isEmpty()) {
            throw new CronSyntaxException("the pattern is empty; allowed: " + shape());
        }
        if (parts.get(0).startsWith("@")) {
            return translate(parts(word(parts)));
        }
        if (parts.size() < FIELDS.length) {
            throw new CronSyntaxException(FIELDS[parts.size()].title() + " is missing in " + quote(text)
                    + ", which has " + parts.size() + " of five fields; allowed: " + shape());
        }
        if (parts.size() > FIELDS.length) {
            throw new CronSyntaxException(Field.DAY_OF_WEEK.title() + " is the last field, but "
                    + quote(parts.get(FIELDS.length)) + " follows in " + quote(text) + "; allowed: " + shape());
        }
        return translate(parts);
    }

    private static List<String> parts(String text) {
        return Arrays.stream(text.split("[ \t]+"))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static String word(List<String> parts) {
        String fields = WORDS.get(parts.get(0));
        if (fields == null || parts.size() > 1) {
            throw new CronSyntaxException(quote(String.join(" ", parts)) + " is not a word for a pattern; allowed: "
                    + WORDS.keySet().stream().sorted().collect(joining(" ")) + ", alone");
        }
        return fields;
    }

    private static Map<Field, String> translate(List<String> parts) {
        Map<Field, String> translated = new EnumMap<>(Field.class);
        for (int n = 0; n < FIELDS.length; n++) {
            translated.put(FIELDS[n], FIELDS[n].translate(parts.get(n)));
        }
        return translated;
    }

    private static String shape() {
        return "five fields between blanks ("
                + Arrays.stream(FIELDS).map(Field::title).collect(joining(", ")) + "), or a word like @daily";
    }
}
