package io.meproc.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A table in docs/tasks.md, between two comments with its name, as the code has it. */
final class DocumentedTable {
    private static final Path FILE = Path.of("docs", "tasks.md");

    private DocumentedTable() {}

    /** Checks that the file has this table; writes it with {@code -Dtables.write=true}. */
    static void check(String name, String table) throws IOException {
        String begin = "<!-- table: " + name + " -->\n";
        String end = "<!-- end of table: " + name + " -->\n";
        String text = Files.readString(FILE);
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        assertThat(from).as("%s has %s", FILE, begin).isNotNegative();
        assertThat(to).as("%s has %s", FILE, end).isGreaterThan(from);
        if (Boolean.getBoolean("tables.write")) {
            Files.writeString(FILE, text.substring(0, from + begin.length()) + table + text.substring(to));
        } else {
            assertThat(text.substring(from + begin.length(), to)).isEqualTo(table);
        }
    }
}
