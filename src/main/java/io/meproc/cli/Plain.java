package io.meproc.cli;

/** Makes received text harmless: characters that a terminal would interpret are written as escapes. */
final class Plain {
    private Plain() {}

    static String of(String text) {
        int first = 0;
        while (first < text.length() && !isInterpreted(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length() + 8).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char letter = text.charAt(i);
            switch (letter) {
                case '\n' -> plain.append("\\n");
                case '\t' -> plain.append("\\t");
                case '\r' -> plain.append("\\r");
                default -> {
                    if (isInterpreted(letter)) {
                        plain.append(String.format("\\u%04x", (int) letter));
                    } else {
                        plain.append(letter);
                    }
                }
            }
        }
        return plain.toString();
    }

    /**
     * Whether a terminal may interpret the character: control characters, and those that change the direction of
     * writing or break a line.
     */
    private static boolean isInterpreted(char letter) {
        return Character.isISOControl(letter)
                || (letter >= '\u200e' && letter <= '\u200f')
                || (letter >= '\u2028' && letter <= '\u202e')
                || (letter >= '\u2066' && letter <= '\u2069');
    }
}
