package io.meproc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The command that starts this service again, with whatever version is on disk by then.
 *
 * @param script the start script, as it was called; null if Java was called without it
 * @param arguments the arguments of the program
 */
record StartCommand(@Nullable String script, List<String> arguments) {
    /** Longer than a build, which a start from a source folder may need. */
    private static final long SECONDS = 300;

    private static final int LONGEST_OUTPUT = 64 * 1024;
    private static final String TERMINAL = "meproc.terminal";

    /** The command failed; the message is for the user. */
    static final class FailedException extends Exception {
        private static final long serialVersionUID = 1;

        FailedException(String message) {
            super(message);
        }
    }

    static StartCommand of(String... arguments) {
        return new StartCommand(System.getProperty("meproc.start"), List.of(arguments));
    }

    /** The path of Java and its arguments, one character for each byte. Runs the start script; blocks. */
    List<String> java() throws FailedException {
        return script == null ? ofThisProcess() : ofScript(script);
    }

    private static List<String> ofThisProcess() throws FailedException {
        try {
            byte[] words = Files.readAllBytes(Path.of("/proc/self/cmdline"));
            List<String> command = new ArrayList<>(split(words));
            command.set(0, Files.readSymbolicLink(Path.of("/proc/self/exe")).toString());
            return command;
        } catch (IOException | IndexOutOfBoundsException unreadable) {
            throw new FailedException("the command line of this process can't be read: " + unreadable.getMessage());
        }
    }

    /** The shell sets the limit on open files back, which this JVM has raised, and descriptor 3 to the output. */
    private List<String> ofScript(String path) throws FailedException {
        String limit = Optional.ofNullable(System.getProperty("meproc.nofile"))
                .filter(number -> !number.isEmpty())
                .orElse("$(ulimit -Sn)");
        List<String> line = new ArrayList<>(List.of(
                "/bin/sh", "-c", "ulimit -Sn " + limit + " && exec /bin/sh \"$0\" serve \"$@\" 3>&1 1>&2", path));
        line.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().put("MEPROC_PRINT_COMMAND", "yes");
        List<String> command = new ArrayList<>(split(output(builder, path)));
        if (command.isEmpty()) {
            throw new FailedException(path + " is of a version that can't be started by an upgrade");
        }
        if (System.getProperty(TERMINAL) != null) {
            command.add(1, "-D" + TERMINAL + "=true");
        }
        return command;
    }

    /** Checks that a command can start and accepts the configuration; returns its version. Blocks. */
    static String check(List<String> command) throws FailedException {
        List<String> line = new ArrayList<>();
        command.forEach(word -> line.add(decoded(word)));
        line.add("--check");
        return new String(output(new ProcessBuilder(line), line.get(0)), StandardCharsets.UTF_8).strip();
    }

    private static String decoded(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static List<String> split(byte[] words) {
        String text = new String(words, StandardCharsets.ISO_8859_1);
        return text.isEmpty()
                ? List.of()
                : List.of(text.substring(0, text.length() - 1).split("\0", -1));
    }

    private static byte[] output(ProcessBuilder builder, String what) throws FailedException {
        Path errors = null;
        try {
            errors = Files.createTempFile("meproc", ".err");
            Process process = builder.redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> read(process));
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new FailedException(what + " did not end within " + SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new FailedException(what + " failed with exit code " + process.exitValue() + ": "
                        + new String(start(errors), StandardCharsets.UTF_8).strip());
            }
            return read.get(SECONDS, TimeUnit.SECONDS);
        } catch (IOException | java.util.concurrent.ExecutionException | TimeoutException broken) {
            throw new FailedException(what + " could not be run: " + broken.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new FailedException(what + " was interrupted");
        } finally {
            delete(errors);
        }
    }

    private static byte[] start(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(1000);
        }
    }

    private static byte[] read(Process process) {
        try {
            return process.getInputStream().readNBytes(LONGEST_OUTPUT);
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException unimportant) {
            // It is in the folder for temporary files.
        }
    }
}
