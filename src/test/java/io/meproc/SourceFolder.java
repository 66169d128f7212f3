package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A copy of the start script in a folder that looks like a clone, already built, on a machine without any Java.
 *
 * <p>Javas and the build in it are scripts that write down how they were called.
 */
final class SourceFolder {
    /** Everything that the start script calls, so that a new need of it shows. */
    private static final List<String> TOOLS =
            List.of("cat", "find", "grep", "head", "mkdir", "mv", "readlink", "rm", "sed", "sleep", "stty", "tail");

    final Path root;
    final Map<String, String> environment = new TreeMap<>();

    private final Path machine;
    private Instant clock = Instant.parse("2020-01-01T00:00:00Z");

    /** How a run ended, and what it printed. */
    record Outcome(long pid, int exit, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }

    SourceFolder(Path machine) throws IOException {
        this.machine = machine;
        root = machine.resolve("with space/clone");
        copy("meproc");
        for (String part : List.of("archive", "build", "find-java", "java-options")) {
            copy("src/main/sh/" + part + ".sh");
        }
        write("pom.xml");
        write("src/main/java/Main.java");
        write("webroot/index.html");
        Files.createDirectories(root.resolve("target/lib"));
        write("target/lib/picocli-4.7.7.jar");
        write("target/meproc.jar");
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(clock));
            }
        }
        touch("target/meproc.jar");
        script(
                root.resolve("mvnw"),
                "echo \"JAVA_HOME=$JAVA_HOME $*\" >built",
                "mkdir -p target/lib",
                // As Maven does, which leaves a jar alone that would only become the same again.
                "[ -f target/meproc.jar ] || : >target/meproc.jar");

        Path tools = Files.createDirectory(machine.resolve("tools"));
        for (String tool : TOOLS) {
            script(tools.resolve(tool), "exec " + program(tool) + " \"$@\"");
        }
        environment.put("PATH", tools.toString());
        environment.put("HOME", machine.toString());
        environment.put("MEPROC_JAVA_FOLDERS", machine.resolve("jvms").toString());
    }

    /** A Java below the folder in which they are usually installed. */
    Path jre(String name, String version) throws IOException {
        Path home = machine.resolve("jvms").resolve(name);
        script(home.resolve("bin/java"), "echo \"$0 $*\" >>'" + machine + "/starts'", "printf '%s\\n' \"$0\" \"$@\"");
        Files.writeString(
                home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\nMODULES=\"y\"\n");
        // Empty: making a class archive was tried and failed, so that no start tries it.
        Files.writeString(root.resolve("target/meproc-" + version + ".jsa"), "");
        return home;
    }

    Path jdk(String name, String version) throws IOException {
        Path home = jre(name, version);
        script(home.resolve("bin/javac"), "exit 1");
        return home;
    }

    void putOnPath(Path program) throws IOException {
        Files.createSymbolicLink(machine.resolve("tools").resolve(program.getFileName()), program);
    }

    /** Each start of a Java, by its command line. */
    List<String> starts() throws IOException {
        Path starts = machine.resolve("starts");
        return Files.exists(starts) ? Files.readAllLines(starts) : List.of();
    }

    /** Makes a file newer than all that was touched before, and older than anything written since. */
    void touch(String file) throws IOException {
        clock = clock.plusSeconds(60);
        Files.setLastModifiedTime(root.resolve(file), FileTime.from(clock));
    }

    void script(Path file, String... lines) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Outcome start(String... arguments) throws Exception {
        return run(root.resolve("meproc").toString(), arguments);
    }

    Outcome run(String program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        File out = machine.resolve("out").toFile();
        File err = machine.resolve("err").toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(machine.toFile())
                .redirectOutput(out)
                .redirectError(err);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(1, TimeUnit.MINUTES))
                    .as("ends by itself")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Outcome(
                process.pid(), process.exitValue(), Files.readString(out.toPath()), Files.readString(err.toPath()));
    }

    /** The program of this name that the tests themselves would run. */
    static Path program(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not on the PATH"));
    }

    private void copy(String file) throws IOException {
        Path to = root.resolve(file);
        Files.createDirectories(to.resolveSibling("."));
        Files.copy(Path.of(file), to, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private void write(String file) throws IOException {
        Path to = root.resolve(file);
        Files.createDirectories(to.resolveSibling("."));
        Files.writeString(to, file);
    }
}
