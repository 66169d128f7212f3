package io.meproc.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The temporary folder in which one run happens, and all that it starts. */
final class Workshop {
    private final Options options;
    private final Path project;
    private final Path folder;
    private final Leftovers leftovers;
    private final Floors floors;
    private int services;
    private volatile boolean closed;
    private boolean clean = true;

    private Workshop(Options options, Path project, Path folder) {
        this.options = options;
        this.project = project;
        this.folder = folder;
        this.leftovers = new Leftovers(folder);
        this.floors = new Floors(project.resolve("target").resolve("bench"), folder, leftovers);
    }

    static Workshop open(Options options, Path project) {
        try {
            return new Workshop(options, project, Files.createTempDirectory("meproc-bench"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    Options options() {
        return options;
    }

    Path project() {
        return project;
    }

    Path folder() {
        return folder;
    }

    Floors floors() {
        return floors;
    }

    Stamp stamp() {
        return floors.stamp();
    }

    /** A Meproc of its own, that answers. */
    Service service() throws IOException {
        return Service.start(project, Files.createDirectory(folder.resolve("service" + services++)), leftovers);
    }

    /** How fast it answers, asked by a generator that takes as little of the machine as it can. */
    Load load(int port, String path, int connections, int millis) throws IOException, InterruptedException {
        Optional<Load> load = floors.load(port, path, connections, millis);
        return load.isPresent() ? load.get() : JavaLoad.run(port, path, connections, millis);
    }

    boolean isClosing() {
        return closed;
    }

    /** Ends what is left, and tells whether nothing was; also called when the program is interrupted. */
    public synchronized boolean close() {
        if (!closed) {
            closed = true;
            clean = leftovers.end();
            remove();
        }
        return clean;
    }

    private void remove() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException broken) {
            System.err.println("bench: " + folder + " is left: " + broken.getMessage());
            clean = false;
        }
    }
}
