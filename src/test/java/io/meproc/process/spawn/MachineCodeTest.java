package io.meproc.process.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.linux.Abi;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineCodeTest {
    private static final Abi ABI = Objects.requireNonNull(Abi.ofThisMachine());

    /** The sizes that arm64 kernels are built with; each is a multiple of this machine's. */
    @ParameterizedTest
    @ValueSource(longs = {4_096, 16_384, 65_536})
    void theCodeIsThereWhateverTheSizeOfAPage(long pageSize) throws Exception {
        try (MachineCode code = MachineCode.load(MachineCode.CHILD, ABI, pageSize);
                InputStream file = MachineCode.class.getResourceAsStream("child." + ABI.architecture())) {
            byte[] bytes = Objects.requireNonNull(file).readAllBytes();
            assertThat(code.entry().getByteArray(0, bytes.length)).isEqualTo(bytes);
        }
    }

    @Test
    void anArchitectureThatNoReleaseWasCheckedOnHasThePortableLauncherByDefault() {
        assertThat(NativeSupport.reservation(Abi.of("aarch64"))).contains("aarch64", "launcher: native");
        assertThat(NativeSupport.reservation(Abi.of("riscv64"))).contains("riscv64");
        assertThat(NativeSupport.reservation(Abi.of("amd64"))).isNull();
    }
}
