package io.meproc.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An offset in a log means the same byte whatever came before the file. */
class ReplicaLogTest {
    private static final long BASE = 1_000;

    @TempDir
    Path directory;

    private ReplicaLog log(String content) throws IOException {
        return new ReplicaLog(Files.writeString(directory.resolve("0.log"), content), BASE);
    }

    private static String read(ReplicaLog log, long from, long to) throws IOException {
        return new String(log.read(from, to), StandardCharsets.UTF_8);
    }

    @Test
    void offsetsCountWhatCameBeforeTheFile() throws IOException {
        ReplicaLog log = log("one\ntwo\n");
        assertThat(log.begin()).isEqualTo(BASE);
        assertThat(log.end()).isEqualTo(BASE + 8);
        assertThat(read(log, BASE, BASE + 4)).isEqualTo("one\n");
        assertThat(read(log, BASE + 4, BASE + 8)).isEqualTo("two\n");
        assertThat(read(log, BASE + 8, BASE + 8)).isEmpty();
        assertThatThrownBy(() -> log.read(BASE + 4, BASE + 9)).isInstanceOf(EOFException.class);
    }

    @Test
    void aSearchReportsOffsetsThatCanBeReadFrom() throws IOException {
        ReplicaLog log = log("one\ntwo\ntwo again\n");
        OutputSearch.Found found = new OutputSearch("two", true, 1).in(log, 0, Long.MAX_VALUE);
        assertThat(found.matches()).isEqualTo(List.of(new OutputSearch.Match(BASE + 4, "two")));
        assertThat(found.size()).isEqualTo(BASE + 18);
        assertThat(found.next()).isEqualTo(BASE + 8);
        assertThat(new OutputSearch("two", true, 1)
                        .in(log, BASE + 8, Long.MAX_VALUE)
                        .matches())
                .isEqualTo(List.of(new OutputSearch.Match(BASE + 8, "two again")));
    }
}
