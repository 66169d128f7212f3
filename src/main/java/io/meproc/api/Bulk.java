package io.meproc.api;

import io.meproc.json.Content;
import io.meproc.json.InvalidInput;
import io.meproc.task.Expected;
import io.meproc.task.Task;
import io.meproc.task.TaskTable;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Carries out one action for many tasks, a bounded number at a time; a problem of one does not affect the others. */
final class Bulk {
    static final Set<Verb> ACTIONS = EnumSet.of(
            Verb.START, Verb.STOP, Verb.RESTART, Verb.RESET, Verb.PAUSE, Verb.RESUME, Verb.SIGNAL, Verb.REMOVE);

    private static final int AT_ONCE = 64;
    private static final int A_TURN = 16;
    private static final int MOST_UNDER_WAY = 8;

    private final Vertx vertx;
    private final SupervisorClient supervisor;
    private final BodyParser parser;
    private final Function<Call, Future<Reply>> single;
    private final Plans plans;
    private int underWay;

    /** @param single carries out a call about one task; its future never fails */
    Bulk(
            Vertx vertx,
            SupervisorClient supervisor,
            BodyParser parser,
            Function<Call, Future<Reply>> single,
            Plans plans) {
        this.plans = plans;
        this.vertx = vertx;
        this.parser = parser;
        this.supervisor = supervisor;
        this.single = single;
    }

    Future<Reply> carryOut(Call call, Parameters parameters) throws Refused, InvalidInput {
        Verb verb = action(parameters.text("action"));
        boolean dry = parameters.flag("dryRun", false);
        Map<String, String> options = new HashMap<>();
        if (verb != Verb.SIGNAL) {
            options.put("wait", Boolean.toString(parameters.flag("wait", true)));
        }
        if (verb == Verb.START) {
            // A start of all stopped tasks must not run every cron task of a day at once.
            options.put("run", "false");
        }
        if (underWay >= MOST_UNDER_WAY) {
            throw new Refused(Problem.of(
                    Problem.Kind.TOO_MANY,
                    MOST_UNDER_WAY + " calls about many tasks are in progress, the maximum; try again later"));
        }
        underWay++;
        return parser.read(call.body(), bytes -> SelectorBody.parse(verb, bytes, options))
                .compose(selection -> {
                    TaskTable table = supervisor.table();
                    return parser.offload(() -> ordered(verb, names(selection, selection.from(table)), table));
                })
                .compose(names -> {
                    Function<String, Call> each =
                            name -> new Call(verb, name, null, options, Expected.ANY, Buffer.buffer(), call.by());
                    return dry
                            ? plans.many(names.stream().map(each).toList())
                            : new Batch(name -> single.apply(each.apply(name)), names).begin();
                })
                .onComplete(ended -> underWay--);
    }

    /** Answers what the changes in the body would do, and changes nothing. */
    Future<Reply> plan(Call call) {
        return plans.of(call);
    }

    private static Verb action(@Nullable String word) throws InvalidInput {
        String allowed = "one of " + ACTIONS.stream().map(Verb::word).collect(Collectors.joining(", "));
        return Verb.of(word == null ? "" : word)
                .filter(ACTIONS::contains)
                .orElseThrow(() -> InvalidInput.query("action", "expected " + allowed, allowed));
    }

    /** The selected names, including unlisted ones, which are reported in the results. */
    private static List<String> names(Selection selection, List<Task> selected) {
        Set<String> names = new LinkedHashSet<>();
        if (selection.names() != null && selection.namesAlone()) {
            names.addAll(selection.names());
        }
        selected.forEach(task -> names.add(task.name()));
        return names.stream().sorted().toList();
    }

    /** The names in the order of the calls: stops go from dependents to dependencies, everything else the other way. */
    private static List<String> ordered(Verb verb, List<String> names, TaskTable table) {
        boolean stops = verb == Verb.STOP || verb == Verb.RESTART || verb == Verb.REMOVE;
        return stops ? table.inStopOrder(names) : table.inStartOrder(names);
    }

    /** One call with its list of names and the results so far. */
    private final class Batch {
        private final Function<String, Future<Reply>> work;
        private final List<String> names;
        private final Reply[] replies;
        private final Promise<Reply> done = Promise.promise();
        private int begun;
        private int ended;
        private boolean planned;

        Batch(Function<String, Future<Reply>> work, List<String> names) {
            this.work = work;
            this.names = names;
            this.replies = new Reply[names.size()];
        }

        Future<Reply> begin() {
            if (names.isEmpty()) {
                end();
            } else {
                next();
            }
            return done.future();
        }

        /**
         * Starts some calls in each turn of the event loop. A loop does this, since recursion would nest as deep as
         * the list is long.
         */
        private void next() {
            int last = Math.min(names.size(), Math.min(begun + A_TURN, ended + AT_ONCE));
            while (begun < last) {
                int index = begun++;
                work.apply(names.get(index)).onComplete(reply -> ended(index, reply));
            }
            if (begun < names.size() && begun < ended + AT_ONCE) {
                plan();
            }
        }

        private void ended(int index, AsyncResult<Reply> reply) {
            replies[index] = reply.succeeded() ? reply.result() : Reply.of(Problem.of(reply.cause()));
            ended++;
            if (ended == names.size()) {
                end();
            } else {
                plan();
            }
        }

        private void plan() {
            if (!planned && begun < names.size()) {
                planned = true;
                vertx.runOnContext(turn -> {
                    planned = false;
                    next();
                });
            }
        }

        private List<Integer> byName() {
            return IntStream.range(0, replies.length)
                    .boxed()
                    .sorted(Comparator.comparing(names::get))
                    .toList();
        }

        private void end() {
            Content results = json -> {
                json.writeStartObject();
                json.writeArrayFieldStart("results");
                for (int i : byName()) {
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
            parser.offload(() -> Reply.of(200, null, results)).onComplete(done);
        }
    }
}
