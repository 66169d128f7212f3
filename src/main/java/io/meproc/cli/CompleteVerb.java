package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import picocli.CommandLine.Model.CommandSpec;

/** Prints names for the completion script. Without a service, or if it does not answer in time, nothing is printed. */
final class CompleteVerb implements Verb {
    /** The time limit of the whole request. */
    private static final Duration TIMEOUT = Duration.ofMillis(700);

    @Override
    public CommandSpec spec() {
        return Options.of("complete", "Prints the names of tasks or of a task's replicas, for the completion script.")
                .parameters("tasks | replicas NAME", "WORD", "1..2", "what to print")
                .examples("meproc complete tasks", "meproc complete replicas web");
    }

    @Override
    public int run(Invocation call) {
        List<String> names = new CopyOnWriteArrayList<>();
        Thread reader = new Thread(() -> names.addAll(names(call)), "names");
        // A daemon thread, so that a service that does not answer does not delay the exit of the client.
        reader.setDaemon(true);
        reader.start();
        try {
            reader.join(TIMEOUT.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        for (String name : names) {
            call.screen().line(Plain.of(name));
        }
        return Code.DONE;
    }

    private static List<String> names(Invocation call) {
        List<String> words = call.parameters();
        try {
            if (words.size() == 1) {
                return new TaskList(call.service()).names();
            }
            Target task = Target.of(words.get(1));
            List<String> replicas = new ArrayList<>();
            for (JsonNode replica : call.service().get(task.path()).path("replicas")) {
                replicas.add(task.at(replica.path("index").asInt()).toString());
            }
            return replicas;
        } catch (Failure silent) {
            return List.of();
        }
    }
}
