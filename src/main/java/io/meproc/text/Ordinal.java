package io.meproc.text;

/** Ordinal numbers in English. */
public final class Ordinal {
    private static final int TEN = 10;
    private static final int HUNDRED = 100;

    private Ordinal() {}

    /** {@code 1st}, {@code 2nd}, {@code 3rd}, {@code 4th}, {@code 11th}. */
    public static String of(int number) {
        return number + ending(number);
    }

    private static String ending(int number) {
        if (number % HUNDRED / TEN == 1) {
            return "th";
        }
        return switch (number % TEN) {
            case 1 -> "st";
            case 2 -> "nd";
            case 3 -> "rd";
            default -> "th";
        };
    }
}
