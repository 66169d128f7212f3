package io.meproc.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meproc.json.InvalidInput;
import io.meproc.json.Shown;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters behind the question mark of a request, percent-decoded. */
final class Query {
    /** The most parameters of a query, one that is given twice counts twice. */
    static final int MOST = 64;

    private final Map<String, List<String>> sent;

    private Query(Map<String, List<String>> sent) {
        this.sent = sent;
    }

    static Query of(String uri) throws InvalidInput {
        try {
            // It drops what is beyond the number that it is given.
            Map<String, List<String>> sent = new QueryStringDecoder(uri, UTF_8, true, MOST + 1, true).parameters();
            if (sent.values().stream().mapToInt(List::size).sum() > MOST) {
                throw InvalidInput.query("the query has more than " + MOST + " parameters, which is the most");
            }
            return new Query(sent);
        } catch (IllegalArgumentException malformed) {
            throw InvalidInput.query(
                    "the query is not percent-encoded: " + Shown.of(String.valueOf(malformed.getMessage())));
        }
    }

    /** Null when it was not sent; fails when it was sent twice. */
    @Nullable
    String single(String name) throws InvalidInput {
        List<String> values = all(name);
        if (values.size() > 1) {
            throw InvalidInput.query(name, "is given " + values.size() + " times; once is allowed", "once");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    /** Every value of a parameter. */
    List<String> all(String name) {
        return sent.getOrDefault(name, List.of());
    }

    /** Every parameter, none of them twice but for those that may be. */
    Map<String, String> singles(String... repeatable) throws InvalidInput {
        Map<String, String> singles = new LinkedHashMap<>();
        for (String name : sent.keySet()) {
            String value = List.of(repeatable).contains(name) ? "" : single(name);
            singles.put(name, value == null ? "" : value);
        }
        return singles;
    }
}
