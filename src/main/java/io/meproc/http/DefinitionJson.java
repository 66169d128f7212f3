package io.meproc.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.task.TaskDefinition;
import io.meproc.task.command.Command;
import io.meproc.task.command.Limit;
import io.meproc.task.command.Program;
import io.meproc.task.command.Surroundings;
import io.meproc.task.exit.EndPolicy;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StopPlan;
import io.meproc.task.exit.Success;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;

/**
 * What was asked for as JSON, in the fields of the body. Those that the original does not have are there when they
 * differ from their default; of the environment there are the names alone.
 */
final class DefinitionJson {
    private final JsonGenerator json;

    DefinitionJson(JsonGenerator json) {
        this.json = json;
    }

    void write(TaskDefinition definition) throws IOException {
        Command command = definition.command();
        json.writeStringField("name", definition.name());
        json.writeStringField("cmd", command.text());
        if (command.program() instanceof Program.Words words) {
            strings("args", words.words());
        }
        json.writeStringField("type", definition.type().word());
        if (definition.cron() != null) {
            json.writeStringField("cron", definition.cron().text());
        }
        json.writeNumberField("replica", definition.replicas());
        strings("deps", definition.deps());
        json.writeNumberField("interval", definition.interval().base().toMillis());
        json.writeStringField("user", command.user());
        json.writeStringField("group", command.group());
        surroundings(command.surroundings());
        ends(definition.ends());
    }

    private void surroundings(Surroundings around) throws IOException {
        if (!around.environment().isEmpty()) {
            strings("env", around.environment().names());
        }
        if (around.cwd() != null) {
            json.writeStringField("cwd", around.cwd());
        }
        if (around.stdin() != null) {
            json.writeStringField("stdin", around.stdin());
        }
        if (around.umask() != null) {
            json.writeStringField("umask", "%04o".formatted(around.umask()));
        }
        if (around.nice() != null) {
            json.writeNumberField("nice", around.nice());
        }
        if (!around.limits().isEmpty()) {
            json.writeObjectFieldStart("limits");
            for (Limit limit : around.limits()) {
                json.writeStringField(limit.resource().word(), limit.text());
            }
            json.writeEndObject();
        }
    }

    private void ends(EndPolicy ends) throws IOException {
        if (!ends.stop().usual()) {
            json.writeObjectFieldStart("stop");
            stop(ends.stop().steps());
            json.writeEndObject();
        }
        if (!ends.success().usual()) {
            success(ends.success());
        }
        if (ends.timeout() != null) {
            json.writeStringField("timeout", DurationText.of(ends.timeout()));
        }
        if (ends.onLeaderExit() != EndPolicy.DEFAULT.onLeaderExit()) {
            json.writeStringField("on_leader_exit", ends.onLeaderExit().word());
        }
    }

    private void stop(List<StopPlan.Step> steps) throws IOException {
        if (steps.size() == 1) {
            step(steps.get(0), "grace");
            return;
        }
        json.writeArrayFieldStart("sequence");
        for (StopPlan.Step step : steps) {
            json.writeStartObject();
            step(step, "wait");
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void step(StopPlan.Step step, String grace) throws IOException {
        json.writeStringField("signal", step.signal().name());
        if (step.grace() != null) {
            json.writeStringField(grace, DurationText.of(step.grace()));
        }
    }

    private void success(Success success) throws IOException {
        json.writeArrayFieldStart("success");
        for (int code : new TreeSet<>(success.codes())) {
            json.writeNumber(code);
        }
        for (Signal signal : new TreeSet<>(success.signals())) {
            json.writeString(signal.name());
        }
        json.writeEndArray();
    }

    private void strings(String field, Iterable<String> strings) throws IOException {
        json.writeArrayFieldStart(field);
        for (String string : strings) {
            json.writeString(string);
        }
        json.writeEndArray();
    }
}
