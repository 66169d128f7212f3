package io.meproc.hook;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.json.Content;
import java.io.IOException;

/** The body of a webhook, with the members that Standard Webhooks 1.0.0 recommends: type, timestamp and data. */
record WebhookBody(Message message) implements Content {
    @Override
    public void write(JsonGenerator json) throws IOException {
        boolean trial = message.event().equals(Message.TRIAL);
        json.writeStartObject();
        json.writeStringField("type", (trial ? "meproc." : "task.") + message.event());
        json.writeStringField("timestamp", message.at().toString());
        json.writeObjectFieldStart("data");
        json.writeStringField("node", message.node());
        json.writeStringField("task", trial ? null : message.task());
        if (message.replica() == null) {
            json.writeNullField("replica");
        } else {
            json.writeNumberField("replica", message.replica());
        }
        Message.RunFacts run = message.run();
        if (run == null) {
            json.writeNullField("run");
        } else {
            json.writeNumberField("run", run.number());
        }
        json.writeStringField("words", message.words());
        json.writeNumberField("others", message.others());
        json.writeFieldName("exit");
        if (run == null || run.end() == null) {
            json.writeNull();
        } else {
            json.writeRawValue(run.end());
        }
        json.writeArrayFieldStart("output");
        for (String line : message.output()) {
            json.writeString(line);
        }
        json.writeEndArray();
        json.writeStringField("page", message.link().orElse(null));
        json.writeEndObject();
        json.writeEndObject();
    }
}
