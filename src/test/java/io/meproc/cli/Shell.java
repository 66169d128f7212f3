package io.meproc.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Calls the client as a shell does, at a time of its own. */
final class Shell {
    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final Map<String, String> environment;
    private boolean colours;
    private OptionalInt columns = OptionalInt.empty();

    /** How a call ended, and what it printed. */
    record Result(int code, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }

    Shell(Map<String, String> environment) {
        this.environment = environment;
    }

    static Shell of(FakeService service) {
        return new Shell(Map.of("MEPROC_URL", service.url()));
    }

    Shell terminal(int width) {
        colours = true;
        columns = OptionalInt.of(width);
        return this;
    }

    Result run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Screen screen = new Screen(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                colours,
                columns);
        int code = new Client(screen, environment, InstantSource.fixed(NOW)).run(List.of(arguments));
        screen.out().flush();
        screen.err().flush();
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
