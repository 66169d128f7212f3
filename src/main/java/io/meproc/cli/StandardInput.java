package io.meproc.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The client's own standard input. */
record StandardInput(InputStream stream, boolean interactive) {
    private static final Path LINK = Path.of("/proc/self/fd/0");

    /** That of this process; a device counts as interactive, {@code /dev/null} too, and so does what can't be identified. */
    static StandardInput ofProcess() {
        boolean device;
        try {
            device = Files.readSymbolicLink(LINK).startsWith("/dev");
        } catch (IOException elsewhere) {
            device = true;
        }
        return new StandardInput(System.in, device);
    }

    /** Whether something waits in it that was redirected or piped here; false as well as long as a pipe is silent. */
    boolean waits() {
        try {
            return !interactive && stream.available() > 0;
        } catch (IOException closed) {
            return false;
        }
    }
}
