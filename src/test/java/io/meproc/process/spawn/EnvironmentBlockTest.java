package io.meproc.process.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The environment of children, as execve(2) gets it. */
class EnvironmentBlockTest {
    @Test
    void ownVariablesComeFirstAndReplaceInheritedOnes() {
        try (EnvironmentBlock block =
                        new EnvironmentBlock(bytes("PATH=/bin", "HOME=/root", "X=\u00ff", "HOME=/second"));
                Scratch scratch = new Scratch()) {
            Map<String, String> own = new TreeMap<>(Map.of("MEPROC_REPLICA", "m", "HOME", "/h=1", "NEW", ""));

            assertThat(read(block.table(own, false, scratch)))
                    .containsExactly("HOME=/h=1", "MEPROC_REPLICA=m", "NEW=", "PATH=/bin", "X=\u00ff");
            assertThat(read(block.table(Map.of(), false, scratch)))
                    .containsExactly("PATH=/bin", "HOME=/root", "X=\u00ff", "HOME=/second");
        }
    }

    @Test
    void whatTheSupervisorWasToldAboutItselfIsNotPassedOn() {
        try (EnvironmentBlock block = new EnvironmentBlock(bytes(
                        "NOTIFY_SOCKET=/run/x",
                        "SUDO_UID=1",
                        "MEPROC_REPLICA=outer/a/0/1",
                        "MEPROC_DATA_DIR=/d",
                        "MEPROC_URL=http://127.0.0.1:1",
                        "XDG_RUNTIME_DIR=/run/user/0",
                        "XDG_DATA_DIRS=/usr/share",
                        "my-var=1"));
                Scratch scratch = new Scratch()) {
            assertThat(read(block.table(Map.of(), false, scratch)))
                    .containsExactly(
                            "MEPROC_URL=http://127.0.0.1:1",
                            "XDG_RUNTIME_DIR=/run/user/0",
                            "XDG_DATA_DIRS=/usr/share",
                            "my-var=1");
            assertThat(read(block.table(Map.of(), true, scratch)))
                    .containsExactly("MEPROC_URL=http://127.0.0.1:1", "XDG_DATA_DIRS=/usr/share", "my-var=1");
        }
    }

    @Test
    void aValueLongerThanABlockOfMemoryIsWhole() {
        String value = "v".repeat(200_000);
        try (EnvironmentBlock block = new EnvironmentBlock(bytes("A=1"));
                Scratch scratch = new Scratch()) {
            assertThat(read(block.table(Map.of("LONG", value), false, scratch)))
                    .containsExactly("LONG=" + value, "A=1");
        }
    }

    @Test
    void anEmptyEnvironmentIsPossible() {
        try (EnvironmentBlock block = new EnvironmentBlock(List.of());
                Scratch scratch = new Scratch()) {
            assertThat(read(block.table(Map.of(), false, scratch))).isEmpty();
        }
    }

    private static List<byte[]> bytes(String... variables) {
        return List.of(variables).stream()
                .map(variable -> variable.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    private static List<String> read(long table) {
        Pointer array = new Pointer(table);
        List<String> variables = new ArrayList<>();
        for (long i = 0; array.getLong(i * Long.BYTES) != 0; i++) {
            variables.add(array.getPointer(i * Long.BYTES).getString(0, "ISO-8859-1"));
        }
        return variables;
    }
}
