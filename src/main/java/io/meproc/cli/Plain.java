package io.meproc.cli;

/** Text from elsewhere made harmless: what a terminal would obey instead of showing it is written out. */
final class Plain {
    private Plain() {}

    static String of(String text) {
        int first = 0;
        while (first < text.length() && !obeyed(text.charAt(first))) {
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
                    if (obeyed(letter)) {
                        plain.append(String.format("\\u%04x", (int) letter));
                    } else {
                        plain.append(letter);
                    }
                }
            }
        }
        return plain.toString();
    }

    /** Control characters, and those that turn the direction of writing or break a line. */
    private static boolean obeyed(char letter) {
        return Character.isISOControl(letter)
                || (letter >= '\u200e' && letter <= '\u200f')
                || (letter >= '\u2028' && letter <= '\u202e')
                || (letter >= '\u2066' && letter <= '\u2069');
    }
}
