package io.meproc.task.exit;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A signal, see signal(7). The numbers are those of Linux on x86, ARM and RISC-V. */
public enum Signal {
    HUP,
    INT,
    QUIT,
    ILL,
    TRAP,
    ABRT,
    BUS,
    FPE,
    KILL,
    USR1,
    SEGV,
    USR2,
    PIPE,
    ALRM,
    TERM,
    STKFLT,
    CHLD,
    CONT,
    STOP,
    TSTP,
    TTIN,
    TTOU,
    URG,
    XCPU,
    XFSZ,
    VTALRM,
    PROF,
    WINCH,
    IO,
    PWR,
    SYS;

    private static final List<Signal> ALL = List.of(values());
    private static final String PREFIX = "SIG";

    /** Other letters may be equal to an ASCII letter when case is ignored. */
    private static final int MOST_ASCII = 0x7F;

    public int number() {
        return ALL.indexOf(this) + 1;
    }

    /** The signal of this name, with or without SIG. */
    public static Optional<Signal> of(String name) {
        return Arrays.stream(values())
                .filter(signal ->
                        signal.name().equalsIgnoreCase(name) || (PREFIX + signal.name()).equalsIgnoreCase(name))
                .filter(signal -> name.chars().allMatch(c -> c <= MOST_ASCII))
                .findFirst();
    }

    /** The name of a signal number; {@code real-time} for numbers above 31. */
    public static String name(int number) {
        return number >= 1 && number <= ALL.size() ? ALL.get(number - 1).name() : "real-time";
    }
}
