package io.meproc.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A table of text; on a terminal no line is wider than the terminal. */
final class Table {
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    Table(List<Column> columns) {
        this.columns = columns;
        rows.add(columns.stream()
                .map(column -> Cell.of(column.head(), Colour.STRONG))
                .toList());
    }

    /** A table in which the widest columns are truncated and none is left out. */
    static Table of(String... heads) {
        return new Table(Stream.of(heads).map(head -> new Column(head, 1, 0)).toList());
    }

    void row(Cell... cells) {
        rows.add(List.of(cells));
    }

    void row(List<Cell> cells) {
        rows.add(cells);
    }

    boolean isEmpty() {
        return rows.size() == 1;
    }

    void print(Screen screen) {
        lines(screen).forEach(screen::line);
    }

    /** The lines for the screen's width, with its colours. */
    List<String> lines(Screen screen) {
        int[] widths = new Widths(columns, rows).fitted(screen.columns());
        return rows.stream().map(row -> line(row, widths, screen)).toList();
    }

    /** Whether one of the columns from {@code first} up to but not including {@code end} fits. */
    boolean shows(int first, int end, Screen screen) {
        int[] widths = new Widths(columns, rows).fitted(screen.columns());
        for (int i = first; i < end; i++) {
            if (widths[i] > 0) {
                return true;
            }
        }
        return false;
    }

    private static String line(List<Cell> row, int[] widths, Screen screen) {
        StringBuilder line = new StringBuilder();
        int pendingSpaces = 0;
        for (int i = 0; i < row.size(); i++) {
            if (widths[i] == 0) {
                continue;
            }
            Cell cell = row.get(i);
            String text = cell.cut(widths[i]);
            // Spaces are written only before a later text, so that no line ends with spaces.
            if (!text.isEmpty()) {
                line.append(" ".repeat(pendingSpaces)).append(cell.painted(text, screen));
                pendingSpaces = 0;
            }
            pendingSpaces += widths[i] - DisplayWidth.of(text) + GAP.length();
        }
        return line.toString();
    }

    /** Computes the width of each column; 0 for one that is left out. */
    private static final class Widths {
        private final List<Column> columns;
        private final int[] natural;
        private final int[] widths;

        Widths(List<Column> columns, List<List<Cell>> rows) {
            this.columns = columns;
            natural = new int[columns.size()];
            widths = new int[columns.size()];
            for (List<Cell> row : rows) {
                for (int i = 0; i < natural.length; i++) {
                    natural[i] = Math.max(natural[i], row.get(i).width());
                }
            }
            for (int i = 0; i < natural.length; i++) {
                widths[i] = Math.min(natural[i], columns.get(i).least());
            }
        }

        int[] fitted(OptionalInt terminal) {
            if (terminal.isEmpty()) {
                return natural;
            }
            int room = Math.max(terminal.getAsInt(), 1);
            while (total() > room && leaveOut()) {
                // Leaves out columns until the others fit.
            }
            // Only on very narrow terminals.
            for (int i = widest(widths); total() > room && widths[i] > 1; i = widest(widths)) {
                widths[i]--;
            }
            grow(room - total());
            return widths;
        }

        private boolean leaveOut() {
            int out = -1;
            for (int i = 0; i < widths.length; i++) {
                if (widths[i] > 0
                        && columns.get(i).rank() > 0
                        && (out < 0 || columns.get(i).rank() > columns.get(out).rank())) {
                    out = i;
                }
            }
            if (out >= 0) {
                widths[out] = 0;
            }
            return out >= 0;
        }

        /** Distributes room to the columns that need the least of it, so that only the longest are truncated. */
        private void grow(int room) {
            for (int left = room; left > 0; left--) {
                int next = -1;
                for (int i = 0; i < widths.length; i++) {
                    if (widths[i] > 0 && widths[i] < natural[i] && (next < 0 || widths[i] < widths[next])) {
                        next = i;
                    }
                }
                if (next < 0) {
                    return;
                }
                widths[next]++;
            }
        }

        private int total() {
            int total = 0;
            for (int width : widths) {
                total += width == 0 ? 0 : width + (total == 0 ? 0 : GAP.length());
            }
            return total;
        }

        private static int widest(int[] widths) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                widest = widths[i] >= widths[widest] ? i : widest;
            }
            return widest;
        }
    }
}
