package io.meproc.json;

/** Received text made printable for messages: at most 100 characters, invisible ones replaced by {@code ?}. */
public final class Shown {
    private static final int LONGEST = 100;

    private Shown() {}

    public static String of(String sent) {
        StringBuilder shown = new StringBuilder();
        sent.codePoints().limit(LONGEST).map(Shown::visible).forEach(shown::appendCodePoint);
        return sent.codePoints().skip(LONGEST).findAny().isPresent() ? shown + "..." : shown.toString();
    }

    private static int visible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> '?';
            default -> point;
        };
    }
}
