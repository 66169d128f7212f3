package io.meproc.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Entity tags, which identify the answer that a client has: RFC 9110, section 8.8.3. */
final class EntityTags {
    private static final String TAG = "((?:W/)?(\"[\\x21\\x23-\\x7e\\x80-\\xff]*\"))";
    private static final Pattern ONE = Pattern.compile(TAG);

    /** Matches one tag after the other, since a pattern for a long list as a whole would overflow the stack. */
    private static final Pattern NEXT = Pattern.compile("\\G[\\s,]*" + TAG + "\\s*(?:,|$)");

    private EntityTags() {}

    /** Whether {@code If-None-Match} contains a tag, by the weak comparison of section 13.1.2. */
    static boolean known(HttpServerRequest request, @Nullable String tag) {
        if (tag == null || !request.headers().contains("If-None-Match")) {
            return false;
        }
        String sent =
                String.join(",", request.headers().getAll("If-None-Match")).strip();
        if (sent.equals("*")) {
            return true;
        }
        String opaque = opaque(tag);
        Matcher tags = NEXT.matcher(sent);
        while (tags.find()) {
            if (tags.group(2).equals(opaque)) {
                return true;
            }
        }
        return false;
    }

    /** The tags of a list separated by commas; empty for any other text. */
    static List<String> list(String sent) {
        List<String> tags = new ArrayList<>();
        Matcher next = NEXT.matcher(sent);
        int end = 0;
        while (next.find()) {
            tags.add(next.group(1));
            end = next.end();
        }
        return sent.substring(end).replace(",", "").isBlank() ? tags : List.of();
    }

    private static String opaque(String tag) {
        Matcher parts = ONE.matcher(tag);
        return parts.matches() ? parts.group(2) : tag;
    }
}
