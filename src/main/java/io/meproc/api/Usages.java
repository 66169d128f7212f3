package io.meproc.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import io.meproc.json.InvalidInput;
import io.meproc.task.Consumption;
import io.meproc.task.GroupUse;
import io.meproc.task.Readings;
import io.meproc.task.Replica;
import io.meproc.task.Task;
import io.meproc.task.TaskTable;
import io.meproc.task.limit.Size;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers the call for the CPU and memory use of live tasks; simultaneous calls share one measurement. */
final class Usages {
    private static final String TASK = "task";

    /** The most tasks that a call can select, as for the event stream. */
    private static final int MOST_TASKS = 50;

    private static final int MOST_REPLICAS = 100;
    private static final double MILLIS = 1e3;

    private final Vertx vertx;
    private final SupervisorClient supervisor;
    private @Nullable Future<Readings> underWay;

    private record Live(
            int index,
            Replica replica,
            Consumption consumption,
            @Nullable GroupUse group,
            @Nullable Size limit) {}

    Usages(Vertx vertx, SupervisorClient supervisor) {
        this.vertx = vertx;
        this.supervisor = supervisor;
    }

    Future<Reply> of(Parameters parameters) throws InvalidInput {
        Selection selection = Selection.named(names(parameters.text(TASK)));
        return readings().compose(readings -> {
            TaskTable table = supervisor.table();
            return vertx.executeBlocking(() -> reply(table, selection, readings), false);
        });
    }

    private static Set<String> names(@Nullable String sent) throws InvalidInput {
        List<String> names = sent == null ? List.of() : Arrays.asList(sent.split(",", -1));
        if (names.size() > MOST_TASKS) {
            throw InvalidInput.query(
                    TASK,
                    "names " + names.size() + " tasks; at most " + MOST_TASKS + " are allowed",
                    "at most " + MOST_TASKS + " tasks, none for all");
        }
        return new LinkedHashSet<>(names);
    }

    private Future<Readings> readings() {
        if (underWay == null) {
            Future<Readings> scan = LocalBus.request(vertx, Addresses.READINGS, "");
            underWay = scan;
            scan.onComplete(ended -> underWay = null);
        }
        return underWay;
    }

    private static Reply reply(TaskTable table, Selection selection, Readings readings) {
        return Reply.of(200, null, json -> {
            json.writeStartObject();
            json.writeStringField("at", readings.at().toString());
            json.writeNumberField("cores", Runtime.getRuntime().availableProcessors());
            json.writeArrayFieldStart("tasks");
            for (Task task : selection.from(table)) {
                List<Live> live = live(task, readings);
                if (!live.isEmpty()) {
                    write(json, task.name(), live);
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** The measurements of the current runs; a replica may have a new run since the measurement. */
    private static List<Live> live(Task task, Readings readings) {
        List<Live> live = new ArrayList<>();
        for (int index = 0; index < task.size(); index++) {
            Replica replica = task.replica(index);
            Consumption consumption =
                    replica.run() == null ? null : readings.runs().get(replica.run());
            if (consumption != null) {
                live.add(new Live(
                        index,
                        replica,
                        consumption,
                        readings.groups().get(replica.run()),
                        task.definition().behaviour().limits().leastMemory()));
            }
        }
        return live;
    }

    private static void write(JsonGenerator json, String name, List<Live> live) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        figures(
                json,
                live.stream().map(Live::consumption).reduce(Consumption::plus).orElseThrow());
        json.writeArrayFieldStart("replicas");
        for (Live each : live.subList(0, Math.min(MOST_REPLICAS, live.size()))) {
            json.writeStartObject();
            json.writeNumberField("index", each.index());
            json.writeNumberField("pid", each.replica().pid());
            json.writeStringField("since", String.valueOf(each.replica().since()));
            figures(json, each.consumption());
            limited(json, each);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void limited(JsonGenerator json, Live live) throws IOException {
        if (live.limit() != null) {
            json.writeNumberField("memoryLimit", live.limit().bytes());
        }
        GroupUse group = live.group();
        if (group != null) {
            json.writeObjectFieldStart("group");
            json.writeNumberField("memory", group.memory());
            json.writeNumberField("memoryPressure", group.pressure());
            json.writeNumberField("pids", group.pids());
            json.writeNumberField("throttledSeconds", group.throttled().toMillis() / MILLIS);
            json.writeEndObject();
        }
    }

    private static void figures(JsonGenerator json, Consumption consumption) throws IOException {
        json.writeNumberField("cpuSeconds", consumption.cpu().toMillis() / MILLIS);
        json.writeNumberField("rss", consumption.rss());
        json.writeNumberField("processes", consumption.processes());
    }
}
