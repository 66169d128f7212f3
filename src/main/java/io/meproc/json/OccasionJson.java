package io.meproc.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.task.occasion.RunOccasion;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Renders why a run was started, as the member {@code occasion}. */
final class OccasionJson {
    private OccasionJson() {}

    static void write(JsonGenerator json, @Nullable RunOccasion occasion) throws IOException {
        if (occasion == null) {
            json.writeNullField("occasion");
            return;
        }
        json.writeObjectFieldStart("occasion");
        json.writeStringField("kind", occasion.kind().word());
        json.writeStringField("due", occasion.due().toString());
        json.writeNumberField("attempt", occasion.attempt());
        json.writeArrayFieldStart("args");
        for (String each : occasion.args()) {
            json.writeString(each);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("env");
        for (String each : occasion.variables()) {
            json.writeString(each);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
