package io.meproc.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.meproc.task.Interval;
import io.meproc.task.TaskDefinition;
import io.meproc.task.command.Command;
import io.meproc.task.command.Environment;
import io.meproc.task.command.Limit;
import io.meproc.task.command.Program;
import io.meproc.task.command.Surroundings;
import io.meproc.task.exit.EndPolicy;
import io.meproc.task.exit.ExitStatuses;
import io.meproc.task.exit.StopPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A task definition as JSON, in the fields of a request body. */
public final class DefinitionJson {
    /** The members that are rendered, and their names. */
    public enum Form {
        /** For {@code /proc}: the members of the original Meproc always, the others if they differ from their defaults. */
        CLASSIC(Naming.SNAKE),
        /** The members that differ from their defaults; of the environment the names only. */
        SHOWN(Naming.CAMEL),
        /** A body that defines an equal task, with the values of the environment; never shown to clients. */
        WHOLE(Naming.CAMEL);

        final Naming naming;

        Form(Naming naming) {
            this.naming = naming;
        }
    }

    private final JsonGenerator json;
    private final Form form;

    public DefinitionJson(JsonGenerator json, Form form) {
        this.json = json;
        this.form = form;
    }

    /** The definition in the form {@link Form#WHOLE}. */
    public static ObjectNode whole(TaskDefinition definition) {
        try (TokenBuffer buffer = new TokenBuffer(null, false)) {
            buffer.writeStartObject();
            new DefinitionJson(buffer, Form.WHOLE).write(definition);
            buffer.writeEndObject();
            return Json.tree(buffer);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Writes the members into the object that the caller has begun. */
    public void write(TaskDefinition definition) throws IOException {
        Command command = definition.command();
        json.writeStringField("name", definition.name());
        program(command);
        json.writeStringField("type", definition.type().word());
        ScheduleJson schedule = new ScheduleJson(json, form.naming);
        schedule.trigger(definition.cron());
        // The overlap policy gives the number of slots, also to a patch that changes it.
        if (form != Form.WHOLE || !definition.behaviour().schedule().overlap().slots()) {
            json.writeNumberField("replica", definition.replicas());
        }
        deps(definition);
        if (form == Form.CLASSIC || !definition.interval().equals(Interval.DEFAULT)) {
            json.writeNumberField("interval", definition.interval().base().toMillis());
        }
        schedule.missed(definition);
        account("user", command.user());
        account("group", command.group());
        surroundings(command.surroundings());
        ends(definition.ends());
        new BehaviourJson(json, form).write(definition.behaviour());
    }

    private void deps(TaskDefinition definition) throws IOException {
        json.writeArrayFieldStart("deps");
        for (String dep : definition.deps()) {
            json.writeString(dep);
        }
        new NeedJson(json, form.naming).write(definition.behaviour().needs());
        json.writeEndArray();
    }

    private void program(Command command) throws IOException {
        boolean words = command.program() instanceof Program.Words;
        if (form == Form.CLASSIC || !words) {
            json.writeStringField("cmd", command.text());
        }
        if (command.program() instanceof Program.Words program) {
            strings("args", program.words());
        }
    }

    private void account(String field, @Nullable String name) throws IOException {
        if (form == Form.CLASSIC || name != null) {
            json.writeStringField(field, name);
        }
    }

    private void environment(Environment environment) throws IOException {
        if (form != Form.WHOLE) {
            strings("env", environment.names());
            return;
        }
        json.writeObjectFieldStart("env");
        for (Map.Entry<String, String> variable : environment.variables().entrySet()) {
            json.writeStringField(variable.getKey(), variable.getValue());
        }
        json.writeEndObject();
    }

    private void surroundings(Surroundings around) throws IOException {
        if (!around.environment().isEmpty()) {
            environment(around.environment());
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
        if (around.oomScore() != null) {
            json.writeNumberField(form.naming.of("oom_score_adj"), around.oomScore());
        }
        if (around.console()) {
            json.writeStringField("output", "console");
        }
        if (!around.limits().isEmpty()) {
            json.writeObjectFieldStart("limits");
            for (Limit limit : around.limits()) {
                json.writeStringField(limit.resource().word(), limit.text());
            }
            json.writeEndObject();
        }
        SocketFields.write(json, around.sockets());
    }

    private void ends(EndPolicy ends) throws IOException {
        if (!ends.stop().isDefault()) {
            json.writeObjectFieldStart("stop");
            stop(ends.stop().steps());
            if (ends.stop().to() != StopPlan.Reach.GROUP) {
                json.writeStringField("to", ends.stop().to().word());
            }
            json.writeEndObject();
        }
        if (!ends.success().equals(ExitStatuses.ZERO)) {
            StatusesField.write(json, "success", ends.success());
        }
        if (ends.timeout() != null) {
            json.writeStringField("timeout", DurationText.of(ends.timeout()));
        }
        if (ends.onLeaderExit() != EndPolicy.DEFAULT.onLeaderExit()) {
            json.writeStringField(
                    form.naming.of("on_leader_exit"), ends.onLeaderExit().word());
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

    private void strings(String field, Iterable<String> strings) throws IOException {
        json.writeArrayFieldStart(field);
        for (String string : strings) {
            json.writeString(string);
        }
        json.writeEndArray();
    }
}
