package io.meproc.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Builds encoded paths and queries of the API. */
final class Route {
    private final StringBuilder text;
    private char separator;

    private Route(String path) {
        text = new StringBuilder(path);
        separator = path.indexOf('?') < 0 ? '?' : '&';
    }

    static Route to(String path) {
        return new Route(path);
    }

    static String task(String name) {
        return "/tasks/" + encoded(name);
    }

    /** The path of an action on a target of notifications. */
    static String hook(String target, String action) {
        return "/hooks/" + encoded(target) + "/" + action;
    }

    /** Adds a parameter, unless the value is empty. */
    Route with(String name, String value) {
        if (!value.isEmpty()) {
            text.append(separator).append(name).append('=').append(encoded(value));
            separator = '&';
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
