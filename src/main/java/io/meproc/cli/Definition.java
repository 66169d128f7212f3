package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * The definition of a task, from options, a file and a command. The service validates it; this class only converts it
 * to JSON.
 */
final class Definition {
    /** The options with one value, and the members that they set. */
    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("--type", "type"),
            Map.entry("--cron", "cron"),
            Map.entry("--user", "user"),
            Map.entry("--group", "group"),
            Map.entry("--cwd", "cwd"),
            Map.entry("--stdin", "stdin"),
            Map.entry("--umask", "umask"),
            Map.entry("--timeout", "timeout"),
            Map.entry("--on-leader-exit", "onLeaderExit"),
            Map.entry("--output", "output"),
            Map.entry("--cmd", "cmd"));

    private static final Map<String, String> NUMBERS = Map.of(
            "--replica", "replica", "--interval", "interval", "--nice", "nice", "--oom-score-adj", "oomScoreAdj");

    private static final List<String> LISTS = List.of("--deps", "--env", "--limit", "--success");
    private static final String ESSENTIAL = "--essential";

    /** The options of the restart policy, and the members that they set. */
    private static final Map<String, String> RESTARTS =
            Map.of("--restart", "policy", "--restart-delay", "delay", "--give-up", "giveUp");

    private static final List<String> STOPS = List.of("--stop-signal", "--stop-grace", "--stop-to");
    private static final String FILE = DefinitionFile.OPTION;

    private final Invocation call;
    private final ObjectNode task;

    private Definition(Invocation call, ObjectNode task) {
        this.call = call;
        this.task = task;
    }

    static Options options(Options options) {
        return restart(ScheduleOptions.add(options.value(
                        "-c --cmd", "LINE", "a line for /bin/sh, instead of a command after --")
                .number("-r --replica", "N", "the number of replicas (default: 1)")
                .values("-e --env", "K=V", "an environment variable; K alone passes on its current value")
                .value("--cwd", "DIR", "the working directory")
                .value("-u --user", "USER", "the user it runs as")
                .value("--group", "GROUP", "the group it runs in")
                .values(
                        "--deps",
                        "NAME",
                        "start only while these do not run, however they ended (not: after success); several with"
                                + " commas")
                .number("--interval", "MS", "milliseconds before a daemon starts again")
                .value("--timeout", "TIME", "how long a run may take, such as 90s, 10m or 2h")
                .value("--success", "LIST", "exit codes and signals that mean success, such as 0,3,TERM")
                .value("--stdin", "FILE", "the file to read from")
                .choice("--output", "WHERE", "log (default), or console: Meproc's own output as well", "log", "console")
                .value("--umask", "MASK", "the mask for new files, such as 027")
                .number("--nice", "N", "the niceness, from -20 (urgent) to 19")
                .number("--oom-score-adj", "N", "from -1000 (never killed when memory runs out) to 1000 (default: 0)")
                .values("--limit", "K=V", "a resource limit, such as nofile=1024")
                .value("--stop-signal", "SIG", "the signal to stop with (default: TERM)")
                .value("--stop-grace", "TIME", "the time before KILL (default: 10s)")
                .choice(
                        "--stop-to",
                        "TARGET",
                        "group (default), or leader: the first process of the run alone",
                        "group",
                        "leader")
                .choice(
                        "--on-leader-exit",
                        "HOW",
                        "stop-group (default), wait or release",
                        "stop-group",
                        "wait",
                        "release")
                .value("-f --file", "FILE", "a definition in JSON, which the other options override; - is stdin")));
    }

    private static Options restart(Options options) {
        return options.choice(
                        "--restart",
                        "WHEN",
                        "what follows an end: always (default of daemons), on-failure or never",
                        "always",
                        "on-failure",
                        "never")
                .value("--restart-delay", "TIME", "the time before the first restart (default: --interval)")
                .value(
                        "--give-up",
                        "LIMIT",
                        "such as '5 in 1m': the fifth end in a minute is the last (default: never)")
                .flag(ESSENTIAL, "end Meproc, with the exit code of the run, when it has failed for good");
    }

    /** Whether the command line defines a task. */
    static boolean isIn(Invocation call) {
        return !call.command().isEmpty()
                || call.has(FILE)
                || TEXTS.keySet().stream().anyMatch(call::has)
                || NUMBERS.keySet().stream().anyMatch(call::has)
                || LISTS.stream().anyMatch(call::has)
                || STOPS.stream().anyMatch(call::has)
                || RESTARTS.keySet().stream().anyMatch(call::has)
                || call.has(ESSENTIAL)
                || ScheduleOptions.areIn(call);
    }

    static ObjectNode of(Invocation call) throws Failure {
        return of(call, call.has(FILE) ? read(call) : Json.object());
    }

    /** The definition, with {@code file} as the values that options override. */
    static ObjectNode of(Invocation call, ObjectNode file) throws Failure {
        Definition definition = new Definition(call, file);
        definition.texts();
        definition.numbers();
        definition.lists();
        definition.restart();
        ScheduleOptions.apply(call, definition.task);
        definition.command();
        return definition.task;
    }

    private static ObjectNode read(Invocation call) throws Failure {
        if (DefinitionFile.read(call) instanceof ObjectNode object) {
            return object;
        }
        throw call.misused(DefinitionFile.name(call) + " must contain a JSON object, the definition of one task");
    }

    private void texts() {
        TEXTS.forEach((option, member) -> {
            if (call.has(option)) {
                task.put(member, call.value(option));
            }
        });
        for (String option : STOPS) {
            if (call.has(option)) {
                object("stop").put(option.substring("--stop-".length()), call.value(option));
            }
        }
    }

    private void restart() {
        if (task.path("restart").isTextual() && RESTARTS.keySet().stream().anyMatch(call::has)) {
            String policy = task.path("restart").textValue();
            task.putObject("restart").put("policy", policy);
        }
        RESTARTS.forEach((option, member) -> {
            if (call.has(option)) {
                object("restart").put(member, call.value(option));
            }
        });
        if (call.has(ESSENTIAL)) {
            task.put("essential", true);
        }
    }

    private void numbers() {
        NUMBERS.forEach((option, member) -> {
            if (call.has(option)) {
                task.put(member, call.number(option, 0));
            }
        });
    }

    private void lists() throws Failure {
        if (call.has("--deps")) {
            ArrayNode deps = task.putArray("deps");
            for (String dep : List.of(String.join(",", call.values("--deps")).split(","))) {
                add(deps, dep);
            }
        }
        if (call.has("--success")) {
            ArrayNode success = task.putArray("success");
            for (String end : call.value("--success").split(",", -1)) {
                put(success, end);
            }
        }
        for (String pair : call.values("--env")) {
            int equals = pair.indexOf('=');
            String value = equals < 0 ? System.getenv(pair) : pair.substring(equals + 1);
            if (value == null) {
                throw call.misused("the environment has no variable " + pair + "; --env " + pair + "=VALUE sets it");
            }
            object("env").put(equals < 0 ? pair : pair.substring(0, equals), value);
        }
        for (String pair : call.values("--limit")) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                throw call.misused("--limit needs NAME=VALUE, such as nofile=1024");
            }
            object("limits").put(pair.substring(0, equals), pair.substring(equals + 1));
        }
    }

    private void command() {
        if (!call.command().isEmpty()) {
            task.remove("cmd");
            ArrayNode arguments = task.putArray("args");
            call.command().forEach(arguments::add);
        } else if (call.has("--cmd")) {
            task.remove("args");
        }
    }

    private ObjectNode object(String member) {
        JsonNode there = task.path(member);
        return there.getNodeType() == JsonNodeType.OBJECT ? (ObjectNode) there : task.putObject(member);
    }

    private static void put(ArrayNode list, String word) {
        try {
            list.add(Integer.parseInt(word.strip()));
        } catch (NumberFormatException noNumber) {
            list.add(word.strip());
        }
    }

    /** Adds a name, or {@code name=condition} as an object. */
    private static void add(ArrayNode deps, String dep) {
        int equals = dep.indexOf('=');
        if (equals < 0) {
            deps.add(dep);
        } else {
            deps.addObject().put("task", dep.substring(0, equals)).put("condition", dep.substring(equals + 1));
        }
    }
}
