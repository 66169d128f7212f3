package io.meproc.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Pointer;
import io.meproc.linux.Syscalls;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineCodeTest {
    private static final Abi ABI = Objects.requireNonNull(Abi.ofThisMachine());

    /** The sizes that arm64 kernels are built with; each is a multiple of this machine's. */
    @ParameterizedTest
    @ValueSource(longs = {4_096, 16_384, 65_536})
    void dataStaysWritableBesideCodeWhateverTheSizeOfAPage(long pageSize) {
        try (MachineCode code = MachineCode.load(MachineCode.BELL, ABI, pageSize)) {
            byte before = code.entry().getByte(0);
            long distance = Pointer.nativeValue(code.data()) - Pointer.nativeValue(code.entry());

            code.data().setLong(0, 42);
            code.data().setLong(pageSize - Long.BYTES, 43);

            assertThat(distance).isEqualTo(pageSize);
            assertThat(code.data().getLong(0)).isEqualTo(42);
            assertThat(code.entry().getByte(0)).isEqualTo(before);
        }
    }

    @Test
    void theSizeOfAPageIsTheMachinesOwn() {
        try (MachineCode code = MachineCode.load(MachineCode.CHILD, ABI)) {
            long distance = Pointer.nativeValue(code.data()) - Pointer.nativeValue(code.entry());
            assertThat(distance).isEqualTo(Syscalls.sysconf(30)).isGreaterThanOrEqualTo(4_096);
        }
    }

    @Test
    void anArchitectureThatNoReleaseWasCheckedOnHasThePortableLauncherByDefault() {
        assertThat(NativeSupport.reservation(Abi.of("aarch64"))).contains("aarch64", "launcher: native");
        assertThat(NativeSupport.reservation(Abi.of("riscv64"))).contains("riscv64");
        assertThat(NativeSupport.reservation(Abi.of("amd64"))).isNull();
    }
}
