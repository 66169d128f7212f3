package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Verbs that control listed tasks or single replicas. They return when the change is completed. */
final class ControlVerb implements Verb {
    static final ControlVerb STOP = new ControlVerb(
            "stop", "stop", "Stops tasks. They stay listed, and stopped.", "meproc stop web", "meproc stop web:3");
    static final ControlVerb RESTART = new ControlVerb(
            "restart",
            "restart",
            "Stops tasks and starts them again.",
            "meproc restart web --rolling",
            "meproc restart --state failed");
    static final ControlVerb RESET = new ControlVerb(
            "reset",
            "reset",
            "Clears failures: the count of restarts, and the backoff before the next start.",
            "meproc reset web",
            "meproc reset --state 'backing off'");
    static final ControlVerb PAUSE = new ControlVerb(
            "pause",
            "pause",
            "Pauses the schedules of cron tasks: they do not fire until they are resumed.",
            "meproc pause backup",
            "meproc pause --type cron");
    static final ControlVerb RESUME = new ControlVerb(
            "resume",
            "resume",
            "Resumes the schedules of cron tasks. Fires that passed meanwhile are not caught up.",
            "meproc resume backup",
            "meproc resume --state paused");
    static final ControlVerb REMOVE = new ControlVerb(
            "rm", "remove", "Stops and removes tasks.", "meproc rm web db", "meproc rm --state finished");

    private final String name;
    private final String action;
    private final String header;
    private final String[] examples;

    /** An action on one task or replica. */
    interface Single {
        JsonNode on(Target target) throws Failure;
    }

    private ControlVerb(String name, String action, String header, String... examples) {
        this.name = name;
        this.action = action;
        this.header = header;
        this.examples = examples;
    }

    @Override
    public CommandSpec spec() {
        Options options = Options.of(name, header);
        if (name.equals("restart")) {
            options.flag("--rolling", "one replica at a time, each after the one before is ready");
        }
        return Selection.options(options)
                .flag(PlanView.OPTION, PlanView.DESCRIPTION)
                .json()
                .examples(examples);
    }

    @Override
    public int run(Invocation call) throws Failure {
        ObjectNode selector = Selection.of(call);
        List<String> names = call.parameters();
        if (names.size() == 1) {
            JsonNode outcome = one(call, Target.of(names.get(0)));
            if (!call.showedJson(outcome)) {
                new Outcomes(call.screen()).show(names.get(0), outcome);
            }
            return Code.DONE;
        }
        return shown(
                call,
                names.stream().anyMatch(text -> text.contains(":"))
                        ? each(call, target -> one(call, target))
                        : many(call, selector));
    }

    /** Shows the results and returns the exit code. */
    static int shown(Invocation call, JsonNode results) {
        if (call.showedJson(results)) {
            return Outcomes.code(results);
        }
        if (results.path("results").isEmpty()) {
            call.screen().note("no task matches");
        }
        return new Outcomes(call.screen()).showAll(results, call.service());
    }

    private JsonNode one(Invocation call, Target target) throws Failure {
        if (!this.equals(REMOVE)) {
            Route route = Route.to(target.path() + "/" + action);
            return call.service()
                    .post(route.with("rolling", rolling(call) ? "true" : "")
                            .with("dryRun", PlanView.parameter(call))
                            .toString());
        } else if (target.replica().isPresent()) {
            throw call.misused(
                    "a replica can't be removed, only a whole task; 'meproc scale' reduces the number of replicas");
        }
        Route route = Route.to(target.path()).with("dryRun", PlanView.parameter(call));
        return call.service().call(Request.of("DELETE", route.toString()));
    }

    private JsonNode many(Invocation call, ObjectNode selector) throws Failure {
        ObjectNode body = Json.object();
        body.set("selector", selector);
        if (rolling(call)) {
            body.put("rolling", true);
        }
        Route route = Route.to("/tasks:" + action).with("dryRun", PlanView.parameter(call));
        return call.service().post(route.toString(), body);
    }

    /**
     * Applies the action to each target in turn, since the bulk API has tasks only; the result has the form of the
     * bulk API's answer.
     */
    static JsonNode each(Invocation call, Single action) throws Failure {
        ObjectNode whole = Json.object();
        ArrayNode results = whole.putArray("results");
        for (String text : call.parameters()) {
            ObjectNode result = results.addObject().put("name", text);
            try {
                result.set("outcome", action.on(Target.of(text)));
            } catch (Failure failure) {
                JsonNode problem = failure.problem();
                if (problem == null) {
                    throw failure;
                }
                result.set("status", problem.path("status"));
                result.set("problem", problem);
            }
        }
        return whole;
    }

    private boolean rolling(Invocation call) {
        return name.equals("restart") && call.has("--rolling");
    }
}
