package io.meproc.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Pointer;
import io.meproc.linux.NativeBlock;
import io.meproc.linux.Syscalls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BellTest {
    private static final int SIGCHLD = 17;
    private static final Abi ABI = Objects.requireNonNull(Abi.ofThisMachine());

    private static boolean rings(Bell bell, long pid) {
        for (int i = 0; i < 100; i++) {
            if (Arrays.stream(bell.await(100)).anyMatch(heard -> heard == pid)) {
                return true;
            }
        }
        return false;
    }

    private static Process ended() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process;
    }

    private static long handler() {
        try (NativeBlock action = new NativeBlock(256)) {
            Syscalls.sigaction(SIGCHLD, Pointer.NULL, action.pointer());
            return action.pointer().getLong(0);
        }
    }

    private static List<Path> descriptors() throws Exception {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(Files::exists).toList();
        }
    }

    @Test
    void itRingsForAnyChildAndLeavesItsStatusToItsOwner() throws Exception {
        try (Bell bell = Bell.hang(ABI)) {
            Process process = new ProcessBuilder("sh", "-c", "exit 7").start();

            assertThat(rings(bell, process.pid())).isTrue();
            assertThat(process.waitFor()).isEqualTo(7);
        }
    }

    @Test
    void whoWaitsIsWokenByHandAndByTime() {
        try (Bell bell = Bell.hang(ABI)) {
            bell.ring();
            assertThat(bell.await(60_000)).containsExactly(0);
            assertThat(bell.await(1)).isEmpty();
        }
    }

    @Test
    void twoOfThemRingBothAndMayBeTakenDownInAnyOrder() throws Exception {
        Bell first = Bell.hang(ABI);
        Bell second = Bell.hang(ABI);
        long pid = ended().pid();
        assertThat(rings(first, pid)).isTrue();
        assertThat(rings(second, pid)).isTrue();

        first.close();
        assertThat(rings(second, ended().pid())).isTrue();
        second.close();
        ended();

        try (Bell third = Bell.hang(ABI)) {
            assertThat(rings(third, ended().pid())).isTrue();
        }
    }

    @Test
    void theHandlerThatWasThereBeforeIsCalledAndPutBack() throws Exception {
        long before = handler();
        try (Bell outer = Bell.hang(ABI)) {
            long handler = handler();
            try (Bell inner = Bell.hang(ABI)) {
                assertThat(handler()).isNotEqualTo(handler);
                long pid = ended().pid();
                assertThat(rings(inner, pid)).isTrue();
                assertThat(rings(outer, pid)).isTrue();
            }
            assertThat(handler()).isEqualTo(handler);
        }
        assertThat(handler()).isEqualTo(before);
    }

    @Test
    void nothingIsLeftOpen() throws Exception {
        Bell.hang(ABI).close();
        int before = descriptors().size();
        for (int i = 0; i < 20; i++) {
            Bell.hang(ABI).close();
        }
        assertThat(descriptors()).hasSizeLessThanOrEqualTo(before);
    }
}
