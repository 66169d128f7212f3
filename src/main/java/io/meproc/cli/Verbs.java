package io.meproc.cli;

import java.util.List;
import java.util.Optional;

/** All verbs, each made when it is needed: a call needs one. */
final class Verbs {
    static final List<String> NAMES = List.of(
            "ls",
            "get",
            "why",
            "logs",
            "events",
            "start",
            "run",
            "stop",
            "restart",
            "scale",
            "signal",
            "reset",
            "rm",
            "cron",
            "node",
            "completion",
            "help",
            "version");

    private Verbs() {}

    static Optional<Verb> of(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "ls" -> new ListVerb();
                    case "get" -> new GetVerb();
                    case "why" -> new WhyVerb();
                    case "logs" -> new LogsVerb();
                    case "events" -> new EventsVerb();
                    case "start" -> new StartVerb();
                    case "run" -> new RunVerb();
                    case "stop" -> ControlVerb.STOP;
                    case "restart" -> ControlVerb.RESTART;
                    case "scale" -> new ScaleVerb();
                    case "signal" -> new SignalVerb();
                    case "reset" -> ControlVerb.RESET;
                    case "rm" -> ControlVerb.REMOVE;
                    case "cron" -> new CronVerb();
                    case "node" -> new NodeVerb();
                    case "completion" -> new CompletionVerb();
                    case "help" -> new HelpVerb();
                    case "version" -> new VersionVerb();
                    default -> null;
                });
    }
}
