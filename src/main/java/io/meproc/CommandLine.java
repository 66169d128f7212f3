package io.meproc;

import io.meproc.config.Flags;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of the program.
 *
 * @param about the text of {@code --help} or {@code --version}, which is printed instead of a start
 * @param checks whether to check the configuration instead of a start
 * @param values the values by option
 */
record CommandLine(Optional<String> about, boolean checks, Map<String, String> values) {
    private static final String CHECK = "--check";
    private static final String CONFIG = "--config";
    private static final String IP = "--ip";
    private static final String PORT = "--port";
    private static final String NODE = "--node";
    private static final List<String> WITH_VALUE = List.of(CONFIG, IP, PORT, NODE);

    private static final String HELP = """
        Usage: meproc [serve] [--config FILE] [--ip A] [--port N] [--node NAME] [--check]
               meproc VERB ...      sends requests to a running one: see meproc help

        Starts, stops, restarts and schedules processes over HTTP. Runs until Ctrl-C or SIGTERM,
        then stops every task; a second signal sends SIGKILL at once.

          --config FILE   the configuration file (default: conf/meproc.yaml, if it exists)
          --ip A          the address to listen on (default: 127.0.0.1)
          --port N        the port to listen on (default: 8606; 0 for any free one)
          --node NAME     the name of this Meproc in answers and events (default: the host name)
          --check         check the configuration and print the version, without a start
          -h, --help      print this help
          -V, --version   print the version

        Exit code: 0 ended by request, 1 could not start, 2 wrong option or configuration.
        Environment variables override the file, options override both; see docs/configuration.md.
        """;

    /**
     * Parses the arguments.
     *
     * @throws Misused for an unknown option or a missing value
     */
    static CommandLine parse(String... arguments) throws Misused {
        Deque<String> rest = new ArrayDeque<>(Arrays.asList(arguments));
        Map<String, String> values = new HashMap<>();
        boolean checks = false;
        while (!rest.isEmpty()) {
            String argument = rest.poll();
            int equals = argument.indexOf('=');
            String option = equals < 0 ? argument : argument.substring(0, equals);
            if (WITH_VALUE.contains(option)) {
                String value = equals < 0 ? rest.poll() : argument.substring(equals + 1);
                if (value == null || value.isEmpty()) {
                    throw new Misused(option + " needs a value");
                } else if (values.put(option, value) != null) {
                    throw new Misused(option + " is given twice");
                }
            } else if (argument.equals(CHECK)) {
                checks = true;
            } else if (argument.equals("--help") || argument.equals("-h")) {
                return new CommandLine(Optional.of(HELP), false, values);
            } else if (argument.equals("--version") || argument.equals("-V")) {
                return new CommandLine(Optional.of("Meproc " + version() + System.lineSeparator()), false, values);
            } else {
                throw new Misused("unknown option '" + argument + "'");
            }
        }
        return new CommandLine(Optional.empty(), checks, values);
    }

    /** The version of this program. */
    static String version() {
        return Optional.ofNullable(CommandLine.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
    }

    Optional<Path> configuration() {
        return Optional.ofNullable(values.get(CONFIG)).map(Path::of);
    }

    Flags flags() {
        return new Flags(
                Optional.ofNullable(values.get(IP)),
                Optional.ofNullable(values.get(PORT)),
                Optional.ofNullable(values.get(NODE)));
    }

    /** The error for invalid options; its message is for the user. */
    static final class Misused extends Exception {
        private static final long serialVersionUID = 1;

        Misused(String message) {
            super(message);
        }
    }
}
