package io.meproc;

import io.meproc.config.Flags;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The options of the program. */
final class CommandLine {
    private static final String VERSION = Optional.ofNullable(
                    CommandLine.class.getPackage().getImplementationVersion())
            .orElse("unpackaged");

    private final picocli.CommandLine parser;
    private final ParseResult parsed;

    private CommandLine(picocli.CommandLine parser, ParseResult parsed) {
        this.parser = parser;
        this.parsed = parsed;
    }

    /** Throws {@link ParameterException} with words for people. */
    static CommandLine parse(String... arguments) {
        picocli.CommandLine parser = new picocli.CommandLine(spec());
        return new CommandLine(parser, parser.parseArgs(arguments));
    }

    private static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("meproc");
        spec.usageMessage()
                .description("Starts, stops, restarts and schedules processes over HTTP. Runs until it is told to end"
                        + " (Ctrl-C, SIGTERM), then stops every task; a second signal hurries.")
                .footer(
                        "",
                        "Exit code: 0 ended as asked, 1 could not start, 2 wrong option or configuration.",
                        "Environment variables override the file, options override both; see docs/configuration.md.");
        spec.version("Meproc " + VERSION);
        return spec.addOption(option("--config", "FILE", "configuration file (default: conf/meproc.yaml, if there)"))
                .addOption(option("--port", "N", "port to listen on (default: 8606; 0 for any free one)"))
                .addOption(option("--ip", "A", "address to listen on (default: 127.0.0.1)"))
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("show this and end")
                        .build())
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("show the version and end")
                        .build());
    }

    private static OptionSpec option(String name, String value, String description) {
        return OptionSpec.builder(name)
                .paramLabel(value)
                .type(String.class)
                .description(description)
                .build();
    }

    /** The answer to a question about the program itself. */
    Optional<String> about() {
        if (parsed.isUsageHelpRequested()) {
            return Optional.of(parser.getUsageMessage());
        }
        return parsed.isVersionHelpRequested()
                ? Optional.of("Meproc " + VERSION + System.lineSeparator())
                : Optional.empty();
    }

    Optional<Path> configuration() {
        return value("--config").map(Path::of);
    }

    Flags flags() {
        return new Flags(value("--ip"), value("--port"));
    }

    private Optional<String> value(String option) {
        return Optional.ofNullable(parsed.matchedOptionValue(option, null));
    }
}
