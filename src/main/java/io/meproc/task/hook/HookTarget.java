package io.meproc.task.hook;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A receiver of notifications: one that the settings define, or an address without credentials. */
public sealed interface HookTarget {
    /** The rule for the names of targets. */
    String NAME_RULE = "1 to 64 letters, digits, '-' and '_'";

    /** The text by which notifications refer to the target; no two different targets have the same. */
    String text();

    /** A target of the settings. */
    record Named(String name) implements HookTarget {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

        public static boolean isName(String name) {
            return NAME.matcher(name).matches();
        }

        @Override
        public String text() {
            return name;
        }
    }

    /** The kinds of targets that need no credentials. */
    enum Kind {
        WEBHOOK,
        NTFY;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Kind> of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst();
        }

        public static List<String> words() {
            return Arrays.stream(values()).map(Kind::word).toList();
        }
    }

    /**
     * A URL in the definition of a task.
     *
     * @param authority its host, with the port if the URL has one, in lower case
     */
    record Address(Kind kind, String url, String authority) implements HookTarget {
        @Override
        public String text() {
            return kind.word() + " " + url;
        }
    }
}
