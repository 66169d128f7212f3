package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Shows what tasks' processes wrote; of a single replica to the byte. */
final class LogsVerb implements Verb {
    private static final int LINES_BEFORE_NEWS = 10;

    @Override
    public CommandSpec spec() {
        return Options.of(
                        "logs",
                        "Shows the output of tasks, or of single replicas.",
                        "Of one replica the bytes as they were written; of several, lines behind the name of each,",
                        "in the order in which they are read.")
                .flag("-f --follow", "go on with what is being written, until Ctrl-C or the tasks are removed")
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
        List<Target> replicas = replicas(call);
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
            return follow(call, outlet);
        }
        outlet.end();
        return Code.DONE;
    }

    private static List<Target> replicas(Invocation call) throws Failure {
        if (call.parameters().isEmpty() != call.has("--all")) {
            throw call.misused(call.has("--all") ? "name tasks or use --all, not both" : "name a task, or use --all");
        }
        List<String> names = call.has("--all") ? new TaskList(call.service()).names() : call.parameters();
        List<Target> all = new ArrayList<>();
        for (String name : names) {
            Target target = Target.of(name);
            if (target.replica().isPresent()) {
                all.add(target);
            } else {
                JsonNode task = call.service().get(target.path());
                task.path("replicas")
                        .forEach(replica ->
                                all.add(target.at(replica.path("index").asInt())));
            }
        }
        return all;
    }

    private static int follow(Invocation call, Outlet outlet) throws Failure {
        Pace pace = new Pace();
        try (EndRequest end = EndRequest.ofReader()) {
            int read = 1;
            while (!outlet.isEmpty() && !call.screen().gone() && !end.within(pace.next(read))) {
                read = outlet.follow();
            }
            outlet.end();
            return end.code(Code.DONE);
        }
    }
}
