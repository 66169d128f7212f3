package io.meproc.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.task.Timeline;
import io.meproc.task.UpdateStatus;
import java.io.IOException;

/** Renders the update in progress of a task. */
final class UpdateStatusJson {
    private UpdateStatusJson() {}

    static void write(JsonGenerator json, UpdateStatus update, Timeline timeline) throws IOException {
        json.writeObjectFieldStart("update");
        json.writeStringField("kind", update.kind().words());
        if (!update.why().isEmpty()) {
            json.writeStringField("why", update.why());
        }
        json.writeStringField("old", update.old().ranges());
        json.writeStringField("replacing", update.replacing().ranges());
        json.writeStringField("replaced", update.replaced().ranges());
        if (update.next().isPresent()) {
            json.writeStringField("next", timeline.wall(update.next().get()).toString());
        }
        json.writeEndObject();
    }
}
