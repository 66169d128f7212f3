package io.meproc.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The control group of one run.
 *
 * @param directory null where there are no such groups
 */
record MemoryGroup(@Nullable Path directory) {
    static final MemoryGroup NONE = new MemoryGroup(null);

    private static final String EVENTS = "memory.events";
    private static final String KILLED = "oom_kill ";

    /** The file that a process writes 0 into to become a member; null where there is none. */
    @Nullable
    String entrance() {
        return directory == null
                ? null
                : directory.resolve(MemoryGroups.MEMBERS).toString();
    }

    /**
     * Whether the kernel has ended one of its members because memory ran out, there or anywhere above. It does not tell
     * which one, nor when.
     */
    boolean ranOut() {
        if (directory == null) {
            return false;
        }
        try {
            // Not a stream of the file: that fails with another exception, when a line is asked for.
            return Files.readAllLines(directory.resolve(EVENTS)).stream()
                    .filter(line -> line.startsWith(KILLED))
                    .anyMatch(line -> !line.substring(KILLED.length()).strip().equals("0"));
        } catch (IOException gone) {
            return false;
        }
    }
}
