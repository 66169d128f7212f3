package io.meproc.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.meproc.task.Interval;
import io.meproc.task.TaskDefinition;
import io.meproc.task.TaskType;
import io.meproc.task.command.Command;
import io.meproc.task.cron.CronPattern;
import io.meproc.task.cron.CronSyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a task from the body of a start request; messages, and the order of the checks, are the original's. */
final class TaskBody {
    private static final List<String> FIELDS = Stream.of(
                    List.of("name", "cmd", "type", "replica", "deps", "cron", "interval", "user", "group", "args"),
                    SurroundingFields.NAMES,
                    EndFields.NAMES)
            .flatMap(List::stream)
            .toList();
    private static final String EVERY_MINUTE = "* * * * *";

    private final Fields fields;

    private TaskBody(Fields fields) {
        this.fields = fields;
    }

    static TaskDefinition parse(byte[] body) throws InvalidTask {
        JsonNode json;
        try {
            json = Json.read(body);
        } catch (Json.MalformedJson malformed) {
            throw new InvalidTask("JSON body is required", String.valueOf(malformed.getMessage()));
        }
        if (json.isArray()) {
            throw InvalidTask.field("the body must be a JSON object, not a list");
        } else if (!json.isObject() || json.isEmpty()) {
            throw new InvalidTask(
                    "JSON body is required", "the body must be a JSON object with at least name, cmd and type");
        }
        Fields fields = new Fields("", json);
        fields.allow(FIELDS);
        return new TaskBody(fields).task();
    }

    private TaskDefinition task() throws InvalidTask {
        String name = name();
        Command command = new CommandFields(fields).command();
        TaskType type = type();
        int replicas = replicas();
        Interval interval = interval();
        List<String> deps = deps();
        String cron = fields.text("cron", "a cron pattern of five fields");
        return new TaskDefinition(
                name, type, command, replicas, deps, interval, cron(type, cron), new EndFields(fields).policy());
    }

    private String name() throws InvalidTask {
        String name = fields.required("name", TaskDefinition.NAME_RULE).text(TaskDefinition.NAME_RULE);
        if (!TaskDefinition.isName(name)) {
            throw InvalidTask.field("name: '" + Shown.of(name) + "' is not allowed; " + TaskDefinition.NAME_RULE);
        }
        return name;
    }

    private TaskType type() throws InvalidTask {
        String allowed = "one of " + String.join(", ", TaskType.words());
        String word = fields.required("type", allowed).text(allowed);
        return TaskType.of(word)
                .orElseThrow(() -> InvalidTask.field("type: expected " + allowed + ", got '" + Shown.of(word) + "'"));
    }

    private int replicas() throws InvalidTask {
        Sent sent = fields.find("replica");
        return sent == null
                ? 1
                : sent.integer(
                        1,
                        TaskDefinition.MAX_REPLICAS,
                        "an integer from 1 to " + TaskDefinition.MAX_REPLICAS,
                        "Replica must be a positive integer");
    }

    private Interval interval() throws InvalidTask {
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

    private List<String> deps() throws InvalidTask {
        Sent sent = fields.find("deps");
        Set<String> deps = new LinkedHashSet<>();
        for (Sent each : sent == null ? List.<Sent>of() : sent.elements("a list of task names")) {
            String dep = each.text(Sent.STRING);
            if (!TaskDefinition.isName(dep)) {
                throw InvalidTask.field("deps: '" + Shown.of(dep) + "' is no task name; " + TaskDefinition.NAME_RULE);
            }
            deps.add(dep);
        }
        if (deps.size() > TaskDefinition.MAX_DEPS) {
            throw InvalidTask.field("deps: at most " + TaskDefinition.MAX_DEPS + " names are allowed");
        }
        return List.copyOf(deps);
    }

    private static @Nullable CronPattern cron(TaskType type, @Nullable String sent) throws InvalidTask {
        if (type != TaskType.CRON) {
            if (sent != null) {
                throw new InvalidTask(
                        "Type of cron job must be 'cron'",
                        "cron: is given, so type must be 'cron', not '" + type.word() + "'");
            }
            return null;
        }
        try {
            CronPattern pattern = CronPattern.parse(sent == null ? EVERY_MINUTE : sent);
            if (!pattern.fires()) {
                throw new InvalidTask(
                        "Invalid cron format",
                        "cron: '" + Shown.of(pattern.text()) + "' never fires, there is no such day");
            }
            return pattern;
        } catch (CronSyntaxException malformed) {
            throw new InvalidTask("Invalid cron format", "cron: " + malformed.getMessage());
        }
    }
}
