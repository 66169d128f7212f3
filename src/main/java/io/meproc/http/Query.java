package io.meproc.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meproc.api.Problem;
import io.meproc.json.Shown;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The query of a request about a task: {@code ?name=N&wait=false}, percent-decoded. */
record Query(@Nullable String name, boolean patient) {
    private static final int MOST = 64;

    static Query parse(String uri) throws Malformed {
        Map<String, List<String>> parameters = decoded(uri);
        String wait = single(parameters, "wait");
        if (wait != null && !wait.equals("true") && !wait.equals("false")) {
            throw new Malformed("wait: expected true or false, got '" + Shown.of(wait) + "'");
        }
        String name = single(parameters, "name");
        return new Query(name == null || name.isEmpty() ? null : name, !"false".equals(wait));
    }

    /** Every parameter, none of them twice. */
    static Map<String, String> parameters(String uri) throws Malformed {
        Map<String, List<String>> sent = decoded(uri);
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String name : sent.keySet()) {
            parameters.put(name, Objects.requireNonNull(single(sent, name)));
        }
        return parameters;
    }

    /** Refuses parameters that a call does not have. */
    static void allow(String uri, String... known) throws Malformed {
        List<String> names = List.of(known);
        for (String name : decoded(uri).keySet()) {
            if (!names.contains(name)) {
                throw Malformed.of(
                        Shown.of(name),
                        "is not a parameter of this call; it has " + String.join(", ", names),
                        "one of " + String.join(", ", names));
            }
        }
    }

    /** A parameter that is true or false; false when it is missing. */
    static boolean flag(String uri, String name) throws Malformed {
        String sent = single(decoded(uri), name);
        if (sent != null && !sent.equals("true") && !sent.equals("false")) {
            throw Malformed.of(name, "expected true or false, got '" + Shown.of(sent) + "'", "true or false");
        }
        return "true".equals(sent);
    }

    /** A parameter that is a number. */
    static long integer(String uri, String name, long lowest, long highest, long otherwise) throws Malformed {
        String sent = single(decoded(uri), name);
        if (sent == null) {
            return otherwise;
        }
        String allowed = lowest == Long.MIN_VALUE ? "an integer" : "an integer from " + lowest + " to " + highest;
        try {
            long number = Long.parseLong(sent);
            if (number >= lowest && number <= highest) {
                return number;
            }
        } catch (NumberFormatException none) {
            // Told below, as what is out of range.
        }
        throw Malformed.of(name, "expected " + allowed + ", got '" + Shown.of(sent) + "'", allowed);
    }

    /** Every value of a parameter. */
    static List<String> all(String uri, String name) throws Malformed {
        return decoded(uri).getOrDefault(name, List.of());
    }

    private static Map<String, List<String>> decoded(String uri) throws Malformed {
        try {
            return new QueryStringDecoder(uri, UTF_8, true, MOST, true).parameters();
        } catch (IllegalArgumentException malformed) {
            throw new Malformed(
                    "the query is not percent-encoded: " + Shown.of(String.valueOf(malformed.getMessage())));
        }
    }

    private static @Nullable String single(Map<String, List<String>> parameters, String name) throws Malformed {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw Malformed.of(name, "is given " + values.size() + " times; once is allowed", "once");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    /** The query can't be read. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Problem problem;

        Malformed(String detail) {
            this(Problem.of(Problem.Kind.INVALID_QUERY, detail));
        }

        private Malformed(Problem problem) {
            super(problem.detail());
            this.problem = problem;
        }

        static Malformed of(String parameter, String words, String allowed) {
            return new Malformed(Problem.query(parameter, words, allowed));
        }

        Problem problem() {
            return problem;
        }
    }
}
