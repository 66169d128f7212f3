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
 * @param node where it happened
 * @param times converts steady time to shown times
 */
public record Happening(long revision, Instant at, String node, Timeline times, TaskEvent news) implements Content {

    /** The name of the task. */
    public String task() {
        return news.task();
    }

    @Override
    public void write(JsonGenerator json) throws IOException {
        Telling telling = Telling.of(news);
        json.writeStartObject();
        json.writeNumberField("revision", revision);
        json.writeStringField("at", times.wall(at).toString());
        json.writeStringField("node", node);
        json.writeStringField("task", task());
        if (telling.replica() == null) {
            json.writeNullField("replica");
        } else {
            json.writeNumberField("replica", telling.replica().index());
        }
        json.writeStringField("event", telling.event());
        if (telling.pid() > 0) {
            json.writeNumberField("pid", telling.pid());
        }
        json.writeStringField("words", telling.words());
        if (telling.exit() != null) {
            json.writeFieldName("exit");
            new EndJson(json, Naming.CAMEL, times, node).write(telling.exit());
        }
        if (telling.next().isPresent()) {
            json.writeStringField("next", times.wall(telling.next().get()).toString());
        }
        json.writeEndObject();
    }
}
