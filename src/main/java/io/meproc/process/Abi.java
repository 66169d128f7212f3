package io.meproc.process;

import org.jspecify.annotations.Nullable;

/** Where the kernel's numbers differ between architectures; see open(2) and the kernel's asm/fcntl.h. */
final class Abi {
    private static final int GENERIC_NOFOLLOW = 0x20000;
    private static final int ARM_NOFOLLOW = 0x8000;

    private Abi() {}

    /** O_NOFOLLOW, or null on an architecture whose numbers Meproc does not know. */
    static @Nullable Integer noFollow(String architecture) {
        return switch (architecture) {
            case "amd64", "riscv64" -> GENERIC_NOFOLLOW;
            case "aarch64" -> ARM_NOFOLLOW;
            default -> null;
        };
    }

    static @Nullable Integer noFollow() {
        return noFollow(System.getProperty("os.arch", ""));
    }
}
