package io.meproc.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All verbs; each is created when it is needed, since a call needs only one. */
final class Verbs {
    static final List<String> NAMES = List.of(
            "ls",
            "get",
            "why",
            "history",
            "audit",
            "logs",
            "events",
            "start",
            "run",
            "trigger",
            "pause",
            "resume",
            "schedule",
            "stop",
            "restart",
            "scale",
            "signal",
            "reset",
            "rm",
            "plan",
            "cron",
            "node",
            "leftovers",
            "hooks",
            "upgrade",
            "completion",
            "help",
            "version");

    /** Aliases that are usual in other programs, by alias. */
    private static final Map<String, String> ALIASES = Map.of(
            "status", "ls", "list", "ls", "ps", "ls", "log", "logs", "tail", "logs", "delete", "rm", "remove", "rm");

    private Verbs() {}

    /** A text such as "list, ps and status (ls); ..." for the help. */
    static String aliases() {
        return NAMES.stream()
                .filter(ALIASES::containsValue)
                .map(name ->
                        String.join(", ", names(name).subList(1, names(name).size())) + " (" + name + ")")
                .collect(Collectors.joining("; "));
    }

    /** The name of a verb and its aliases. */
    static List<String> names(String verb) {
        return Stream.concat(
                        Stream.of(verb),
                        ALIASES.entrySet().stream()
                                .filter(alias -> alias.getValue().equals(verb))
                                .map(Map.Entry::getKey)
                                .sorted())
                .toList();
    }

    static Optional<Verb> of(String name) {
        return Optional.ofNullable(
                switch (ALIASES.getOrDefault(name, name)) {
                    case "ls" -> new ListVerb();
                    case "get" -> new GetVerb();
                    case "why" -> new WhyVerb();
                    case "history" -> new HistoryVerb();
                    case "audit" -> new AuditVerb();
                    case "logs" -> new LogsVerb();
                    case "events" -> new EventsVerb();
                    case "start" -> new StartVerb();
                    case "run" -> new RunVerb();
                    case "trigger" -> new TriggerVerb();
                    case "pause" -> ControlVerb.PAUSE;
                    case "resume" -> ControlVerb.RESUME;
                    case "schedule" -> new ScheduleVerb();
                    case "stop" -> ControlVerb.STOP;
                    case "restart" -> ControlVerb.RESTART;
                    case "scale" -> new ScaleVerb();
                    case "signal" -> new SignalVerb();
                    case "reset" -> ControlVerb.RESET;
                    case "rm" -> ControlVerb.REMOVE;
                    case "plan" -> new PlanVerb();
                    case "cron" -> new CronVerb();
                    case "node" -> new NodeVerb();
                    case "leftovers" -> new LeftoversVerb();
                    case "hooks" -> new HooksVerb();
                    case "upgrade" -> new UpgradeVerb();
                    case "completion" -> new CompletionVerb();
                    // Used by the completion script and not listed in the help.
                    case "complete" -> new CompleteVerb();
                    case "help" -> new HelpVerb();
                    case "version" -> new VersionVerb();
                    default -> null;
                });
    }
}
