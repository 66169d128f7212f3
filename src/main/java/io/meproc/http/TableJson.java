package io.meproc.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.json.DefinitionJson;
import io.meproc.json.EndJson;
import io.meproc.json.Naming;
import io.meproc.json.NextRestartJson;
import io.meproc.task.History;
import io.meproc.task.Replica;
import io.meproc.task.ReplicaId;
import io.meproc.task.Task;
import io.meproc.task.TaskTable;
import io.meproc.task.exit.End;
import io.meproc.task.exit.StartFailure;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table as the JSON of {@code GET /proc}: the members of the original Meproc under their names, and additional
 * ones. The original's times are in seconds since 1970, the additional ones in ISO 8601 in UTC.
 */
final class TableJson {
    private final JsonGenerator json;
    private final TaskTable table;
    private final EndJson end;

    private TableJson(JsonGenerator json, TaskTable table) {
        this.json = json;
        this.table = table;
        this.end = new EndJson(json, Naming.SNAKE, table.timeline(), null);
    }

    /** The JSON before the first task. */
    static final String BEFORE = "{\"code\":200,\"msg\":\"OK\",\"data\":{\"running\":[";

    static final String AFTER = "}}}";

    /** The processes first, then the tasks by name. */
    static final List<TaskPieces.Section> SECTIONS = List.of(
            new TaskPieces.Section(BEFORE, false, (json, table, task) -> new TableJson(json, table).processes(task)),
            new TaskPieces.Section(
                    "],\"tasks\":{", true, (json, table, task) -> new TableJson(json, table).member(task)));

    /** The whole answer of {@code GET /proc}. */
    static void write(JsonGenerator json, TaskTable table) throws IOException {
        json.writeStartObject();
        json.writeNumberField("code", 200);
        json.writeStringField("msg", "OK");
        json.writeObjectFieldStart("data");
        new TableJson(json, table).write(table.stream().toList());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void write(List<Task> tasks) throws IOException {
        json.writeArrayFieldStart("running");
        for (Task task : tasks) {
            processes(task);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("tasks");
        for (Task task : tasks) {
            member(task);
        }
        json.writeEndObject();
    }

    private void member(Task task) throws IOException {
        json.writeObjectFieldStart(task.name());
        task(task);
        json.writeEndObject();
    }

    private void processes(Task task) throws IOException {
        String command = task.definition().command().text();
        int index = 0;
        for (Replica replica : (Iterable<Replica>) task.replicas()::iterator) {
            if (replica.pid() > 0) {
                json.writeStartObject();
                json.writeStringField("command", command);
                json.writeNumberField("pid", replica.pid());
                json.writeStringField("alias", new ReplicaId(task.name(), index).alias());
                json.writeEndObject();
            }
            index++;
        }
    }

    private void task(Task task) throws IOException {
        new DefinitionJson(json, DefinitionJson.Form.CLASSIC).write(task.definition());
        json.writeNumberField("last_time", seconds(task.lastStart().orElse(null)));
        json.writeNumberField("start_time", seconds(task.lastAttempt().orElse(null)));
        json.writeBooleanField("run_flag", task.waiting());
        json.writeNumberField("running", task.live());
        json.writeStringField("state", task.condition());
        json.writeStringField("health", task.health().word());
        names("waiting_for", task.waiting() ? table.blockers(task) : List.of());
        json.writeStringField(
                "next_fire", task.nextFire().map(Instant::toString).orElse(null));
        replicas(task);
    }

    private void replicas(Task task) throws IOException {
        int index = 0;
        json.writeArrayFieldStart("replicas");
        for (Replica replica : (Iterable<Replica>) task.replicas()::iterator) {
            json.writeStartObject();
            json.writeNumberField("index", index++);
            json.writeStringField("state", replica.phase().words());
            if (replica.pid() > 0) {
                json.writeNumberField("pid", replica.pid());
            } else {
                json.writeNullField("pid");
            }
            time("since", replica.since());
            json.writeNumberField("restarts", replica.history().restarts());
            new NextRestartJson(json, Naming.SNAKE, table.timeline()).ofReplica(task, replica);
            lastExit(replica.history());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void lastExit(History history) throws IOException {
        StartFailure failure = history.failure();
        if (failure != null) {
            json.writeStringField("not_started", failure.words());
        }
        End last = history.last();
        if (last == null) {
            json.writeNullField("last_exit");
        } else {
            json.writeFieldName("last_exit");
            end.write(last);
        }
    }

    private void names(String field, List<String> names) throws IOException {
        json.writeArrayFieldStart(field);
        for (String name : names) {
            json.writeString(name);
        }
        json.writeEndArray();
    }

    private void time(String field, @Nullable Instant at) throws IOException {
        json.writeStringField(
                field, at == null ? null : table.timeline().wall(at).toString());
    }

    private long seconds(@Nullable Instant at) {
        return at == null ? 0 : table.timeline().wall(at).getEpochSecond();
    }
}
