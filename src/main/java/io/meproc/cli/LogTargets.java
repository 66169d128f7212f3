package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The replicas that a command line selects; the set can change while the command runs. */
final class LogTargets {
    private final Service service;
    private final boolean all;
    private final List<Target> named = new ArrayList<>();

    private LogTargets(Service service, boolean all) {
        this.service = service;
        this.all = all;
    }

    static LogTargets of(Invocation call) throws Failure {
        if (call.parameters().isEmpty() != call.has("--all")) {
            throw call.misused(call.has("--all") ? "name tasks or use --all, not both" : "name a task, or use --all");
        }
        LogTargets targets = new LogTargets(call.service(), call.has("--all"));
        for (String word : call.parameters()) {
            targets.named.add(Target.of(word));
        }
        return targets;
    }

    /** The selected replicas; fails if a named task is not listed. */
    List<Target> now() throws Failure {
        List<Target> replicas = new ArrayList<>();
        if (all) {
            new TaskList(service)
                    .eachPage(page -> page.path("tasks").forEach(task -> addAll(Target.whole(task), task, replicas)));
        }
        for (Target target : named) {
            if (target.replica().isPresent()) {
                replicas.add(target);
            } else {
                addAll(target, service.get(target.path()), replicas);
            }
        }
        return replicas;
    }

    /** The selected replicas of those whole tasks that are still listed. */
    List<Target> left() throws Failure {
        if (all) {
            return now();
        }
        List<Target> replicas = new ArrayList<>();
        for (Target target : named) {
            try {
                if (target.replica().isEmpty()) {
                    addAll(target, service.get(target.path()), replicas);
                }
            } catch (Failure failure) {
                if (failure.code() != Code.UNKNOWN) {
                    throw failure;
                }
                // The reader of its output reports the removal.
            }
        }
        return replicas;
    }

    private static void addAll(Target target, JsonNode task, List<Target> replicas) {
        int count = task.path("definition").path("replica").asInt(1);
        for (int index = 0; index < count; index++) {
            replicas.add(target.at(index));
        }
    }
}
