package io.meproc.cli;

import picocli.CommandLine.Model.CommandSpec;

/** Shows all tasks, or some of them. */
final class ListVerb implements Verb {
    private static final String SORT = "--sort";

    @Override
    public CommandSpec spec() {
        return Selection.filters(Options.of("ls", "Lists the tasks, those in trouble first."))
                .choice(SORT, "KEY", "trouble (default), name, restarts, start, cpu or mem", ListView.KEYS)
                .flag("-w --watch", "update the list at each change, until Ctrl-C")
                .json()
                .parameters("[TEXT]", "TEXT", "0..1", "only tasks with this text in their name or command")
                .examples(
                        "meproc ls",
                        "meproc ls --trouble",
                        "meproc ls --state 'failed,backing off'",
                        "meproc ls -w",
                        "meproc ls --json web");
    }

    @Override
    public int run(Invocation call) throws Failure {
        call.parameter("TEXT");
        String sort = call.value(SORT);
        if (call.has("--json")) {
            new ListView(call, sort).list(sort).writeJson(call.screen());
            return Code.DONE;
        }
        ListView view = new ListView(call, sort.isEmpty() ? ListView.TROUBLE : sort);
        if (call.has("--watch")) {
            return new Watch(call).show(view);
        }
        Table table = view.now();
        if (table.isEmpty()) {
            call.screen().note(call.line().matchedArgs().isEmpty() ? "no task is listed" : "no task matches");
        } else {
            table.print(call.screen());
        }
        return Code.DONE;
    }
}
