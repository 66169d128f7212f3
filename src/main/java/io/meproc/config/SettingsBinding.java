package io.meproc.config;

import ch.qos.logback.classic.Level;
import io.meproc.config.Sources.Given;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Converts the given values to {@link Settings}, with defaults for the missing ones. */
final class SettingsBinding {
    private static final String DEFAULT_IP = "127.0.0.1";
    private static final int DEFAULT_PORT = 8606;
    private static final int HIGHEST_PORT = 65_535;
    private static final int MOST = 1_000_000;
    private static final int FEWEST_CONNECTIONS = 16;
    private static final Map<String, Level> LEVELS =
            Map.of("debug", Level.DEBUG, "info", Level.INFO, "warn", Level.WARN, "error", Level.ERROR);
    private static final List<String> LAUNCHERS = List.of("auto", "native", "portable");
    private static final List<String> ON_EXIT = List.of("stop", "keep");
    private static final List<String> LEFTOVERS = List.of("refuse", "end", "ignore");

    private static final Pattern LOG_MODE = Pattern.compile("0?6[046][04]");
    private static final String NO_HOME =
            "data_dir: this user has no home directory that could hold it; set MEPROC_DATA_DIR to a directory"
                    + " that the user may write, or data_dir in the configuration file";

    private final Sources sources;
    private final Optional<Path> home;
    private final boolean embedded;

    /** @param embedded whether the service runs inside another program */
    SettingsBinding(Sources sources, Optional<Path> home, boolean embedded) {
        this.sources = sources;
        this.home = home;
        this.embedded = embedded;
    }

    Settings bind() {
        int port = port(Key.PORT, 0).orElse(DEFAULT_PORT);
        WebBinding web = new WebBinding(sources);
        Path data = path(Key.DATA_DIR)
                .or(() -> home.map(state -> state.resolve("meproc")))
                .orElseThrow(() -> new ConfigurationException(NO_HOME));
        return new Settings(
                text(Key.IP).orElse(DEFAULT_IP),
                port,
                node(),
                oneOf(Key.LOG_LEVEL, List.of("debug", "info", "warn", "error"))
                        .map(LEVELS::get)
                        .orElse(Level.INFO),
                path(Key.LOG_DIR).orElse(data.resolve("logs")),
                data,
                text(Key.WEB_IP),
                port(Key.WEB_PORT, 1).orElse(port),
                web.names(),
                web.path(),
                text(Key.BOOTSTRAP_CMD),
                zone(),
                oneOf(Key.LAUNCHER, LAUNCHERS).orElse("auto"),
                logMode(),
                text(Key.LOG_GROUP),
                oneOf(Key.ON_EXIT, ON_EXIT).orElse("stop").equals("keep"),
                oneOf(Key.LEFTOVERS, LEFTOVERS).orElse("refuse"),
                flag(Key.OWN_PROCESS).orElse(!embedded),
                flag(Key.PROCESS_EVENTS).orElse(false),
                limits(),
                history(),
                new HooksBinding(sources)
                        .bind(text(Key.WEB_IP), port(Key.WEB_PORT, 1).orElse(port), web.path()));
    }

    private String node() {
        return sources.of(Key.NODE)
                .map(given -> {
                    String name = text(given, NodeName.ALLOWED);
                    if (!NodeName.isValid(name)) {
                        throw wrong(given, NodeName.ALLOWED);
                    }
                    return name;
                })
                .orElseGet(NodeName::ofThisMachine);
    }

    private Limits limits() {
        return new Limits(
                integer(Key.LIMIT_TASKS, 1, MOST),
                integer(Key.LIMIT_REPLICAS, 1, MOST),
                integer(Key.LIMIT_DEFINITION_BYTES, 1 << 20, Integer.MAX_VALUE),
                integer(Key.LIMIT_IN_FLIGHT_BYTES, 1 << 22, Integer.MAX_VALUE),
                integer(Key.LIMIT_CONNECTIONS, FEWEST_CONNECTIONS, HIGHEST_PORT),
                integer(Key.LIMIT_FOLLOWERS, 1, HIGHEST_PORT));
    }

