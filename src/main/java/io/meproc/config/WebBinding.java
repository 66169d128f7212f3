package io.meproc.config;

import io.meproc.config.Sources.Given;
import io.vertx.core.json.JsonArray;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Binds the settings of the addresses by which browsers reach the service. */
final class WebBinding {
    private static final int MOST_NAMES = 64;
    private static final int HIGHEST_PORT = 65_535;
    private static final String NAMES =
            "up to " + MOST_NAMES + " names or addresses, each with a port unless that is the"
                    + " default of http or https, such as meproc.example.org or meproc.example.org:8443";
    private static final Pattern NAME =
            Pattern.compile("([A-Za-z0-9_.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::([0-9]{1,5}))?");
    private static final Pattern COMMA = Pattern.compile(",", Pattern.LITERAL);

    private static final String PATH =
            "a path such as /meproc, of at most 200 letters, digits and -._~ in parts that begin with a slash";
    private static final Pattern BASE = Pattern.compile("(?=.{1,200}$)(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+");

    /** Paths that Meproc serves itself and that a base path must not begin with. */
    private static final Pattern TAKEN = Pattern.compile("/(api|app|docs|proc|vendor)(/.*)?");

    private final Sources sources;

    WebBinding(Sources sources) {
        this.sources = sources;
    }

    /** The names, from a list in the file or a text with commas elsewhere. */
    List<String> names() {
        return sources.of(Key.WEB_NAMES)
                .map(given -> {
                    List<String> names = texts(given).map(String::strip).toList();
                    if (names.isEmpty()
                            || names.size() > MOST_NAMES
                            || !names.stream().allMatch(WebBinding::isName)) {
                        throw SettingsBinding.wrong(given, NAMES);
                    }
                    return names;
                })
                .orElse(List.of());
    }

    private static Stream<String> texts(Given given) {
        if (given.value() instanceof JsonArray list) {
            return list.stream().map(each -> each instanceof String name ? name : "");
        }
        return given.value() instanceof String text ? COMMA.splitAsStream(text) : Stream.empty();
    }

    private static boolean isName(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return false;
        }
        int port = parts.group(2) == null ? 1 : Integer.parseInt(parts.group(2));
        return port >= 1 && port <= HIGHEST_PORT && HostAndPort.parseAuthority(name, -1) != null;
    }

    /** The base path without a slash at its end; empty for none. */
    String path() {
        return sources.of(Key.WEB_PATH)
                .map(given -> {
                    String path = given.value() instanceof String text ? text.strip() : "";
                    String base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
                    if (path.equals("/")) {
                        return "";
                    } else if (!BASE.matcher(base).matches()) {
                        throw SettingsBinding.wrong(given, PATH);
                    } else if (TAKEN.matcher(base).matches()) {
                        throw SettingsBinding.wrong(given, PATH + ", not below one of Meproc's own paths");
                    }
                    return base;
                })
                .orElse("");
    }
}
