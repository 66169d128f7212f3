package io.meproc.linux;

import org.jspecify.annotations.Nullable;

/**
 * The constants of the kernel that differ between architectures; see open(2) and the kernel's asm/fcntl.h. {@link
 * SystemCall} has the numbers of the system calls, {@code MachineCode} the code between clone and exec.
 */
public enum Abi {
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

    /** The constants for this machine; null for an architecture that Meproc does not support. */
    public static @Nullable Abi ofThisMachine() {
        return of(System.getProperty("os.arch", ""));
    }

    public static @Nullable Abi of(String architecture) {
        for (Abi abi : values()) {
            if (abi.architecture.equals(architecture)) {
                return abi;
            }
        }
        return null;
    }

    /** The name of the architecture in Java. */
    public String architecture() {
        return architecture;
    }

    /** Whether the checks of a release run on a machine of this architecture, and not only under emulation. */
    public boolean isChecked() {
        return checked;
    }

    /** The value of O_NOFOLLOW. */
    public int noFollow() {
        return noFollow;
    }

    /** The size of struct epoll_event in bytes; see {@code EpollEvents}. */
    public int epollEvent() {
        return epollEvent;
    }
}
