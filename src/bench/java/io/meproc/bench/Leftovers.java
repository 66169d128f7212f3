package io.meproc.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Finds whatever this run started, however far down: all of it has inherited a variable that names the run's
 * folder.
 */
final class Leftovers {
    private static final String VARIABLE = "MEPROC_BENCH";
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(15);

    private final Path folder;

    Leftovers(Path folder) {
        this.folder = folder;
    }

    /** Marks what {@code builder} will start. */
    ProcessBuilder mark(ProcessBuilder builder) {
        builder.environment().put(VARIABLE, folder.toString());
        return builder;
    }

    /** Ends what is there; whether there was nothing. */
    boolean end() {
        List<ProcessHandle> found = find();
        if (found.isEmpty()) {
            return true;
        }
        System.err.println("bench: ending " + found.size() + " processes that are left");
        found.forEach(ProcessHandle::destroy);
        long until = System.nanoTime() + PATIENCE;
        while (!find().isEmpty() && System.nanoTime() < until) {
            Pause.millis(20);
        }
        for (List<ProcessHandle> left = find(); !left.isEmpty(); left = find()) {
            left.forEach(ProcessHandle::destroyForcibly);
            Pause.millis(20);
        }
        return false;
    }

    private List<ProcessHandle> find() {
        return ProcessHandle.allProcesses().filter(this::marked).toList();
    }

    private boolean marked(ProcessHandle process) {
        Path environment = Path.of("/proc", Long.toString(process.pid()), "environ");
        try {
            String text = Files.readString(environment, StandardCharsets.ISO_8859_1);
            return Stream.of(text.split("\0")).anyMatch((VARIABLE + "=" + folder)::equals);
        } catch (IOException | UncheckedIOException goneOrForeign) {
            return false;
        }
    }
}
