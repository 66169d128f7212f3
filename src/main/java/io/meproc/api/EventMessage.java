package io.meproc.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.json.Content;
import io.meproc.json.EndJson;
import io.meproc.json.Naming;
import io.meproc.task.TaskEvent;
import io.meproc.task.Timeline;
import java.io.IOException;
import java.time.Instant;

/**
 * An event of a task as it is published to clients of the event stream.
 *
 * @param revision the revision of the table after the event
 * @param at the time of the event, in steady time
 * @param node the node of the task
 * @param times converts steady time to displayed times
 */
public record EventMessage(long revision, Instant at, String node, Timeline times, TaskEvent event) implements Content {

    /** The name of the task; {@link TaskEvent#NO_TASK} for an event of the service. */
    public String task() {
        return event.task();
    }

    @Override
    public void write(JsonGenerator json) throws IOException {
        EventDescription description = EventDescription.of(event);
        json.writeStartObject();
        json.writeNumberField("revision", revision);
        json.writeStringField("at", times.wall(at).toString());
        json.writeStringField("node", node);
        json.writeStringField("task", task().equals(TaskEvent.NO_TASK) ? null : task());
        description.writeRun(json);
        json.writeStringField("event", description.event());
        if (description.pid() > 0) {
            json.writeNumberField("pid", description.pid());
        }
        json.writeStringField("words", description.words());
        if (description.exit() != null) {
            json.writeFieldName("exit");
            new EndJson(json, Naming.CAMEL, times, node).write(description.exit());
        }
        if (description.next().isPresent()) {
            json.writeStringField("next", times.wall(description.next().get()).toString());
        }
        json.writeEndObject();
    }
}
