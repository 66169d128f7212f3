package io.meproc.process.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.linux.Abi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpollEventsTest {
    /** As gcc lays it out there, which {@code src/main/asm/assemble --check} compares. */
    @ParameterizedTest
    @CsvSource({
        "AMD64, 01 00 00 00 08 07 06 05 04 03 02 01 02 00 00 00 18 17 16 15 14 13 12 11",
        "AARCH64, 01 00 00 00 00 00 00 00 08 07 06 05 04 03 02 01 02 00 00 00 00 00 00 00 18 17 16 15 14 13 12 11",
        "RISCV64, 01 00 00 00 00 00 00 00 08 07 06 05 04 03 02 01 02 00 00 00 00 00 00 00 18 17 16 15 14 13 12 11"
    })
    void eventsArePackedOnX8664AndAlignedElsewhere(Abi abi, String bytes) {
        try (EpollEvents events = new EpollEvents(abi, 2)) {
            events.set(0, 1, 0x0102_0304_0506_0708L);
            events.set(1, 2, 0x1112_1314_1516_1718L);

            assertThat(hex(events.pointer().getByteArray(0, 2 * abi.epollEvent())))
                    .isEqualTo(bytes);
            assertThat(events.data(0)).isEqualTo(0x0102_0304_0506_0708L);
            assertThat(events.data(1)).isEqualTo(0x1112_1314_1516_1718L);
        }
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte each : bytes) {
            text.append(String.format(" %02x", each));
        }
        return text.substring(1);
    }
}
