package io.meproc.cli;

import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;

/** Shows the output of tasks; the output of a single replica is unchanged to the byte. */
final class LogsVerb implements Verb {
    private static final int LAST_LINES = 10;

    /** The interval of the checks for new replicas. */
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(2);

    @Override
    public CommandSpec spec() {
        return Options.of(
                        "logs",
                        "Shows the output of tasks, or of single replicas.",
                        "Of one replica the unchanged bytes; of several, lines after the name of each,",
                        "in the order in which they are read.")
                .flag("-f --follow", "follow the output, until Ctrl-C or the tasks are removed")
                .number("-n --lines", "LINES", "only the last lines of each (default: all; with -f the last 10)")
                .flag("--all", "all tasks that are listed")
                .value("--run", "RUN", "only the output of one run: its number, or 'last' for the last one that ended")
                .json()
                .parameters("NAME[:INDEX]...", "NAME[:INDEX]", "0..*", "the tasks or replicas")
                .examples(
                        "meproc logs web -n 100",
                        "meproc logs web:0 -f",
                        "meproc logs web db -f",
                        "meproc logs web:0 --run last");
    }

    @Override
    public int run(Invocation call) throws Failure {
        boolean follows = call.has("--follow");
        int lines = call.number("--lines", follows ? LAST_LINES : -1);
        if (follows && call.has("--json")) {
            throw call.misused("--json writes one value, so it can't be combined with -f");
        }
        if (follows && call.has("--run")) {
            throw call.misused("--run shows what a run has written, so it can't be combined with -f");
        }
        LogTargets targets = LogTargets.of(call);
        List<Target> replicas = targets.now();
        if (call.has("--json")) {
            OutputJson.write(call, replicas, lines);
            return Code.DONE;
        }
        OutputView view = new OutputView(call, replicas);
        if (lines >= 0) {
            view.last(lines);
        } else {
            view.drainAll();
        }
        if (follows) {
            return follow(call, view, targets, Math.max(lines, 0));
        }
        view.end();
        return Code.DONE;
    }

    private static int follow(Invocation call, OutputView view, LogTargets targets, int lines) throws Failure {
        PollInterval interval = new PollInterval();
        long checked = System.nanoTime();
        try (EndRequest end = EndRequest.ofReader()) {
            int read = 1;
            while (!view.isEmpty() && !call.screen().gone() && !end.within(interval.next(read))) {
                read = view.follow();
                if (!view.isEmpty() && System.nanoTime() - checked >= CHECK_NANOS) {
                    view.add(targets.left(), lines);
                    checked = System.nanoTime();
                }
            }
            view.end();
            return end.code(Code.DONE);
        }
    }
}
