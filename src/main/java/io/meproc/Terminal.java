package io.meproc;

import java.io.IOException;
import java.nio.file.Path;

/** Whether standard output is a terminal. */
final class Terminal {
    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

    private Terminal() {}

    /**
     * Whether the output may have colours. The start script passes a system property; without it, Linux is queried.
     * NO_COLOR is described at no-color.org.
     */
    static boolean colours() {
        return System.getenv("NO_COLOR") == null && (Boolean.getBoolean("meproc.terminal") || isTerminal());
    }

    private static boolean isTerminal() {
        try {
            String target = STANDARD_OUTPUT.toRealPath().toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException notLinux) {
            return false;
        }
    }
}
