package io.meproc.http;

import io.meproc.api.Precondition;
import io.meproc.api.Precondition.Tags;
import io.meproc.api.Verb;
import io.meproc.json.InvalidInput;
import io.meproc.json.Shown;
import io.vertx.core.http.HttpServerRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses the headers with the preconditions of a request. */
final class Preconditions {
    private static final String MATCH = "If-Match";
    private static final String NONE_MATCH = "If-None-Match";
    private static final String TAGS =
            "entity tags with commas between them, such as \"1764021000123001\" with its quotes, or *";
    private static final Set<Verb> READING = EnumSet.of(
            Verb.LIST,
            Verb.GET,
            Verb.WHY,
            Verb.RUNS,
            Verb.RUN,
            Verb.AUDIT,
            Verb.NODE,
            Verb.USAGE,
            Verb.LEFTOVERS,
            Verb.HOOKS,
            Verb.SCHEDULE);

    /** Calls that are not about a single task, so that no precondition applies. */
    private static final Set<Verb> TASKLESS = EnumSet.of(Verb.BULK, Verb.CRON, Verb.UPGRADE, Verb.DECIDE, Verb.HOOK);

    private Preconditions() {}

    /**
     * The precondition of a request. A reading request has none; its headers only decide whether the body is left out
     * (see {@link EntityTags}).
     */
    static Precondition of(HttpServerRequest request, Verb verb) throws InvalidInput {
        if (READING.contains(verb)) {
            return Precondition.NONE;
        }
        Precondition sent = new Precondition(tags(request, MATCH), tags(request, NONE_MATCH));
        if (TASKLESS.contains(verb) && !sent.equals(Precondition.NONE)) {
            throw InvalidInput.header(sent.match() != null ? MATCH : NONE_MATCH, "is for calls about one task", "none");
        }
        return sent;
    }

    private static @Nullable Tags tags(HttpServerRequest request, String header) throws InvalidInput {
        if (!request.headers().contains(header)) {
            return null;
        }
        String sent = String.join(",", request.headers().getAll(header)).strip();
        List<String> list = EntityTags.list(sent);
        boolean any = sent.equals("*");
        if (list.isEmpty() && !any) {
            throw InvalidInput.header(header, "expected " + TAGS + ", got '" + Shown.of(sent) + "'", TAGS);
        }
        return new Tags(any, list);
    }
}
