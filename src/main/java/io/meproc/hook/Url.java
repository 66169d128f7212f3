package io.meproc.hook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * A URL of a target.
 *
 * @param path the path and the query
 */
public record Url(boolean secure, String host, int port, String path) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int HIGHEST_PORT = 65_535;

    /** The URL; empty for a text that is not one of http or https with a host and without credentials. */
    public static Optional<Url> of(String text) {
        try {
            URI url = new URI(text).parseServerAuthority();
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            boolean secure = scheme.equals("https");
            if (!(secure || scheme.equals("http"))
                    || url.getHost() == null
                    || url.getRawUserInfo() != null
                    || url.getPort() > HIGHEST_PORT
                    || !text.chars().allMatch(each -> each > ' ' && each < 127)) {
                return Optional.empty();
            }
            String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
            int port = url.getPort() < 0 ? (secure ? HTTPS : HTTP) : url.getPort();
            String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
            return Optional.of(new Url(secure, url.getHost().toLowerCase(Locale.ROOT), port, path + query));
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    /** The host and port, without the path, which may be a secret. */
    String place() {
        return host + (port == (secure ? HTTPS : HTTP) ? "" : ":" + port);
    }

    /** The URL with another path. */
    Url at(String other) {
        return new Url(secure, host, port, other);
    }
}
