package io.meproc.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
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
    private StandardInput input = new StandardInput(InputStream.nullInputStream(), false);
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

    /** With this piped into it. */
    Shell fed(String text) {
        input = new StandardInput(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), false);
        return this;
    }

    /** With this piped into it, but not yet when it is asked for the first time. */
    Shell fedLater(String text) {
        InputStream late = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            private boolean asked;

            @Override
            public synchronized int available() {
                boolean before = asked;
                asked = true;
                return before ? super.available() : 0;
            }
        };
        input = new StandardInput(late, false);
        return this;
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
                columns,
                OptionalInt.empty());
        int code = new Client(screen, input, environment, InstantSource.fixed(NOW)).run(List.of(arguments));
        screen.out().flush();
        screen.err().flush();
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
