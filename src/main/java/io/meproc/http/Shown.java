package io.meproc.http;

/** What a client sent, made fit to be shown to people: short, and without control characters. */
final class Shown {
    private static final int LONGEST = 80;

    private Shown() {}

    static String of(String sent) {
        String start = sent.length() > LONGEST ? sent.substring(0, LONGEST) + "..." : sent;
        StringBuilder shown = new StringBuilder(start.length());
        start.chars()
                .forEach(c ->
                        shown.append(Character.isISOControl(c) || Character.isSurrogate((char) c) ? '?' : (char) c));
        return shown.toString();
    }
}
