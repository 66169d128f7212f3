package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Runs a command as a task of its own and behaves like the command: shows its output, ends with its exit code, and
 * stops it at Ctrl-C.
 */
final class RunVerb implements Verb {
    /** A prefix of the service's message for a task that stays listed; {@code run} removes its task. */
    private static final String STAYS_LISTED = "the task stays listed as it is now: ";

    /** The exit code if standard output is closed: 128 + SIGPIPE, as for other commands. */
    private static final int OUTPUT_CLOSED = Code.SIGNAL + 13;

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
    public boolean acceptsCommand() {
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
                                    + "' removes it; or choose another name",
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
            OutputView view = listed(call, target, definition);
            if (end.hasArrived()) {
                RunStop.remove(call, target);
                return end.code(Code.NO_RUN);
            }
            try {
                call.service().post(target.path() + "/start");
            } catch (Failure failure) {
                RunStop.remove(call, target);
                throw failure.withWords(failure.words().replace(STAYS_LISTED, ""));
            }
            JsonNode task = followed(call, target, view, end);
            int code = shown(call, task);
            if (!call.has("--keep")) {
                call.service().call(Request.of("DELETE", target.path()));
            }
            return call.screen().gone() ? end.code(OUTPUT_CLOSED) : end.code(code);
        }
    }

    /** Refuses piped input, since it would silently not reach the command. */
    private static void refuseInput(Invocation call, ObjectNode definition) throws Failure {
        if (!definition.has("stdin") && call.input().waits()) {
            throw call.misused("standard input does not reach the command: use --stdin FILE to pass a file,"
                    + " or </dev/null for no input");
        }
    }

    /** Shows the result and returns the exit code. */
    private static int shown(Invocation call, JsonNode task) {
        RunResult result = RunResult.of(task);
        if (call.has("--json")) {
            call.screen().line(Json.write(task));
        }
        if (result.words().isPresent()) {
            call.screen().note(result.words().get());
        }
        return result.code();
    }

    /**
     * Lists the task without starting it, and skips the existing log. An earlier task of this name may have written
     * there, and later the beginning of the new output could not be determined.
     */
    private static OutputView listed(Invocation call, Target target, ObjectNode definition) throws Failure {
        Request list = Request.of("PUT", target.path() + "?start=false").with(definition);
        JsonNode task = call.service().call(list.with("If-None-Match", "*")).path("task");
        int replicas =
                call.has("--json") ? 0 : task.path("definition").path("replica").asInt(1);
        OutputView view = new OutputView(
                call, IntStream.range(0, replicas).mapToObj(target::at).toList());
        try {
            view.skip();
        } catch (Failure failure) {
            RunStop.remove(call, target);
            throw failure;
        }
        return view;
    }

    /** Shows the output until the task has ended, and returns the ended task. */
    private static JsonNode followed(Invocation call, Target target, OutputView view, EndRequest end) throws Failure {
        PollInterval interval = new PollInterval();
        boolean stopping = false;
        boolean warned = call.has("--stdin");
        while (true) {
            // In this order, so that all output of an ended task is read after its end.
            JsonNode task = call.service().get(target.path());
            int read = view.drain();
            if (RunStop.isOver(task)) {
                view.drainAll();
                view.end();
                return task;
            }
            if (!stopping && (end.hasArrived() || call.screen().gone())) {
                stopping = true;
                RunStop.request(call, target);
            }
            if (!warned && call.input().waits()) {
                warned = true;
                call.screen().note("standard input does not reach the command; use --stdin FILE to pass a file");
            }
            if (stopping) {
                end.awaitSettled(interval.next(read));
            } else {
                end.within(interval.next(read));
            }
        }
    }
}
