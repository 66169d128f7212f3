package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The CPU and memory use of the live tasks and replicas at one instant. */
final class ProcessUsage {
    static final ProcessUsage NONE = new ProcessUsage(Instant.EPOCH, Map.of());

    private static final double NANOS = 1e9;

    private final Instant at;
    private final Map<String, Figure> figures;

    /**
     * The use of a task or replica.
     *
     * @param pid 0 for a task with several live replicas
     * @param seconds processor time so far
     * @param cores cores in use since the previous reading, or on average since the start without one
     * @param bytes memory
     * @param limit the least limit of its memory, in bytes; 0 without one, and for a task with several live replicas
     */
    record Figure(long pid, double seconds, double cores, long bytes, long limit) {}

    private ProcessUsage(Instant at, Map<String, Figure> figures) {
        this.at = at;
        this.figures = figures;
    }

    /**
     * Reads the use of one task, or of all for an empty name. If the service refuses, the result is empty and a note
     * is shown, since the use is only an addition.
     */
    static ProcessUsage readIfPossible(Invocation call, String task, ProcessUsage before) throws Failure {
        try {
            return of(call.service().get(Route.to("/usage").with("task", task).toString()), before);
        } catch (Failure refused) {
            if (refused.problem() == null) {
                throw refused;
            } else if (!call.has("--watch")) {
                call.screen().note("CPU and MEM are unavailable: " + refused.words());
            }
            return NONE;
        }
    }

    private static ProcessUsage of(JsonNode answer, ProcessUsage before) {
        ProcessUsage now = new ProcessUsage(time(answer.path("at")), new HashMap<>());
        answer.path("tasks").forEach(task -> now.add(task, before));
        return now;
    }

    private void add(JsonNode task, ProcessUsage before) {
        String name = task.path("name").asText();
        double cores = 0;
        double seconds = 0;
        long pid = 0;
        for (JsonNode replica : task.path("replicas")) {
            String key = key(name, replica.path("index").asInt());
            Figure figure = figure(replica, before.figures.get(key), before.at);
            figures.put(key, figure);
            cores += figure.cores;
            seconds += figure.seconds;
            pid = figure.pid;
        }
        double total = task.path("cpuSeconds").asDouble();
        // The service lists only the first of thousands of replicas, which are taken as representative.
        double all = seconds > 0 ? cores * total / seconds : cores;
        boolean single = task.path("replicas").size() == 1;
        JsonNode only = task.path("replicas").path(0);
        figures.put(
                name,
                new Figure(
                        single ? pid : 0,
                        total,
                        all,
                        single ? memory(only) : task.path("rss").asLong(),
                        single ? only.path("memoryLimit").asLong() : 0));
    }

    private Figure figure(JsonNode replica, @Nullable Figure before, Instant then) {
        long pid = replica.path("pid").asLong();
        double seconds = replica.path("cpuSeconds").asDouble();
        Figure base = before != null && before.pid == pid ? before : null;
        Instant from = base != null ? then : time(replica.path("since"));
        double used = seconds - (base != null ? base.seconds : 0);
        double span = Duration.between(from, at).toNanos() / NANOS;
        double cores = span > 0 ? Math.max(0, used / span) : 0;
        return new Figure(
                pid,
                seconds,
                cores,
                memory(replica),
                replica.path("memoryLimit").asLong());
    }

    /** The memory to which a limit applies: with a control group, as much as that has counted. */
    private static long memory(JsonNode replica) {
        JsonNode counted = replica.path("group").path("memory");
        return replica.has("memoryLimit") && counted.isNumber()
                ? counted.asLong()
                : replica.path("rss").asLong();
    }

    private static Instant time(JsonNode text) {
        try {
            return Instant.parse(text.asText());
        } catch (DateTimeException none) {
            return Instant.EPOCH;
        }
    }

    private static String key(String task, int replica) {
        return task + ":" + replica;
    }

    Figure of(String task) {
        return figures.getOrDefault(task, new Figure(0, 0, 0, 0, 0));
    }

    Figure of(String task, int replica) {
        return of(key(task, replica));
    }
}
