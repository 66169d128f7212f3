package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Shows what a task's processes wrote, to the byte. */
final class LogsVerb implements Verb {
    private static final int LINES_BEFORE_NEWS = 10;

    @Override
    public CommandSpec spec() {
        return Options.of(
                        "logs",
                        "Shows the output of a task, or of one replica.",
                        "Bytes as they were written; of several replicas, lines behind the name of each.")
                .flag("-f --follow", "go on with what is being written, until Ctrl-C or the task is removed")
                .number("-n --lines", "LINES", "only the last lines (default: all; with -f the last 10)")
                .json()
                .parameters("NAME[:INDEX]", "NAME[:INDEX]", "1", "the task or replica")
                .examples("meproc logs web -n 100", "meproc logs web:0 -f");
    }

    @Override
    public int run(Invocation call) throws Failure {
        Target target = Target.of(call.parameter("NAME"));
        boolean follows = call.has("--follow");
        int lines = call.number("--lines", follows ? LINES_BEFORE_NEWS : -1);
        List<Integer> replicas = replicas(call, target);
        if (call.has("--json")) {
            return json(call, target, replicas, lines);
        }
        Outlet outlet = new Outlet(call, target, replicas);
        if (lines >= 0) {
            outlet.last(lines);
        } else {
            outlet.drain();
        }
        if (follows) {
            follow(call, outlet);
        } else {
            outlet.end();
        }
        return Code.DONE;
    }

    private static List<Integer> replicas(Invocation call, Target target) throws Failure {
        if (target.replica().isPresent()) {
            return List.of(target.replica().getAsInt());
        }
        List<Integer> all = new ArrayList<>();
        JsonNode task = call.service().get(target.path());
        task.path("replicas").forEach(replica -> all.add(replica.path("index").asInt()));
        return all;
    }

    private static void follow(Invocation call, Outlet outlet) throws Failure {
        Pace pace = new Pace();
        try (EndRequest end = new EndRequest()) {
            boolean news = true;
            while (!call.screen().gone() && !end.within(pace.next(news))) {
                news = outlet.drain();
            }
            outlet.end();
        } catch (Failure failure) {
            if (failure.code() != Code.UNKNOWN) {
                throw failure;
            }
            outlet.end();
            call.screen().note("the task was removed");
        }
    }

    /** An object of texts by replica. */
    private static int json(Invocation call, Target target, List<Integer> replicas, int lines) throws Failure {
        if (call.has("--follow")) {
            throw call.misused("--json is one value, which -f would never end");
        }
        ObjectNode texts = Json.object();
        for (int index : replicas) {
            Output output = new Output(call.service(), target.replicaPath(index));
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            byte[] bytes = lines >= 0 ? output.last(lines) : output.more();
            while (bytes.length > 0) {
                text.writeBytes(bytes);
                bytes = lines >= 0 ? new byte[0] : output.more();
            }
            texts.put(target.task() + ":" + index, text.toString(StandardCharsets.UTF_8));
        }
        call.screen().line(Json.write(texts));
        return Code.DONE;
    }
}
