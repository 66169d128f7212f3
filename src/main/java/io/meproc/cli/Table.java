package io.meproc.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Rows of text in columns; what doesn't fit a terminal's width is cut where a column is widest. */
final class Table {
    private static final int NARROWEST = 6;
    private static final String GAP = "  ";
    private static final String CUT = "…";

    private final List<List<String>> rows = new ArrayList<>();
    private final int stateColumn;

    /** {@code stateColumn} has states of tasks or replicas, to be coloured as such; -1 if none does. */
    Table(int stateColumn, String... heads) {
        this.stateColumn = stateColumn;
        rows.add(List.of(heads));
    }

    void row(String... cells) {
        List<String> row = new ArrayList<>(cells.length);
        for (String cell : cells) {
            row.add(Plain.of(cell));
        }
        rows.add(row);
    }

    boolean isEmpty() {
        return rows.size() == 1;
    }

    void print(Screen screen) {
        int[] widths = fitted(screen.columns());
        for (int i = 0; i < rows.size(); i++) {
            screen.line(line(rows.get(i), widths, screen, i == 0));
        }
    }

    private String line(List<String> row, int[] widths, Screen screen, boolean head) {
        StringBuilder line = new StringBuilder();
        int owed = 0;
        for (int i = 0; i < row.size(); i++) {
            String text = cut(row.get(i), widths[i]);
            // Spaces are owed until something comes behind them, so that no line ends with some.
            if (!text.isEmpty()) {
                line.append(" ".repeat(owed));
                owed = 0;
                line.append(painted(text, screen, head, i));
            }
            owed += widths[i] - length(text) + GAP.length();
        }
        return line.toString();
    }

    private String painted(String text, Screen screen, boolean head, int column) {
        if (head) {
            return screen.painted(Colour.STRONG, text);
        }
        return column == stateColumn ? screen.painted(Colour.of(text), text) : text;
    }

    private int[] fitted(OptionalInt columns) {
        int[] widths = new int[rows.get(0).size()];
        int total = GAP.length() * (widths.length - 1);
        for (int i = 0; i < widths.length; i++) {
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
            total += widths[i];
        }
        while (columns.isPresent() && total > columns.getAsInt()) {
            int widest = widest(widths);
            if (widths[widest] <= NARROWEST) {
                break;
            }
            widths[widest]--;
            total--;
        }
        return widths;
    }

    private static int widest(int[] widths) {
        int widest = 0;
        for (int i = 1; i < widths.length; i++) {
            widest = widths[i] >= widths[widest] ? i : widest;
        }
        return widest;
    }

    private static String cut(String text, int width) {
        return length(text) <= width ? text : text.substring(0, text.offsetByCodePoints(0, width - 1)) + CUT;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
