package io.meproc.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.task.Expectation;
import io.meproc.task.Phase;
import io.meproc.task.Readiness;
import io.meproc.task.Replica;
import io.meproc.task.Run;
import io.meproc.task.Task;
import io.meproc.task.TaskTable;
import io.meproc.task.UpdateStatus;
import io.meproc.task.exit.End;
import io.meproc.task.exit.StartFailure;
import io.meproc.task.probe.Concluded;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A task as the JSON of {@code /api/v1}. */
public final class TaskJson {
    /** The number of replicas whose states a summary has. */
    static final int MOST_MARKS = 100;

    private final JsonGenerator json;
    private final TaskTable table;
    private final EndJson ends;

    /** @param table the table of the tasks */
    public TaskJson(JsonGenerator json, TaskTable table) {
        this.json = json;
        this.table = table;
        this.ends = new EndJson(json, Naming.CAMEL, table.timeline(), table.node());
    }

    /** Writes the task without its replicas, of which there can be thousands, and with the states of the first ones. */
    public void summary(Task task) throws IOException {
        json.writeStartObject();
        members(task);
        json.writeArrayFieldStart("marks");
        for (int index = 0; index < Math.min(MOST_MARKS, task.size()); index++) {
            json.writeString(mark(task.replica(index)));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static String mark(Replica replica) {
        return replica.phase() == Phase.RUNNING && !replica.ready()
                ? "not ready"
                : replica.phase().words();
    }

    /** Writes the task with all replicas. */
    public void whole(Task task) throws IOException {
        json.writeStartObject();
        members(task);
        json.writeArrayFieldStart("replicas");
        for (int index = 0; index < task.size(); index++) {
            replica(index, task);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void members(Task task) throws IOException {
        json.writeStringField("name", task.name());
        json.writeStringField("node", table.node());
        json.writeNumberField("revision", task.revision());
        json.writeStringField("state", task.condition());
        json.writeStringField("health", task.health().word());
        json.writeBooleanField("held", task.held());
        json.writeObjectFieldStart("definition");
        new DefinitionJson(json, DefinitionJson.Form.SHOWN).write(task.definition());
        json.writeEndObject();
        json.writeNumberField("running", task.live());
        json.writeNumberField("ready", task.replicas().filter(Replica::ready).count());
        json.writeObjectFieldStart("counts");
        for (Map.Entry<Phase, Integer> count : task.counts().entrySet()) {
            json.writeNumberField(count.getKey().words(), count.getValue());
        }
        json.writeEndObject();
        json.writeNumberField(
                "restarts",
                task.replicas()
                        .mapToLong(replica -> replica.history().restarts())
                        .sum());
        new NextRestartJson(json, Naming.CAMEL, table.timeline()).ofTask(task);
        blockers(task);
        shown("nextFire", task.nextFire());
        shown("lastMissed", task.lastMissed());
        shown("pausedSince", task.pausedSince());
        json.writeNumberField("queued", task.queue().size());
        expectation(task.expectation().orElse(null));
        time("lastSuccess", task.lastSuccess());
        time("lastStart", lastStart(task));
        time("since", newestStart(task));
        time("lastAttempt", task.lastAttempt());
        lastExit(task);
        Optional<UpdateStatus> update = task.update();
        if (update.isPresent()) {
            UpdateStatusJson.write(json, update.get(), table.timeline());
        }
    }

    private void blockers(Task task) throws IOException {
        json.writeArrayFieldStart("waitingFor");
        for (String blocker : task.waiting() ? table.blockers(task) : List.<String>of()) {
            json.writeString(blocker);
        }
        json.writeEndArray();
    }

    private void expectation(@Nullable Expectation expected) throws IOException {
        if (expected == null) {
            json.writeNullField("expectation");
            return;
        }
        json.writeObjectFieldStart("expectation");
        json.writeStringField("within", DurationText.of(expected.within()));
        json.writeStringField("state", expected.state().word());
        time("deadline", Optional.of(expected.deadline()));
        json.writeEndObject();
    }

    /** The time of the last start, by request or by policy; its process may have ended. */
    private static Optional<Instant> lastStart(Task task) {
        Stream<Instant> ended = task.replicas()
                .flatMap(replica -> Stream.ofNullable(replica.history().last()))
                .filter(end -> end.pid() > 0)
                .map(End::since);
        return Stream.of(task.lastStart().stream(), newestStart(task).stream(), ended)
                .flatMap(each -> each)
                .max(Comparator.naturalOrder());
    }

    private static Optional<Instant> newestStart(Task task) {
        Instant newest = null;
        for (int index = 0; index < task.size(); index++) {
            Instant since = task.replica(index).since();
            newest = since != null && (newest == null || since.isAfter(newest)) ? since : newest;
        }
        return Optional.ofNullable(newest);
    }

    private void lastExit(Task task) throws IOException {
        int newest = -1;
        End last = null;
        for (int index = 0; index < task.size(); index++) {
            End end = task.replica(index).history().last();
            if (end != null && (last == null || end.at().isAfter(last.at()))) {
                last = end;
                newest = index;
            }
        }
        json.writeFieldName("lastExit");
        if (last == null) {
            json.writeNull();
        } else {
            ends.write(last, newest);
        }
    }

    /** Writes one replica as an object. */
    public void replica(int index, Task task) throws IOException {
        Replica replica = task.replica(index);
        json.writeStartObject();
        json.writeNumberField("index", index);
        json.writeStringField("state", replica.phase().words());
        json.writeStringField("health", replica.health(task.definition().type()).word());
        json.writeBooleanField("held", task.held(index));
        json.writeBooleanField("ready", replica.ready());
        probes(replica.readiness());
        if (replica.pid() > 0) {
            json.writeNumberField("pid", replica.pid());
        } else {
            json.writeNullField("pid");
        }
        Run run = replica.run();
        if (run == null) {
            json.writeNullField("run");
        } else {
            json.writeNumberField("run", run.incarnation());
        }
        time("since", Optional.ofNullable(replica.since()));
        EndJson.output(json, replica.output());
        OccasionJson.write(json, task.occasion(index));
        json.writeNumberField("restarts", replica.history().restarts());
        new NextRestartJson(json, Naming.CAMEL, table.timeline()).ofReplica(task, replica);
        StartFailure failure = replica.history().failure();
        if (failure != null) {
            json.writeStringField("notStarted", failure.words());
        }
        exit(replica.history().last());
        json.writeEndObject();
    }

    private void probes(@Nullable Readiness probed) throws IOException {
        if (probed == null) {
            json.writeNullField("probes");
            return;
        }
        json.writeObjectFieldStart("probes");
        json.writeBooleanField("started", probed.concluded() != Concluded.NOTHING);
        json.writeBooleanField("ready", probed.ready());
        time("since", Optional.of(probed.since()));
        json.writeStringField("detail", probed.detail());
        json.writeStringField("status", probed.status());
        json.writeEndObject();
    }

    private void exit(@Nullable End last) throws IOException {
        json.writeFieldName("lastExit");
        if (last == null) {
            json.writeNull();
        } else {
            ends.write(last);
        }
    }

    private void time(String field, Optional<Instant> at) throws IOException {
        shown(field, at.map(table.timeline()::wall));
    }

    private void shown(String field, Optional<Instant> at) throws IOException {
        json.writeStringField(field, at.map(Instant::toString).orElse(null));
    }
}
