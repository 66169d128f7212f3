package io.meproc;

import java.io.IOException;
import java.nio.file.Path;

/** Whether people are looking. */
final class Terminal {
    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

    private Terminal() {}

    /**
     * Whether standard output may have colours. The start script knows and says so; without it, Linux can be
     * asked. See no-color.org for the variable.
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
