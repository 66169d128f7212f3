package io.meproc.task;

import java.util.List;

/** The names of the signals 1 to 31 on Linux, see signal(7). */
final class SignalNames {
    private static final List<String> NAMES = List.of(
            "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
            "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
            "WINCH", "IO", "PWR", "SYS");

    private SignalNames() {}

    static String of(int number) {
        return number >= 1 && number <= NAMES.size() ? NAMES.get(number - 1) : "real-time";
    }
}
