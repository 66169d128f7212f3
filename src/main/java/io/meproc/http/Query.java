package io.meproc.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meproc.json.InvalidInput;
import io.meproc.json.Shown;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The query parameters of a request, percent-decoded. */
final class Query {
    /** The most parameters of a query; a repeated parameter counts each time. */
    static final int MOST = 64;

    private final Map<String, List<String>> sent;

    private Query(Map<String, List<String>> sent) {
        this.sent = sent;
    }

    static Query of(String uri) throws InvalidInput {
        try {
            // The decoder drops parameters beyond the number that it is given.
            Map<String, List<String>> sent = new QueryStringDecoder(uri, UTF_8, true, MOST + 1, true).parameters();
            if (sent.values().stream().mapToInt(List::size).sum() > MOST) {
                throw InvalidInput.query(
                        "the query has more than " + MOST + " parameters; at most " + MOST + " are allowed");
            }
            return new Query(sent);
        } catch (IllegalArgumentException malformed) {
            throw InvalidInput.query(
                    "the query is not percent-encoded: " + Shown.of(String.valueOf(malformed.getMessage())));
        }
    }

    /** The value of a parameter; null if it is missing. Fails if it is repeated. */
    @Nullable
    String single(String name) throws InvalidInput {
        List<String> values = all(name);
        if (values.size() > 1) {
            throw InvalidInput.query(name, "is given " + values.size() + " times; once is allowed", "once");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    /** All values of a parameter. */
    List<String> all(String name) {
        return sent.getOrDefault(name, List.of());
    }

    /** These parameters, as far as they were sent. Fails if one is repeated. */
    Map<String, String> only(List<String> names) throws InvalidInput {
        Map<String, String> only = new LinkedHashMap<>();
        for (String name : names) {
            String value = single(name);
            if (value != null) {
                only.put(name, value);
            }
        }
        return only;
    }

    /** All parameters. Fails if one is repeated that is not {@code repeatable}. */
    Map<String, String> singles(String... repeatable) throws InvalidInput {
        Map<String, String> singles = new LinkedHashMap<>();
        for (String name : sent.keySet()) {
            String value = List.of(repeatable).contains(name) ? "" : single(name);
            singles.put(name, value == null ? "" : value);
        }
        return singles;
    }
}
