package io.meproc.api;

import io.meproc.json.Content;
import io.meproc.json.Fields;
import io.meproc.json.InvalidTask;
import io.meproc.json.Sent;
import io.meproc.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Does the same with many tasks, so many at a time; what becomes of one is nothing to the others. */
final class Bulk {
    static final Set<Verb> ACTIONS =
            EnumSet.of(Verb.START, Verb.STOP, Verb.RESTART, Verb.RESET, Verb.SIGNAL, Verb.REMOVE);

    private static final int AT_ONCE = 64;
    private static final int MOST_NAMES = 10_000;
    private static final String NAME = "the name of a task";
    private static final String NAMES = "a list of names of tasks";
    private static final String SELECTOR =
            "an object with one or more of names, state, health, type and q, or with all: true";

    private final Supervision supervision;
    private final Function<Call, Future<Reply>> single;

    /** @param single carries out a call about one task; never fails */
    Bulk(Supervision supervision, Function<Call, Future<Reply>> single) {
        this.supervision = supervision;
        this.single = single;
    }

    Future<Reply> carryOut(Call call, Parameters parameters) throws Refused, InvalidTask {
        Verb verb = action(parameters.text("action"));
        Fields body = Fields.ofBody(call.body().getBytes(), members(verb)).withoutNulls();
        Selection selection = selection(body.required("selector", SELECTOR));
        Map<String, String> options = new HashMap<>();
        if (verb != Verb.SIGNAL) {
            options.put("wait", Boolean.toString(parameters.flag("wait", true)));
        }
        Sent rolling = body.find("rolling");
        if (rolling != null) {
            options.put("rolling", Boolean.toString(rolling.flag()));
        }
        if (verb == Verb.SIGNAL) {
            options.put(
                    "signal",
                    body.required("signal", Sent.SIGNAL).signal(Sent.SIGNAL).name());
        }
        return supervision.look().compose(table -> {
            List<String> names = names(selection, selection.from(table));
            return new Batch(name -> single.apply(new Call(verb, name, null, options, null, Buffer.buffer())), names)
                    .begin();
        });
    }

    private static Verb action(@Nullable String word) throws Refused {
        String allowed = "one of " + ACTIONS.stream().map(Verb::word).collect(Collectors.joining(", "));
        return Verb.of(word == null ? "" : word)
                .filter(ACTIONS::contains)
                .orElseThrow(() -> Refused.query("action", "expected " + allowed, allowed));
    }

    private static List<String> members(Verb verb) {
        return verb == Verb.SIGNAL
                ? List.of("selector", "signal")
                : verb == Verb.RESTART ? List.of("selector", "rolling") : List.of("selector");
    }

    private static Selection selection(Sent sent) throws Refused, InvalidTask {
        Fields selector = sent.object(SELECTOR, List.of("names", "state", "health", "type", "q", "all"))
                .withoutNulls();
        Sent names = selector.find("names");
        Sent all = selector.find("all");
        boolean everything = all != null && all.flag();
        Map<String, @Nullable String> texts = new HashMap<>();
        texts.put("state", selector.text("state", "states with commas between them"));
        texts.put("health", selector.text("health", "healths with commas between them"));
        texts.put("type", selector.text("type", "a type"));
        texts.put("q", selector.text("q", "a text"));
        Selection selection = Selection.of(names == null ? null : names(names), texts::get);
        if (selection.any() && !everything) {
            throw sent.wrong("selects nothing; expected " + SELECTOR);
        }
        return selection;
    }

    private static Set<String> names(Sent sent) throws InvalidTask {
        Set<String> names = new LinkedHashSet<>();
        for (Sent name : sent.elements(NAMES, MOST_NAMES)) {
            String text = name.text(NAME);
            if (text.isEmpty()) {
                throw name.unexpected(NAME);
            }
            names.add(text);
        }
        return names;
    }

    /** Names that are not listed are kept, so that they are told of. */
    private static List<String> names(Selection selection, List<Task> selected) {
        Set<String> names = new LinkedHashSet<>();
        if (selection.names() != null && selection.namesAlone()) {
            names.addAll(selection.names());
        }
        selected.forEach(task -> names.add(task.name()));
        return names.stream().sorted().toList();
    }

    /** Works off a list of names. */
    private static final class Batch {
        private final Function<String, Future<Reply>> work;
        private final List<String> names;
        private final Reply[] replies;
        private final Promise<Reply> done = Promise.promise();
        private int begun;
        private int ended;

        Batch(Function<String, Future<Reply>> work, List<String> names) {
            this.work = work;
            this.names = names;
            this.replies = new Reply[names.size()];
        }

        Future<Reply> begin() {
            if (names.isEmpty()) {
                end();
            }
            for (int i = 0; i < Math.min(AT_ONCE, names.size()); i++) {
                next();
            }
            return done.future();
        }

        private void next() {
            if (begun < names.size()) {
                int index = begun++;
                work.apply(names.get(index)).onSuccess(reply -> {
                    replies[index] = reply;
                    ended++;
                    if (ended == names.size()) {
                        end();
                    } else {
                        next();
                    }
                });
            }
        }

        private void end() {
            Content results = json -> {
                json.writeStartObject();
                json.writeArrayFieldStart("results");
                for (int i = 0; i < replies.length; i++) {
                    json.writeStartObject();
                    json.writeStringField("name", names.get(i));
                    json.writeNumberField("status", replies[i].status());
                    json.writeFieldName(replies[i].refused() ? "problem" : "outcome");
                    json.writeRawValue(replies[i].body().toString(StandardCharsets.UTF_8));
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            };
            done.complete(Reply.of(200, null, results));
        }
    }
}
