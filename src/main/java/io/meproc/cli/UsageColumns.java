package io.meproc.cli;

import java.util.List;

/** The columns of a table for the resource use of processes, next to each other. */
final class UsageColumns {
    static final int COUNT = 3;

    /** Cells of the usual width, to check whether the columns fit before the usage is requested. */
    static final List<Cell> EXPECTED = List.of(Cell.of("1234567"), Cell.of("99.9%"), Cell.of("1023M"));

    private static final int TENTHS = 1_000;
    private static final int FEW = 10;
    private static final int STEP = 1_024;
    private static final String UNITS = "KMGT";

    private UsageColumns() {}

    static List<Cell> cells(ProcessUsage.Figure figure) {
        return figure.bytes() == 0 && figure.pid() == 0
                ? List.of(Cell.of(""), Cell.of(""), Cell.of(""))
                : List.of(
                        Cell.of(figure.pid() > 0 ? Long.toString(figure.pid()) : ""),
                        Cell.of(percent(figure.cores())),
                        Cell.of(memory(figure)));
    }

    /** The memory, and after a slash the limit of a task that has one. */
    private static String memory(ProcessUsage.Figure figure) {
        return bytes(figure.bytes()) + (figure.limit() > 0 ? "/" + bytes(figure.limit()) : "");
    }

    /** The use in percent of one processor, as in top and ps: 250% are two and a half processors. */
    private static String percent(double cores) {
        long tenths = Math.round(cores * TENTHS);
        return tenths < TENTHS ? tenths / FEW + "." + tenths % FEW + "%" : Math.round(tenths / (double) FEW) + "%";
    }

    /** A number of bytes, such as {@code 1.5M}. */
    static String bytes(long bytes) {
        double value = bytes / (double) STEP;
        int unit = 0;
        while (value >= STEP && unit < UNITS.length() - 1) {
            value /= STEP;
            unit++;
        }
        long tenths = Math.round(value * FEW);
        String digits = tenths < FEW * FEW ? tenths / FEW + "." + tenths % FEW : Long.toString(Math.round(value));
        return digits + UNITS.charAt(unit);
    }
}
