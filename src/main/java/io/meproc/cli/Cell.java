package io.meproc.cli;

import java.util.Optional;

/**
 * A cell of a {@link Table}.
 *
 * @param colour the colour of the whole text, also if it is truncated
 */
record Cell(String text, Optional<Colour> colour) {
    static Cell of(String text) {
        return new Cell(Plain.of(text), Optional.empty());
    }

    static Cell of(String text, Colour colour) {
        return new Cell(Plain.of(text), Optional.of(colour));
    }

    /** A cell with the state of a task or replica. */
    static Cell state(String state) {
        return of(state, Colour.of(state));
    }

    /** The width in columns of a terminal. */
    int width() {
        return DisplayWidth.of(text);
    }

    String cut(int width) {
        return width() <= width ? text : DisplayWidth.cut(text, width - 1) + "…";
    }

    String painted(String cut, Screen screen) {
        return colour.isPresent() ? screen.painted(colour.get(), cut) : cut;
    }
}
