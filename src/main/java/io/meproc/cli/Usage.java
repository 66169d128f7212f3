package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the processes of tasks use now, by task; empty for a task without processes. */
final class Usage {
    private static final int PERCENT = 100;
    private static final int UNIT = 1024;
    private static final List<String> UNITS = List.of("B", "K", "M", "G", "T");

    private final Map<String, JsonNode> tasks = new HashMap<>();

    Usage(JsonNode answer) {
        for (JsonNode task : answer.path("tasks")) {
            tasks.put(task.path("name").asText(), task);
        }
    }

    /** Of a single process; many have no room. */
    String pid(String task) {
        JsonNode replicas = of(task).path("replicas");
        return replicas.size() == 1 ? replicas.path(0).path("pid").asText("") : "";
    }

    String cpu(String task) {
        return tasks.containsKey(task) ? Math.round(share(task) * PERCENT) + "%" : "";
    }

    String memory(String task) {
        return tasks.containsKey(task) ? bytes(rss(task)) : "";
    }

    /** Cores. */
    double share(String task) {
        return of(task).path("cpu").asDouble();
    }

    long rss(String task) {
        return of(task).path("rss").asLong();
    }

    private JsonNode of(String task) {
        return tasks.getOrDefault(task, Json.NODES.nullNode());
    }

    /** In the largest unit that has at least one of it. */
    static String bytes(long bytes) {
        double number = bytes;
        int unit = 0;
        while (number >= UNIT && unit < UNITS.size() - 1) {
            number /= UNIT;
            unit++;
        }
        boolean exact = unit == 0 || number >= 10;
        return String.format(Locale.ROOT, exact ? "%.0f" : "%.1f", number) + UNITS.get(unit);
    }
}
