package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Starts listed tasks, or defines a task and starts it. */
final class StartVerb implements Verb {
    @Override
    public CommandSpec spec() {
        Options options = Options.of(
                        "start",
                        "Starts tasks that are listed; with a command, an option or a file, defines one first.",
                        "A scheduled cron task runs now, a stopped one is scheduled again.",
                        "A definition replaces the former one, and restarts the task if it changed.")
                .choice("-t --type", "T", "daemon (default), once or cron", "daemon", "once", "cron")
                .value("--cron", "PATTERN", "when to fire, for a task of type cron");
        return Definition.options(options)
                .flag("--all", "start all tasks that are stopped, as after 'stop --all'")
                .flag("--new", "refuse if a task of this name is listed")
                .flag("--no-start", "list a new task as stopped; a listed one is changed as without this option")
                .flag("--no-wait", "return at once, not when the task runs")
                .choice(
                        "--wait",
                        "WHAT",
                        "'ready': return when the task is ready, and fail if it does not become so",
                        "ready")
                .flag(PlanView.OPTION, PlanView.DESCRIPTION)
                .json()
                .parameters(
                        "NAME... | NAME -- COMMAND ARGS...",
                        "NAME[:INDEX]",
                        "0..*",
                        "the tasks; one, if it is being defined")
                .examples(
                        "meproc start web",
                        "meproc start web --replica 4 --env PORT=8080 -- /srv/web/server --quiet",
                        "meproc start backup --cron '0 3 * * *' --cmd 'pg_dump shop | gzip >/backup/shop.gz'",
                        "meproc start --file task.json",
                        "meproc start --all");
    }

    @Override
    public boolean acceptsCommand() {
        return true;
    }

    @Override
    public int run(Invocation call) throws Failure {
        List<String> names = call.parameters();
        if (call.has("--no-start") && (call.has("--all") || !Definition.isIn(call))) {
            throw call.misused("--no-start needs a definition: a command, a file or an option");
        }
        if (call.has("--all")) {
            if (Definition.isIn(call) || call.has("--new") || !names.isEmpty()) {
                throw call.misused("--all is for tasks that are listed, without names or a definition");
            }
            return startAll(call);
        } else if (Definition.isIn(call)) {
            return defined(call);
        } else if (call.has("--new")) {
            throw call.misused("--new needs a definition: a command, a file or an option");
        } else if (names.isEmpty()) {
            throw call.misused("name a task; a new one needs a command as well: meproc start NAME -- COMMAND");
        } else if (names.size() > 1) {
            // Not as one bulk request, which does not run cron tasks.
            return ControlVerb.shown(call, ControlVerb.each(call, target -> start(call, target)));
        }
        return shown(call, names.get(0), start(call, Target.of(names.get(0))));
    }

    private static JsonNode start(Invocation call, Target target) throws Failure {
        return call.service()
                .post(Route.to(target.path() + "/start")
                        .with("wait", wait(call))
                        .with("dryRun", PlanView.parameter(call))
                        .toString());
    }

    private static int startAll(Invocation call) throws Failure {
        ObjectNode body = Json.object();
        body.putObject("selector").put("state", "stopped");
        return ControlVerb.shown(
                call,
                call.service()
                        .post(
                                Route.to("/tasks:start")
                                        .with("dryRun", PlanView.parameter(call))
                                        .toString(),
                                body));
    }

    private static int defined(Invocation call) throws Failure {
        JsonNode file = call.has(DefinitionFile.OPTION) ? DefinitionFile.read(call) : Json.object();
        if (file instanceof ObjectNode object) {
            return define(call, object, call.parameter("NAME, while a task is being defined,"));
        } else if (!file.isArray()) {
            throw call.misused(
                    DefinitionFile.name(call) + " is neither a definition (a JSON object) nor a list of definitions");
        } else if (!call.parameters().isEmpty() || !call.command().isEmpty()) {
            throw call.misused(
                    DefinitionFile.name(call) + " has a list of definitions, so no name or command can be given");
        }
        for (JsonNode each : file) {
            if (!each.path("name").isTextual()) {
                throw call.misused(
                        DefinitionFile.name(call) + " has a list; each element must be an object with a name");
            }
        }
        int code = Code.DONE;
        for (JsonNode each : file) {
            try {
                define(call, (ObjectNode) each, "");
            } catch (Failure failure) {
                if (failure.problem() == null) {
                    throw failure;
                }
                call.screen().note(each.path("name").asText() + ": " + failure.words());
                code = code == Code.DONE ? failure.code() : code;
            }
        }
        return code;
    }

    private static int define(Invocation call, ObjectNode file, String given) throws Failure {
        ObjectNode definition = Definition.of(call, file);
        String name = given;
        if (name.isEmpty()) {
            name = definition.path("name").asText("");
        }
        if (name.isEmpty()) {
            throw call.misused("name the task");
        }
        if (!definition.has("type") && !call.has("--file")) {
            definition.put("type", ScheduleOptions.areForCron(call) || definition.has("cron") ? "cron" : "daemon");
        }
        String path = Route.to(Route.task(name))
                .with("wait", wait(call))
                .with("dryRun", PlanView.parameter(call))
                .with("start", call.has("--no-start") ? "false" : "")
                .toString();
        Request request = Request.of("PUT", path).with(definition);
        try {
            Request sent = call.has("--new") ? request.with("If-None-Match", "*") : request;
            return shown(call, name, call.service().call(sent));
        } catch (Failure failure) {
            throw call.has("--new") ? listedAlready(failure, name) : failure;
        }
    }

    /** The failure for a task that was meant to be new. */
    static Failure listedAlready(Failure failure, String name) {
        return failure.code() == Code.CONFLICT ? failure.withWords("task '" + name + "' is listed already") : failure;
    }

    private static String wait(Invocation call) throws Failure {
        if (call.has("--wait") && call.has("--no-wait")) {
            throw call.misused("--wait and --no-wait exclude each other");
        }
        return call.has("--no-wait") ? "false" : call.value("--wait");
    }

    private static int shown(Invocation call, String name, JsonNode outcome) {
        if (!call.showedJson(outcome)) {
            new Outcomes(call.screen()).show(name, outcome);
        }
        return Code.DONE;
    }
}
