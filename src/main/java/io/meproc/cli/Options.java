package io.meproc.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The options of a verb, described in code. */
final class Options {
    private final CommandSpec spec;

    private Options(CommandSpec spec) {
        this.spec = spec;
    }

    /** The options that every verb has. */
    static Options of(String verb, String header, String... description) {
        CommandSpec spec = CommandSpec.create().name(verb);
        spec.usageMessage().header(header).description(description);
        spec.usageMessage().optionListHeading("%nOptions:%n");
        Options options = new Options(spec);
        options.value("--url", "URL", "the service (default: MEPROC_URL, or " + Address.DEFAULT + ")");
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .type(boolean.class)
                .arity("0")
                .description("print this help")
                .build());
        return options;
    }

    Options flag(String name, String description) {
        return add(option(name, boolean.class, description).arity("0"));
    }

    Options value(String name, String label, String description) {
        return add(option(name, String.class, description).paramLabel(label));
    }

    Options choice(String name, String label, String description, String... values) {
        return add(option(name, String.class, description).paramLabel(label).completionCandidates(List.of(values)));
    }

    Options number(String name, String label, String description) {
        return add(option(name, Integer.class, description).paramLabel(label));
    }

    /** May be given more than once. */
    Options values(String name, String label, String description) {
        return add(option(name, List.class, description)
                .auxiliaryTypes(String.class)
                .arity("1")
                .paramLabel(label));
    }

    private static OptionSpec.Builder option(String names, Class<?> type, String description) {
        return OptionSpec.builder(names.split(" ", -1)).type(type).description(description);
    }

    private Options add(OptionSpec.Builder option) {
        spec.addOption(option.build());
        return this;
    }

    /** {@code synopsis} is the text after the options. */
    Options parameters(String synopsis, String label, String arity, String description) {
        spec.usageMessage().customSynopsis("meproc " + spec.name() + " [OPTION...] " + synopsis);
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .arity(arity)
                .required(!arity.startsWith("0"))
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel(label)
                .description(description)
                .build());
        return this;
    }

    Options json() {
        return flag("--json", "the JSON of the service instead of text");
    }

    CommandSpec examples(String... lines) {
        String[] footer = new String[lines.length];
        for (int i = 0; i < lines.length; i++) {
            footer[i] = "  " + lines[i].replace("%", "%%");
        }
        spec.usageMessage().footerHeading("%nExamples:%n").footer(footer);
        return spec;
    }
}
