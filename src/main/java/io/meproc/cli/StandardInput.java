package io.meproc.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The client's own standard input.
 *
 * @param interactive whether it is a terminal or can't be identified
 */
record StandardInput(InputStream stream, boolean interactive) {
    private static final Path LINK = Path.of("/proc/self/fd/0");

    /**
     * The input of this process. A device counts as interactive, {@code /dev/null} included, and so does an input
     * that can't be identified.
     */
    static StandardInput ofProcess() {
        boolean device;
        try {
            device = Files.readSymbolicLink(LINK).startsWith("/dev");
        } catch (IOException elsewhere) {
            device = true;
        }
        return new StandardInput(System.in, device);
    }

    /** Whether redirected or piped input is available; false while a pipe is silent. */
    boolean waits() {
        try {
            return !interactive && stream.available() > 0;
        } catch (IOException closed) {
            return false;
        }
    }
}
