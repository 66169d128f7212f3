package io.meproc.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The C programs; none of them where there is no compiler. */
final class Floors {
    static final String MISSING = "no floor: gcc is missing";
    private static final int PATIENCE_SECONDS = 60;

    private final Path programs;
    private final Path folder;
    private final Leftovers leftovers;
    private int outputs;

    Floors(Path programs, Path folder, Leftovers leftovers) {
        this.programs = programs;
        this.folder = folder;
        this.leftovers = leftovers;
    }

    private Path file(String program) {
        return programs.resolve(program + ".floor");
    }

    boolean there() {
        return Files.isExecutable(file("stamp"));
    }

    Stamp stamp() {
        return there() ? Stamp.compiled(file("stamp")) : Stamp.shell();
    }

    /** A file for a program to write to. */
    Path output() {
        return folder.resolve("floor" + outputs++);
    }

    /** Starts a program that goes on until its input is closed. */
    Process start(String program, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(file(program).toString()));
        line.addAll(List.of(arguments));
        return leftovers
                .mark(new ProcessBuilder(line))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Runs a program to its end; gives the numbers that it prints. */
    double[] run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(file(program).toString()));
        line.addAll(List.of(arguments));
        return run(program, line);
    }

    /** Runs a program in a JVM of its own, with a library on its class path; gives the numbers that it prints. */
    double[] java(Class<?> program, Path library, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path") + File.pathSeparator + library,
                program.getName()));
        line.addAll(List.of(arguments));
        return run(program.getSimpleName(), line);
    }

    private double[] run(String program, List<String> line) throws IOException, InterruptedException {
        Path output = output();
        Process process = leftovers
                .mark(new ProcessBuilder(line))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(program + " did not end");
        } else if (process.exitValue() != 0) {
            throw new IOException(program + " ended with " + process.exitValue());
        }
        return Stamp.numbers(Files.readString(output));
    }

    Optional<Load> load(int port, String path, int connections, int millis) throws IOException, InterruptedException {
        if (!there()) {
            return Optional.empty();
        }
        double[] n = run("load", "" + port, path, "" + connections, "" + millis);
        return Optional.of(new Load(n[0] / (n[1] / 1e9), n[2] / 1e6, n[3] / 1e6));
    }
}
