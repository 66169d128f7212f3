package io.meproc.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** The help texts, and the description of the whole client for picocli, which needs all verbs. */
final class Manual {
    private static final int LEAST_WIDTH = 55;
    private static final int WIDTH = 100;

    private Manual() {}

    static CommandLine whole() {
        CommandSpec spec = CommandSpec.create().name("meproc");
        spec.usageMessage()
                .header("Sends requests to a running Meproc. Without a verb it starts one: see meproc --help.")
                .customSynopsis(
                        "meproc VERB [OPTION...] ...",
                        "       meproc [serve] [OPTION...]",
                        "       meproc service install|status|remove [OPTION...]")
                .commandListHeading("%nVerbs ('meproc VERB --help' has the options of one):%n")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(codes())
                .footerHeading("%nOther names: " + Verbs.aliases() + "%n%nEnvironment:%n")
                .footer(
                        "  MEPROC_URL   the service (default: " + Address.DEFAULT + ")",
                        "  NO_COLOR     no colours, if it is set");
        for (String name : Verbs.NAMES) {
            Verbs.of(name).ifPresent(verb -> spec.addSubcommand(name, new CommandLine(verb.spec())));
        }
        return new CommandLine(spec);
    }

    static void show(Optional<Verb> verb, Screen screen) {
        CommandLine line =
                verb.map(one -> new CommandLine(qualified(one.spec()))).orElseGet(Manual::whole);
        line.setUsageHelpWidth(Math.max(LEAST_WIDTH, screen.columns().orElse(WIDTH)));
        screen.out().print(line.getUsageMessage(screen.colours() ? Ansi.ON : Ansi.OFF));
    }

    /** The synopsis of a single verb begins with the name of the program. */
    private static CommandSpec qualified(CommandSpec spec) {
        return spec.name("meproc " + spec.name());
    }

    private static Map<String, String> codes() {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put(" " + Code.DONE, "done");
        codes.put(" " + Code.FAILED, "the service refused it, or it failed");
        codes.put(" " + Code.MISUSED, "wrong command line");
        codes.put(" " + Code.UNREACHABLE, "no service answers");
        codes.put(" " + Code.UNKNOWN, "no such task or replica");
        codes.put(" " + Code.CONFLICT, "listed already; changed or removed by another request");
        codes.put(" " + Code.LATE, "not done in time");
        codes.put(
                " run",
                "the task's exit code, or 128 + its signal; 125 could not run, 126 not executable," + " 127 not found");
        return codes;
    }
}
