package io.meproc.cli;

import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;

/** Shows what tasks' processes wrote; of a single replica to the byte. */
final class LogsVerb implements Verb {
    private static final int LINES_BEFORE_NEWS = 10;

    /** Between two looks for replicas that there were not. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(2);

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
                .json()
                .parameters("NAME[:INDEX]...", "NAME[:INDEX]", "0..*", "the tasks or replicas")
                .examples("meproc logs web -n 100", "meproc logs web:0 -f", "meproc logs web db -f");
    }

    @Override
    public int run(Invocation call) throws Failure {
        boolean follows = call.has("--follow");
        int lines = call.number("--lines", follows ? LINES_BEFORE_NEWS : -1);
        if (follows && call.has("--json")) {
            throw call.misused("--json is one value, which -f would never end");
        }
        LogTargets targets = LogTargets.of(call);
        List<Target> replicas = targets.now();
        if (call.has("--json")) {
            OutputJson.write(call, replicas, lines);
            return Code.DONE;
        }
        Outlet outlet = new Outlet(call, replicas);
        if (lines >= 0) {
            outlet.last(lines);
        } else {
            outlet.drainAll();
        }
        if (follows) {
            return follow(call, outlet, targets, Math.max(lines, 0));
        }
        outlet.end();
        return Code.DONE;
    }

    private static int follow(Invocation call, Outlet outlet, LogTargets targets, int lines) throws Failure {
        Pace pace = new Pace();
        long looked = System.nanoTime();
        try (EndRequest end = EndRequest.ofReader()) {
            int read = 1;
            while (!outlet.isEmpty() && !call.screen().gone() && !end.within(pace.next(read))) {
                read = outlet.follow();
                if (!outlet.isEmpty() && System.nanoTime() - looked >= LOOK_NANOS) {
                    outlet.add(targets.left(), lines);
                    looked = System.nanoTime();
                }
            }
            outlet.end();
            return end.code(Code.DONE);
        }
    }
}
