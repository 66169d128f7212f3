package io.meproc.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.task.Phase;
import io.meproc.task.Replica;
import io.meproc.task.Task;
import io.meproc.task.Timeline;
import io.meproc.task.restart.RestartLimit;
import java.io.IOException;
import java.time.Instant;

/** Renders when a replica that backs off is started again; nothing for another one. */
public final class NextRestartJson {
    private final JsonGenerator json;
    private final Naming naming;
    private final Timeline times;

    /** @param times converts steady time to displayed times */
    public NextRestartJson(JsonGenerator json, Naming naming, Timeline times) {
        this.json = json;
        this.naming = naming;
        this.times = times;
    }

    /** Writes the member for the replica of a task that is started next. */
    public void ofTask(Task task) throws IOException {
        if (task.counts().getOrDefault(Phase.BACKING_OFF, 0) == 0) {
            return;
        }
        int first = -1;
        Instant earliest = Instant.MAX;
        for (int index = 0; index < task.size(); index++) {
            Instant next = task.replica(index).nextStart();
            if (next != null && next.isBefore(earliest)) {
                earliest = next;
                first = index;
            }
        }
        if (first >= 0) {
            begin(earliest);
            json.writeNumberField("replica", first);
            end(task, task.replica(first));
        }
    }

    /** Writes the member for one replica. */
    public void ofReplica(Task task, Replica replica) throws IOException {
        Instant next = replica.nextStart();
        if (next != null) {
            begin(next);
            end(task, replica);
        }
    }

    private void begin(Instant at) throws IOException {
        json.writeObjectFieldStart(naming.of("next_restart"));
        json.writeStringField("at", times.wall(at).toString());
    }

    private void end(Task task, Replica replica) throws IOException {
        RestartLimit limit = task.definition().behaviour().restart().limit();
        if (limit != null) {
            json.writeNumberField("ends", replica.history().counters().recent().count());
            json.writeStringField("limit", RestartJson.text(limit));
        }
        json.writeEndObject();
    }
}
