package io.meproc.process;

import org.jspecify.annotations.Nullable;

/**
 * Where the kernel's numbers differ between architectures; see open(2) and the kernel's asm/fcntl.h. Those of the
 * system calls are in {@link SystemCall}, the code between clone and exec is in {@link MachineCode}.
 */
enum Abi {
    AMD64("amd64", 0x20000, 12, true),
    AARCH64("aarch64", 0x8000, 16, false),
    RISCV64("riscv64", 0x20000, 16, false);

    private final String architecture;
    private final int noFollow;
    private final int epollEvent;
    private final boolean checked;

    Abi(String architecture, int noFollow, int epollEvent, boolean checked) {
        this.architecture = architecture;
        this.noFollow = noFollow;
        this.epollEvent = epollEvent;
        this.checked = checked;
    }

    /** Null on an architecture whose numbers Meproc does not know. */
    static @Nullable Abi ofThisMachine() {
        return of(System.getProperty("os.arch", ""));
    }

    static @Nullable Abi of(String architecture) {
        for (Abi abi : values()) {
            if (abi.architecture.equals(architecture)) {
                return abi;
            }
        }
        return null;
    }

    /** As Java calls it. */
    String architecture() {
        return architecture;
    }

    /** Whether the checks of a release run on a machine of this architecture, not under emulation only. */
    boolean isChecked() {
        return checked;
    }

    /** O_NOFOLLOW. */
    int noFollow() {
        return noFollow;
    }

    /** The size of struct epoll_event in bytes; see {@link EpollEvents}. */
    int epollEvent() {
        return epollEvent;
    }
}
