package io.meproc.http;

import io.meproc.api.Call;
import io.meproc.api.Problem;
import io.meproc.api.Problem.Kind;
import io.meproc.json.Shown;
import io.vertx.core.http.HttpServerRequest;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a request demands of the task before it is carried out, see RFC 9110, section 13. */
final class Preconditions {
    private static final String MATCH = "If-Match";
    private static final String NONE_MATCH = "If-None-Match";

    /**
     * A revision, or the entity tag of a whole task, which begins with it. That one is weak and by RFC 9110 would never match; but what
     * {@code If-Match} protects is the definition, and that has the one revision in all the states of a task.
     */
    private static final Pattern TAG = Pattern.compile("\"([1-9][0-9]{0,17})\"|W/\"([1-9][0-9]{0,17})\\.[0-9]{1,18}\"");

    /** Never a revision. */
    private static final long NOBODYS = Long.MAX_VALUE;

    private Preconditions() {}

    /** The revision that is demanded, as {@link Call} has it; null for any. */
    static @Nullable Long expected(HttpServerRequest request) throws Malformed {
        String match = request.headers().contains(MATCH)
                ? String.join(",", request.headers().getAll(MATCH))
                : null;
        String none = request.getHeader(NONE_MATCH);
        if (match != null && none != null) {
            throw new Malformed(MATCH, "excludes " + NONE_MATCH, "one of the two");
        } else if (none != null) {
            if (!none.strip().equals("*")) {
                throw new Malformed(NONE_MATCH, "expected *, got " + Shown.of(none), "*");
            }
            return Call.ABSENT;
        }
        return match == null ? null : revision(match.strip());
    }

    /** Revisions only grow, and clients have them from answers: of several, no other than the greatest can be that of the task. */
    private static Long revision(String match) throws Malformed {
        if (match.equals("*")) {
            return Call.LISTED;
        }
        List<String> tags = EntityTags.list(match);
        if (tags.isEmpty()) {
            String allowed =
                    "a revision in quotes, such as \"1764021000123001\", the ETag of the task, several of these, or *";
            throw new Malformed(MATCH, "expected " + allowed + ", got " + Shown.of(match), allowed);
        }
        return tags.stream()
                .map(TAG::matcher)
                .filter(Matcher::matches)
                .map(tag -> Long.valueOf(tag.group(1) == null ? tag.group(2) : tag.group(1)))
                .max(Comparator.naturalOrder())
                .orElse(NOBODYS);
    }

    /** A header that can't be read. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Problem problem;

        Malformed(String header, String words, String allowed) {
            super(words);
            this.problem = new Problem(
                    Kind.INVALID_REQUEST, header + ": " + words, List.of(new Problem.Fault(header, words, allowed)));
        }

        Problem problem() {
            return problem;
        }
    }
}
