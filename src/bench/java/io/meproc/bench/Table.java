package io.meproc.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows as aligned text, or as Markdown. */
final class Table {
    private static final Row HEAD = new Row("what", "Meproc", "C floor", "ratio (rounds)", "aim", "met");

    private Table() {}

    static void print(PrintStream out, List<Row> rows, boolean markdown) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(cells(HEAD));
        rows.forEach(row -> lines.add(cells(row)));
        int[] widths = IntStream.range(0, lines.get(0).size())
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        lines.add(1, IntStream.of(widths).mapToObj("-"::repeat).toList());
        for (List<String> line : lines) {
            String text = IntStream.range(0, widths.length)
                    .mapToObj(column -> String.format("%-" + widths[column] + "s", line.get(column)))
                    .collect(Collectors.joining(markdown ? " | " : "  "));
            out.println(markdown ? "| " + text + " |" : text.stripTrailing());
        }
    }

    private static List<String> cells(Row row) {
        return List.of(row.what(), row.meproc(), row.floor(), row.ratio(), row.aim(), row.met());
    }
}
