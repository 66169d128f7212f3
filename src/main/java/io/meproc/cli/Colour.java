package io.meproc.cli;

/** The colours of a terminal, by meaning. */
enum Colour {
    GOOD("32"),
    BAD("31"),
    BETWEEN("33"),
    LATER("36"),
    QUIET("2"),
    STRONG("1");

    private static final String ESCAPE = "\033[";

    private final String number;

    Colour(String number) {
        this.number = number;
    }

    String on(String text) {
        return ESCAPE + number + "m" + text + ESCAPE + "0m";
    }

    /** The colour of a state of a task or replica. */
    static Colour of(String state) {
        return switch (state) {
            case "running", "finished" -> GOOD;
            case "failed", "stuck" -> BAD;
            case "scheduled" -> LATER;
            case "stopped" -> QUIET;
            default -> BETWEEN;
        };
    }
}
