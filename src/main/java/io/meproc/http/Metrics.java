package io.meproc.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import io.meproc.json.Content;
import io.meproc.task.Consumption;
import io.meproc.task.Readings;
import io.meproc.task.Run;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Measures the resource use of the live processes every 2 s, while a client subscribes to metrics. */
final class Metrics {
    /** Renders the metrics for each set of tasks; slow. */
    interface Figures {
        Map<Set<String>, Buffer> of(Set<Set<String>> wanted);
    }

    private static final long PAUSE_MILLIS = TimeUnit.SECONDS.toMillis(2);
    private static final long NO_TIMER = -1;
    private static final int MOST_REPLICAS = 100;
    private static final double NANOS = 1e9;
    private static final int THOUSAND = 1_000;

    private final Vertx vertx;
    private final BooleanSupplier wanted;
    private final Consumer<Figures> consumer;
    private Readings last = new Readings(Instant.EPOCH, Map.of());
    private long timer = NO_TIMER;
    private boolean underWay;

    private record Figure(int index, double cpu, Consumption consumption) {}

    /**
     * Measures nothing before {@link #begin}.
     *
     * @param wanted whether a client subscribes to metrics
     */
    Metrics(Vertx vertx, BooleanSupplier wanted, Consumer<Figures> consumer) {
        this.vertx = vertx;
        this.wanted = wanted;
        this.consumer = consumer;
    }

    /** Measures now, and then periodically while a client subscribes to metrics. */
    void begin() {
        if (timer == NO_TIMER) {
            timer = vertx.setPeriodic(PAUSE_MILLIS, tick -> measure());
        }
        measure();
    }

    private void measure() {
        if (!wanted.getAsBoolean()) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
            return;
        } else if (underWay) {
            return;
        }
        underWay = true;
        LocalBus.<Readings>request(vertx, Addresses.READINGS, "")
                .onComplete(answered -> underWay = false)
                .onSuccess(this::publish);
    }

    private void publish(Readings now) {
        Readings before = last;
        last = now;
        consumer.accept(wanted -> {
            Map<String, List<Figure>> byTask = byTask(before, now);
            Map<Set<String>, Buffer> written = new HashMap<>();
            for (Set<String> tasks : wanted) {
                Content content = content(Instant.now(), byTask, tasks);
                written.put(tasks, EventText.event("metrics", content.bytes()));
            }
            return written;
        });
    }

    private static Map<String, List<Figure>> byTask(Readings before, Readings now) {
        Map<String, List<Figure>> byTask = new TreeMap<>();
        now.runs()
                .forEach((run, consumption) -> byTask.computeIfAbsent(
                                run.replica().task(), name -> new ArrayList<>())
                        .add(new Figure(run.replica().index(), cpu(run, consumption, before, now), consumption)));
        return byTask;
    }

    /** The number of cores in use since the last measurement; 0 for a run that was not measured before. */
    private static double cpu(Run run, Consumption consumption, Readings last, Readings now) {
        Consumption before = last.runs().get(run);
        double seconds = Duration.between(last.at(), now.at()).toNanos() / NANOS;
        return before == null || seconds <= 0
                ? 0
                : Math.max(0, consumption.cpu().minus(before.cpu()).toNanos() / NANOS / seconds);
    }

    private static Content content(Instant at, Map<String, List<Figure>> byTask, Set<String> tasks) {
        return json -> {
            json.writeStartObject();
            json.writeStringField("at", at.toString());
            json.writeNumberField("cores", Runtime.getRuntime().availableProcessors());
            json.writeArrayFieldStart("tasks");
            for (Map.Entry<String, List<Figure>> task : byTask.entrySet()) {
                if (tasks.isEmpty() || tasks.contains(task.getKey())) {
                    task(json, task.getKey(), task.getValue());
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        };
    }

    private static void task(JsonGenerator json, String name, List<Figure> replicas) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        figures(
                json,
                replicas.stream().mapToDouble(Figure::cpu).sum(),
                replicas.stream()
                        .map(Figure::consumption)
                        .reduce(Consumption::plus)
                        .orElseThrow());
        json.writeArrayFieldStart("replicas");
        List<Figure> shown = replicas.stream()
                .sorted(Comparator.comparingInt(Figure::index))
                .limit(MOST_REPLICAS)
                .toList();
        for (Figure replica : shown) {
            json.writeStartObject();
            json.writeNumberField("index", replica.index());
            figures(json, replica.cpu(), replica.consumption());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void figures(JsonGenerator json, double cpu, Consumption consumption) throws IOException {
        json.writeNumberField("cpu", (double) Math.round(cpu * THOUSAND) / THOUSAND);
        json.writeNumberField("rss", consumption.rss());
        json.writeNumberField("processes", consumption.processes());
    }
}
