package io.meproc.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meproc.task.Interval;
import io.meproc.task.TaskDefinition;
import io.meproc.task.TaskType;
import io.meproc.task.command.Command;
import io.meproc.task.cron.Overlap;
import io.meproc.task.cron.Trigger;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Parses a task from a request body; the messages of {@code /proc} and the order of the checks are the original's. */
public final class TaskBody {
    private static final List<String> FIELDS = Stream.of(
                    List.of("name", "cmd", "type", "replica", "deps", "interval", "user", "group", "args"),
                    TriggerFields.NAMES,
                    ScheduleFields.NAMES,
                    SurroundingFields.NAMES,
                    EndFields.NAMES,
                    BehaviourFields.NAMES)
            .flatMap(List::stream)
            .toList();

    private final Fields fields;

    private TaskBody(Fields fields) {
        this.fields = fields;
    }

    /** Parses the body of a start request of {@code /proc}. */
    public static TaskDefinition parse(byte[] body) throws InvalidInput {
        JsonNode json = Json.read(body);
        if (json.isArray()) {
            throw InvalidInput.list("the body must be a JSON object, not a list");
        } else if (!json.isObject() || json.isEmpty()) {
            throw InvalidInput.body("the body must be a JSON object with at least name, cmd and type");
        }
        return read(json, Naming.SNAKE);
    }

    /** Parses a body in which the name is optional, and must equal {@code name} if present. */
    public static TaskDefinition parse(byte[] body, String name) throws InvalidInput {
        JsonNode json = Json.read(body);
        if (!(json instanceof ObjectNode object)) {
            throw InvalidInput.body("the body must be a JSON object with at least cmd and type");
        }
        return named(object, name);
    }

    /** Applies a merge patch (RFC 7396) to a definition. */
    public static TaskDefinition patch(TaskDefinition definition, byte[] body) throws InvalidInput {
        JsonNode patch = Json.read(body);
        if (!(patch instanceof ObjectNode)) {
            throw InvalidInput.body("the body must be a JSON object, a merge patch of the task's definition");
        }
        return named(MergePatch.apply(DefinitionJson.whole(definition), patch), definition.name());
    }

    private static TaskDefinition named(ObjectNode object, String name) throws InvalidInput {
        JsonNode given = object.get("name");
        if (given == null || given.isNull()) {
            object.put("name", name);
        } else if (!name.equals(given.textValue())) {
            String sent = Shown.of(given.isTextual() ? given.textValue() : given.toString());
            throw InvalidInput.field(
                    "name", "is '" + sent + "', but the path names '" + name + "'", "'" + name + "', or nothing");
        }
        return read(object, Naming.CAMEL);
    }

    private static TaskDefinition read(JsonNode json, Naming naming) throws InvalidInput {
        Fields fields = new Fields("", json, naming);
        fields.allow(FIELDS);
        return new TaskBody(fields).task();
    }

    private TaskDefinition task() throws InvalidInput {
        try {
            return whole();
        } catch (InvalidInput first) {
            throw first.and(Stream.of(
                            List.<InvalidInput.Part>of(this::name),
                            new CommandFields(fields).parts(),
                            List.<InvalidInput.Part>of(
                                    this::type,
                                    this::replicas,
                                    this::interval,
                                    this::deps,
                                    () -> new TriggerFields(fields).trigger(type())),
                            List.<InvalidInput.Part>of(
                                    () -> new ScheduleFields(fields).catchUp(type()),
                                    () -> new ScheduleFields(fields).successWithin()),
                            new EndFields(fields).parts(),
                            new BehaviourFields(fields).parts(this::type))
                    .flatMap(List::stream)
                    .toList());
        }
    }

    private TaskDefinition whole() throws InvalidInput {
        String name = name();
        Command command = new CommandFields(fields).command();
        TaskType type = type();
        int replicas = replicas();
        Interval interval = interval();
        List<String> deps = deps();
        Trigger cron = new TriggerFields(fields).trigger(type);
        ScheduleFields schedule = new ScheduleFields(fields);
        return new TaskDefinition(
                name,
                type,
                command,
                replicas,
                deps,
                interval,
                cron,
                schedule.catchUp(type),
                schedule.successWithin(),
                new EndFields(fields).policy(),
                new BehaviourFields(fields).behaviour(type));
    }

    private String name() throws InvalidInput {
        String name = fields.required("name", TaskDefinition.NAME_RULE).text(TaskDefinition.NAME_RULE);
        if (!TaskDefinition.isName(name)) {
            throw InvalidInput.field(
                    "name",
                    "'" + Shown.of(name) + "' is not allowed; " + TaskDefinition.NAME_RULE,
                    TaskDefinition.NAME_RULE);
        }
        return name;
    }

    private TaskType type() throws InvalidInput {
        String allowed = "one of " + String.join(", ", TaskType.words());
        String word = fields.required("type", allowed).text(allowed);
        return TaskType.of(word)
                .orElseThrow(() ->
                        InvalidInput.field("type", "expected " + allowed + ", got '" + Shown.of(word) + "'", allowed));
    }

    private int replicas() throws InvalidInput {
        Sent sent = fields.find("replica");
        if (sent == null) {
            Overlap overlap = new SchedulePolicyFields(fields).overlap();
            return overlap.slots() ? overlap.most() : 1;
        }
        return sent.integer(
                1,
                TaskDefinition.MAX_REPLICAS,
                "an integer from 1 to " + TaskDefinition.MAX_REPLICAS,
                "Replica must be a positive integer");
    }

    private Interval interval() throws InvalidInput {
        Sent sent = fields.find("interval");
        return sent == null
                ? Interval.DEFAULT
                : Interval.ofMillis(sent.integer(
                        Interval.MIN_MILLIS,
                        Interval.MAX_MILLIS,
                        "a number of milliseconds, an integer from " + Interval.MIN_MILLIS + " to "
                                + Interval.MAX_MILLIS,
                        "Interval must be a positive integer"));
    }

    private List<String> deps() throws InvalidInput {
        Sent sent = fields.find("deps");
        Set<String> deps = new LinkedHashSet<>();
        for (Sent each : sent == null ? List.<Sent>of() : sent.elements(NeedFields.ELEMENTS)) {
            if (each.value().isObject()) {
                continue;
            }
            String dep = each.text("a task name, or an object with task and condition, with any, or with all");
            if (!TaskDefinition.isName(dep)) {
                throw InvalidInput.field(
                        "deps",
                        "'" + Shown.of(dep) + "' is not a valid task name; " + TaskDefinition.NAME_RULE,
                        TaskDefinition.NAME_RULE);
            }
            deps.add(dep);
        }
        if (deps.size() > TaskDefinition.MAX_DEPS) {
            throw InvalidInput.field(
                    "deps", "has " + deps.size() + " names; at most " + TaskDefinition.MAX_DEPS + " are allowed", null);
        }
        return List.copyOf(deps);
    }
}
