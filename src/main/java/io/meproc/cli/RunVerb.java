package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import picocli.CommandLine.Model.CommandSpec;

/** Runs a command as a task of its own, as if it were started from here: with its output, its exit code and Ctrl-C. */
final class RunVerb implements Verb {
    /** What the service says of a task that it lists, which {@code run} removes. */
    private static final String STAYS = "the task stays listed as it is now: ";

    /** As a command has that writes into a pipe that nobody reads: 128 + SIGPIPE. */
    private static final int GONE = Code.SIGNAL + 13;

    @Override
    public CommandSpec spec() {
        Options options = Options.of(
                "run",
                "Runs a command under Meproc, shows its output and ends with its exit code.",
                "The task is removed when it has ended. Ctrl-C stops it; the second Ctrl-C ends this client at once.");
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
                            StartVerb.listedAlready(failure, call.parameter("NAME"))
                                            .words() + "\n  'meproc rm " + call.parameter("NAME")
                                    + "' removes it; another name runs it beside",
                            failure.problem())
                    : failure.withCode(code(failure));
        }
    }

    private static int code(Failure failure) {
        return failure.problem() == null ? Code.NO_RUN : RunResult.notStarted(failure.words());
    }

    private int ran(Invocation call) throws Failure {
        Target target = new Target(call.parameter("NAME"), OptionalInt.empty());
        ObjectNode definition = Definition.of(call);
        definition.put("type", "once");
        refuseInput(call, definition);
        try (EndRequest end = new EndRequest(new RunStop(call, target))) {
            Outlet outlet = listed(call, target, definition);
            if (end.isMade()) {
                RunStop.forget(call, target);
                return end.code(Code.NO_RUN);
            }
            try {
                call.service().post(target.path() + "/start");
            } catch (Failure failure) {
                RunStop.forget(call, target);
                throw failure.withWords(failure.words().replace(STAYS, ""));
            }
            JsonNode task = followed(call, target, outlet, end);
            int code = shown(call, task);
            if (!call.has("--keep")) {
                call.service().call(Request.of("DELETE", target.path()));
            }
            return call.screen().gone() ? end.code(GONE) : end.code(code);
        }
    }

    /** An input that the command would not receive must not be lost silently. */
    private static void refuseInput(Invocation call, ObjectNode definition) throws Failure {
        if (!definition.has("stdin") && call.input().waits()) {
            throw call.misused("standard input does not reach the command: --stdin FILE names a file to read,"
                    + " and </dev/null means that there is none");
        }
    }

    /** The exit code. */
    private static int shown(Invocation call, JsonNode task) {
        RunResult ending = RunResult.of(task);
        if (call.has("--json")) {
            call.screen().line(Json.write(task));
        }
        if (ending.words().isPresent()) {
            call.screen().note(ending.words().get());
        }
        return ending.code();
    }

    /**
     * Lists the task without starting it yet, and passes over what its log has: an earlier task of this name may have
     * written there, and nothing tells afterwards where the new output begins.
     */
    private static Outlet listed(Invocation call, Target target, ObjectNode definition) throws Failure {
        Request list = Request.of("PUT", target.path() + "?start=false").with(definition);
        JsonNode task = call.service().call(list.with("If-None-Match", "*")).path("task");
        int replicas =
                call.has("--json") ? 0 : task.path("definition").path("replica").asInt(1);
        Outlet outlet = new Outlet(
                call, IntStream.range(0, replicas).mapToObj(target::at).toList());
        try {
            outlet.skip();
        } catch (Failure failure) {
            RunStop.forget(call, target);
            throw failure;
        }
        return outlet;
    }

    /** Shows the output until the task has ended, and answers what it is then. */
    private static JsonNode followed(Invocation call, Target target, Outlet outlet, EndRequest end) throws Failure {
        Pace pace = new Pace();
        boolean stopping = false;
        boolean warned = call.has("--stdin");
        while (true) {
            // In this order, so that all that an ended task wrote is read after its end.
            JsonNode task = call.service().get(target.path());
            int read = outlet.drain();
            if (RunStop.isOver(task)) {
                outlet.drainAll();
                outlet.end();
                return task;
            }
            if (!stopping && (end.isMade() || call.screen().gone())) {
                stopping = true;
                RunStop.request(call, target);
            }
            if (!warned && call.input().waits()) {
                warned = true;
                call.screen().note("standard input does not reach the command; --stdin FILE names a file to read");
            }
            if (stopping) {
                end.restUntilSettled(pace.next(read));
            } else {
                end.within(pace.next(read));
            }
        }
    }
}
