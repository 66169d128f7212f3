package io.meproc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The commands of {@code ./meproc} as a user would start them, on a service of its own. */
record Cli(RunningService service, Path directory) {
    /** How a command ended, and what it printed. */
    record Result(int code, String out, String err) {}

    Result run(String... arguments) throws IOException, InterruptedException {
        return ended(process(arguments));
    }

    /** With this file as its standard input. */
    Result fed(Path input, String... arguments) throws IOException, InterruptedException {
        return ended(process(arguments).redirectInput(input.toFile()));
    }

    private Result ended(ProcessBuilder builder) throws IOException, InterruptedException {
        Path err = Files.createTempFile(directory, "err", "");
        Process process = builder.redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Result(process.exitValue(), out, Files.readString(err));
    }

    /** Without input, as in most scripts. */
    ProcessBuilder process(String... arguments) {
        // A job in the background of a script ignores SIGINT, and so would everything that it starts.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT", "./meproc"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(new File("/dev/null"));
        builder.environment().put("MEPROC_URL", "http://127.0.0.1:" + service.port());
        return builder;
    }

    /** Ctrl-C. */
    static void interrupt(Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("it ends").isTrue();
        return process.exitValue();
    }
}
