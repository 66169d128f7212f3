package io.meproc.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.task.hook.HookEvent;
import io.meproc.task.hook.HookTarget;
import io.meproc.task.hook.Hooks;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Renders the targets that are notified of the events of a task. */
final class HookJson {
    private HookJson() {}

    static void write(JsonGenerator json, Hooks hooks) throws IOException {
        if (hooks.on().isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("on");
        for (Map.Entry<HookEvent, List<HookTarget>> each : hooks.on().entrySet()) {
            json.writeArrayFieldStart(each.getKey().word());
            for (HookTarget target : each.getValue()) {
                write(json, target);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, HookTarget target) throws IOException {
        if (target instanceof HookTarget.Address address) {
            json.writeStartObject();
            json.writeStringField("kind", address.kind().word());
            json.writeStringField("url", address.url());
            json.writeEndObject();
        } else {
            json.writeString(target.text());
        }
    }
}
