package io.meproc.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvironmentBlockTest {

    @Test
    void whatDiffersComesInFrontOfWhatAllShare() {
        try (EnvironmentBlock block = new EnvironmentBlock(
                        bytes("PATH=/bin", "HOME=/root", "MEPROC_REPLICA=outer/a/0/1", "X=\u00ff", "HOME=/second"));
                NativeBlock own = new NativeBlock(64)) {
            own.pointer().setString(0, "MEPROC_REPLICA=m");
            own.pointer().setString(32, "USER=u");
            long[] addresses = {-1, own.address(), own.address() + 32};

            assertThat(read(block.startingWith(addresses, 1)))
                    .containsExactly("MEPROC_REPLICA=m", "USER=u", "PATH=/bin", "X=\u00ff");
            assertThat(read(block.startingWith(new long[] {own.address()}, 0)))
                    .containsExactly("MEPROC_REPLICA=m", "PATH=/bin", "X=\u00ff");
            assertThat(block.ownAccount()).containsExactly("HOME=/root".getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void anEmptyEnvironmentIsPossible() {
        try (EnvironmentBlock block = new EnvironmentBlock(List.of())) {
            assertThat(read(block.startingWith(new long[0], 0))).isEmpty();
        }
    }

    private static List<byte[]> bytes(String... variables) {
        return List.of(variables).stream()
                .map(variable -> variable.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    private static List<String> read(Pointer array) {
        List<String> variables = new ArrayList<>();
        for (long i = 0; array.getLong(i * Long.BYTES) != 0; i++) {
            Pointer variable = array.getPointer(i * Long.BYTES);
            variables.add(variable.getString(0, "ISO-8859-1"));
        }
        return variables;
    }
}
