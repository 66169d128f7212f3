package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The archive of a release, unpacked as a user would, on a machine with a Java runtime. */
final class Release {
    final Path folder;
    final Map<String, String> environment = new TreeMap<>();

    private final Path machine;

    /** How a command ended, and what it printed on both of its outputs. */
    record Outcome(int exit, String printed) {}

    Release(Path machine) throws IOException, InterruptedException {
        this.machine = machine;
        environment.put("PATH", System.getenv("PATH"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("HOME", Files.createDirectories(machine.resolve("home")).toString());
        // Otherwise the service continues with the tasks of this account, whatever HOME is.
        environment.put("XDG_STATE_HOME", machine.resolve("state").toString());
        Path unpacked = Files.createDirectory(machine.resolve("unpacked"));
        assertThat(run("tar", "-xzf", archive().toString(), "-C", unpacked.toString()))
                .isEqualTo(new Outcome(0, ""));
        try (Stream<Path> top = Files.list(unpacked)) {
            folder = top.findFirst().orElseThrow();
        }
    }

    /** The one archive that the build has made. */
    static Path archive() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            List<Path> archives =
                    files.filter(file -> file.toString().endsWith(".tar.gz")).toList();
            assertThat(archives).hasSize(1);
            return archives.get(0).toAbsolutePath();
        }
    }

    Outcome meproc(String... arguments) throws IOException, InterruptedException {
        return run(Stream.concat(Stream.of(folder.resolve("meproc").toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    Outcome run(String... command) throws IOException, InterruptedException {
        Path printed = Files.createTempFile(machine, "printed", "");
        Process process = builder(printed, command).start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES))
                    .as("%s ends by itself", List.of(command))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Outcome(process.exitValue(), Files.readString(printed));
    }

    ProcessBuilder builder(Path printed, String... command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(machine.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }
}