    private HistoryBounds history() {
        return new HistoryBounds(
                integer(Key.HISTORY_RUNS, 1, HistoryBounds.MOST_RUNS).orElse(HistoryBounds.DEFAULT.runs()),
                integer(Key.HISTORY_DAYS, 1, HistoryBounds.MOST_DAYS).orElse(HistoryBounds.DEFAULT.days()));
    }

    private Optional<Integer> integer(Key key, int lowest, int highest) {
        String allowed = "an integer from " + lowest + " to " + highest;
        return sources.of(key).map(given -> {
            int number = integer(given, allowed);
            if (number < lowest || number > highest) {
                throw wrong(given, allowed);
            }
            return number;
        });
    }

    private Optional<String> text(Key key) {
        return sources.of(key).map(given -> text(given, "a text"));
    }

    private static String text(Given given, String allowed) {
        if (given.value() instanceof String text && !text.isBlank() && text.indexOf('\0') < 0) {
            return text;
        }
        throw wrong(given, allowed);
    }

    private Optional<String> oneOf(Key key, List<String> words) {
        String allowed = "one of " + String.join(", ", words);
        return sources.of(key).map(given -> {
            String word = text(given, allowed).toLowerCase(Locale.ROOT);
            if (!words.contains(word)) {
                throw wrong(given, allowed);
            }
            return word;
        });
    }

    private Optional<Integer> port(Key key, int lowest) {
        String allowed = "a port, an integer from " + lowest + " to " + HIGHEST_PORT;
        return sources.of(key).map(given -> {
            int port = integer(given, allowed);
            if (port < lowest || port > HIGHEST_PORT) {
                throw wrong(given, allowed);
            }
            return port;
        });
    }

    private static int integer(Given given, String allowed) {
        if (given.value() instanceof Integer number) {
            return number;
        } else if (given.typed()) {
            throw wrong(given, allowed);
        }
        try {
            return Integer.parseInt(given.value().toString().strip());
        } catch (NumberFormatException malformed) {
            throw wrong(given, allowed);
        }
    }

    private Optional<Boolean> flag(Key key) {
        return sources.of(key).map(given -> {
            String word = given.value() instanceof Boolean || !given.typed()
                    ? given.value().toString().strip().toLowerCase(Locale.ROOT)
                    : "";
            return switch (word) {
                case "true" -> true;
                case "false" -> false;
                default -> throw wrong(given, "true or false");
            };
        });
    }

    private Optional<Path> path(Key key) {
        return sources.of(key).map(given -> {
            try {
                return Path.of(text(given, "a directory")).toAbsolutePath().normalize();
            } catch (InvalidPathException malformed) {
                throw wrong(given, "a directory");
            }
        });
    }

    private ZoneId zone() {
        return sources.of(Key.ZONE)
                .map(given -> {
                    String allowed = "a time zone such as Europe/Berlin or UTC";
                    try {
                        return ZoneId.of(text(given, allowed));
                    } catch (DateTimeException unknown) {
                        throw wrong(given, allowed);
                    }
                })
                .orElseGet(ZoneId::systemDefault);
    }

    private int logMode() {
        String allowed =
                "\"0600\" and what group and others may read or the group may write, such as \"0640\", in quotes";
        return sources.of(Key.LOG_MODE)
                .map(given -> {
                    String digits = text(given, allowed).strip();
                    if (!LOG_MODE.matcher(digits).matches()) {
                        throw wrong(given, allowed);
                    }
                    return Integer.parseInt(digits, 8);
                })
                .orElse(0600);
    }

    static ConfigurationException wrong(Given given, String allowed) {
        return new ConfigurationException(given.source() + ": expected " + allowed + ", got "
                + (given.value() instanceof String ? "'" + given.value() + "'" : given.value()));
    }
}
