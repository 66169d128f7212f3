package io.meproc.api;

import io.meproc.json.Fields;
import io.meproc.json.InvalidInput;
import io.meproc.json.Sent;
import io.meproc.task.Expected;
import io.meproc.task.TaskDefinition;
import io.meproc.task.exit.Requester;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parses the changes of a plan: {@code {"changes": [{"action": "stop", "name": "db"}]}}. */
final class PlanBody {
    private static final int MOST_CHANGES = 1_000;
    private static final Set<Verb> ACTIONS =
            EnumSet.of(Verb.PUT, Verb.START, Verb.STOP, Verb.RESTART, Verb.RESET, Verb.REMOVE, Verb.PAUSE, Verb.RESUME);
    private static final Set<Verb> OF_REPLICAS = EnumSet.of(Verb.START, Verb.STOP, Verb.RESTART, Verb.RESET);
    private static final String ALLOWED =
            "one of " + ACTIONS.stream().map(Verb::word).collect(Collectors.joining(", "));

    private PlanBody() {}

    static List<Call> parse(byte[] body, Requester by) throws InvalidInput {
        Sent changes = Fields.ofBody(body, List.of("changes"))
                .withoutNulls()
                .required("changes", "a list of objects with action and name");
        List<Call> calls = new ArrayList<>();
        for (Sent each : changes.elements("a list of 1 to " + MOST_CHANGES + " objects", MOST_CHANGES)) {
            calls.add(call(each, by));
        }
        return calls;
    }

    private static Call call(Sent sent, Requester by) throws InvalidInput {
        Fields change = sent.object(
                        "an object with action and name", List.of("action", "name", "replica", "definition"))
                .withoutNulls();
        Sent action = change.required("action", ALLOWED);
        Verb verb =
                Verb.of(action.text(ALLOWED)).filter(ACTIONS::contains).orElseThrow(() -> action.unexpected(ALLOWED));
        Sent name = change.required("name", "the name of a task");
        Sent definition = change.find("definition");
        if ((verb == Verb.PUT) != (definition != null)) {
            throw sent.wrong(
                    verb == Verb.PUT
                            ? "lacks the definition that is put"
                            : "has a definition, which belongs to the action put alone");
        }
        Buffer content = definition == null
                ? Buffer.buffer()
                : Buffer.buffer(definition.value().toString());
        return new Call(
                verb,
                name.text("the name of a task"),
                replica(change.find("replica"), verb),
                Map.of(),
                Expected.ANY,
                content,
                by);
    }

    private static @Nullable String replica(@Nullable Sent sent, Verb verb) throws InvalidInput {
        if (sent == null) {
            return null;
        } else if (!OF_REPLICAS.contains(verb)) {
            throw sent.wrong("is for start, stop, restart and reset; " + verb.word() + " is for a whole task");
        }
        int most = TaskDefinition.MAX_REPLICAS - 1;
        return Integer.toString(sent.integer(0, most, "the index of a replica, an integer from 0 to " + most));
    }
}
