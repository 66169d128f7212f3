package io.meproc.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.meproc.task.Command;
import io.meproc.task.Interval;
import io.meproc.task.TaskDefinition;
import io.meproc.task.TaskType;
import io.meproc.task.cron.CronPattern;
import io.meproc.task.cron.CronSyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a task from the body of a start request; messages, and the order of the checks, are the original's. */
final class TaskBody {
    private static final List<String> FIELDS =
            List.of("name", "cmd", "type", "replica", "deps", "cron", "interval", "user", "group");
    private static final String EVERY_MINUTE = "* * * * *";
    private static final int LONGEST_ACCOUNT = 256;

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
        Fields fields = new Fields(json);
        fields.allow(FIELDS);
        return new TaskBody(fields).task();
    }

    private TaskDefinition task() throws InvalidTask {
        String name = name();
        Command command = new Command(line(), account("user"), account("group"));
        TaskType type = type();
        int replicas = replicas();
        Interval interval = interval();
        List<String> deps = deps();
        String cron = fields.optional("cron", "a cron pattern of five fields");
        return new TaskDefinition(name, type, command, replicas, deps, interval, cron(type, cron));
    }

    private String name() throws InvalidTask {
        String name = fields.required("name", TaskDefinition.NAME_RULE);
        if (!TaskDefinition.isName(name)) {
            throw InvalidTask.field("name: '" + Shown.of(name) + "' is not allowed; " + TaskDefinition.NAME_RULE);
        }
        return name;
    }

    private String line() throws InvalidTask {
        String line = fields.required("cmd", "a command line for /bin/sh");
        int bytes = line.getBytes(UTF_8).length;
        if (line.isBlank()) {
            throw InvalidTask.field("cmd: is empty; expected a command line for /bin/sh");
        } else if (bytes > TaskDefinition.MAX_COMMAND_BYTES) {
            throw InvalidTask.field("cmd: has " + bytes + " bytes; at most " + TaskDefinition.MAX_COMMAND_BYTES
                    + " are allowed, put more into a script");
        }
        return line;
    }

    private TaskType type() throws InvalidTask {
        String allowed = "one of " + String.join(", ", TaskType.words());
        String word = fields.required("type", allowed);
        return TaskType.of(word)
                .orElseThrow(() -> InvalidTask.field("type: expected " + allowed + ", got '" + Shown.of(word) + "'"));
    }

    private int replicas() throws InvalidTask {
        return fields.integer(
                        "replica",
                        1,
                        TaskDefinition.MAX_REPLICAS,
                        "an integer from 1 to " + TaskDefinition.MAX_REPLICAS,
                        "Replica must be a positive integer")
                .orElse(1);
    }

    private Interval interval() throws InvalidTask {
        OptionalInt millis = fields.integer(
                "interval",
                Interval.MIN_MILLIS,
                Interval.MAX_MILLIS,
                "a number of milliseconds, an integer from " + Interval.MIN_MILLIS + " to " + Interval.MAX_MILLIS,
                "Interval must be a positive integer");
        return millis.isPresent() ? Interval.ofMillis(millis.getAsInt()) : Interval.DEFAULT;
    }

    private List<String> deps() throws InvalidTask {
        List<String> deps = fields.texts("deps", "a list of task names");
        for (String dep : deps) {
            if (!TaskDefinition.isName(dep)) {
                throw InvalidTask.field("deps: '" + Shown.of(dep) + "' is no task name; " + TaskDefinition.NAME_RULE);
            }
        }
        Set<String> once = new LinkedHashSet<>(deps);
        if (once.size() > TaskDefinition.MAX_DEPS) {
            throw InvalidTask.field("deps: at most " + TaskDefinition.MAX_DEPS + " names are allowed");
        }
        return List.copyOf(once);
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

    private @Nullable String account(String field) throws InvalidTask {
        String name = fields.optional(field, "the name of a " + field);
        if (name != null && (name.isBlank() || name.length() > LONGEST_ACCOUNT || name.startsWith("-"))) {
            throw InvalidTask.field(field + ": '" + Shown.of(name) + "' can't be the name of a " + field);
        }
        return name;
    }
}
