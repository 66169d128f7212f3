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

/** Tells now and then what the live processes use, while somebody wants to know. */
final class Metrics {
    /** What is sent to those who follow these tasks, for each set of them; takes a while. */
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
    private final Consumer<Figures> told;
    private Readings last = new Readings(Instant.EPOCH, Map.of());
    private long timer = NO_TIMER;
    private boolean underWay;

    private record Figure(int index, double cpu, Consumption consumption) {}

    /**
     * Silent until {@link #begin}.
     *
     * @param wanted whether somebody wants to know
     */
    Metrics(Vertx vertx, BooleanSupplier wanted, Consumer<Figures> told) {
        this.vertx = vertx;
        this.wanted = wanted;
        this.told = told;
    }

    /** Looks now, and again and again while somebody wants to know. */
    void begin() {
        if (timer == NO_TIMER) {
            timer = vertx.setPeriodic(PAUSE_MILLIS, tick -> look());
        }
        look();
    }

    private void look() {
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
                .onSuccess(this::tell);
    }

    private void tell(Readings now) {
        Readings before = last;
        last = now;
        told.accept(wanted -> {
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

    /** Cores in use since the last look; 0 for one who wasn't there then. */
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
