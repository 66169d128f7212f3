package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import picocli.CommandLine.Model.CommandSpec;

/** Runs a command as a task of its own, as if it were started from here: with its output, its exit code and Ctrl-C. */
final class RunVerb implements Verb {
    /** A pattern that fires once in four years. */
    private static final String NOT_YET = "0 0 29 2 *";

    private static final Set<String> AT_REST = Set.of("finished", "failed", "stopped");

    @Override
    public CommandSpec spec() {
        Options options = Options.of(
                "run",
                "Runs a command under Meproc, shows its output and ends with its exit code.",
                "The task is removed when it has ended; Ctrl-C stops it.");
        return Definition.options(options)
                .flag("-k --keep", "leave the task listed when it has ended")
                .flag("--json", "when it has ended, the task as JSON instead of the output")
                .parameters("NAME -- COMMAND ARGS...", "NAME", "1", "a name that is not listed yet")
                .examples(
                        "meproc run migration --timeout 10m -- /srv/shop/migrate --all",
                        "meproc run hello --cmd 'echo hello from $MEPROC_TASK'");
    }

    @Override
    public boolean takesCommand() {
        return true;
    }

    @Override
    public int run(Invocation call) throws Failure {
        try {
            return ran(call);
        } catch (Failure failure) {
            // The other codes could be those of a task.
            throw failure.code() == Code.CONFLICT
                    ? new Failure(
                            Code.NO_RUN,
                            failure.words() + "\n  'meproc rm " + call.parameter("NAME")
                                    + "' removes it; another name runs it beside",
                            failure.problem())
                    : failure.withCode(code(failure));
        }
    }

    private static int code(Failure failure) {
        return failure.problem() == null ? Code.NO_RUN : Ending.notStarted(failure.words());
    }

    private int ran(Invocation call) throws Failure {
        Target target = new Target(call.parameter("NAME"), OptionalInt.empty());
        ObjectNode definition = Definition.of(call);
        definition.put("type", "once");
        try (EndRequest end = new EndRequest()) {
            Outlet outlet = listed(call, target, definition);
            try {
                call.service().call(Request.of("PUT", target.path()).with(definition));
            } catch (Failure failure) {
                forget(call, target);
                throw failure;
            }
            JsonNode task = followed(call, target, outlet, end);
            Ending ending = Ending.of(task);
            if (call.has("--json")) {
                call.screen().line(Json.write(task));
            }
            if (ending.words().isPresent()) {
                call.screen().note(ending.words().get());
            }
            if (!call.has("--keep")) {
                call.service().call(Request.of("DELETE", target.path()));
            }
            call.screen().out().flush();
            return ending.code();
        }
    }

    /**
     * Lists the task without starting it yet, and passes over what its log has: an earlier task of this name may have
     * written there, and nothing tells afterwards where the new output begins.
     */
    private static Outlet listed(Invocation call, Target target, ObjectNode definition) throws Failure {
        ObjectNode waiting = definition.deepCopy().put("type", "cron").put("cron", NOT_YET);
        Request list = Request.of("PUT", target.path()).with(waiting).with("If-None-Match", "*");
        JsonNode task = call.service().call(list).path("task");
        int replicas =
                call.has("--json") ? 0 : task.path("definition").path("replica").asInt(1);
        Outlet outlet =
                new Outlet(call, target, IntStream.range(0, replicas).boxed().toList());
        try {
            outlet.skip();
        } catch (Failure failure) {
            forget(call, target);
            throw failure;
        }
        return outlet;
    }

    /** Removes what did not become a run, if it is there. */
    private static void forget(Invocation call, Target target) {
        try {
            call.service().call(Request.of("DELETE", target.path()));
        } catch (Failure gone) {
            // It is the failure before that is told.
        }
    }

    /** Shows the output until the task has ended, and answers what it is then. */
    private static JsonNode followed(Invocation call, Target target, Outlet outlet, EndRequest end) throws Failure {
        Pace pace = new Pace();
        boolean stopping = false;
        while (true) {
            // In this order, so that all that an ended task wrote is read after its end.
            JsonNode task = call.service().get(target.path());
            boolean news = outlet.drain();
            if (AT_REST.contains(task.path("state").asText())) {
                outlet.end();
                return task;
            }
            if (stopping) {
                EndRequest.rest(pace.next(news));
            } else if (end.within(pace.next(news))) {
                stopping = true;
                call.service().post(target.path() + "/stop?wait=false");
            }
        }
    }
}
