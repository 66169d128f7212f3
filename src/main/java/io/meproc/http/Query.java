package io.meproc.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meproc.json.Shown;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The query of a request about a task: {@code ?name=N&wait=false}, percent-decoded. */
record Query(@Nullable String name, boolean patient) {
    private static final int MOST = 64;

    static Query parse(String uri) throws Malformed {
        Map<String, List<String>> parameters;
        try {
            parameters = new QueryStringDecoder(uri, UTF_8, true, MOST, true).parameters();
        } catch (IllegalArgumentException malformed) {
            throw new Malformed(
                    "the query is not percent-encoded: " + Shown.of(String.valueOf(malformed.getMessage())));
        }
        String wait = single(parameters, "wait");
        if (wait != null && !wait.equals("true") && !wait.equals("false")) {
            throw new Malformed("wait: expected true or false, got '" + Shown.of(wait) + "'");
        }
        String name = single(parameters, "name");
        return new Query(name == null || name.isEmpty() ? null : name, !"false".equals(wait));
    }

    private static @Nullable String single(Map<String, List<String>> parameters, String name) throws Malformed {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new Malformed(name + ": is given " + values.size() + " times; once is allowed");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    /** The query can't be read. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String detail) {
            super(detail);
        }
    }
}
