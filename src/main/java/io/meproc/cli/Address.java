package io.meproc.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The address of a service.
 *
 * @param url the URL without user and password
 * @param host as in a URL, so an IPv6 address is in brackets
 * @param prefix the path before {@code /api} for a service behind a proxy; usually empty
 * @param authorization the value of that header, if the URL has a user
 */
record Address(String url, boolean secure, String host, int port, String prefix, Optional<String> authorization) {
    static final String DEFAULT = "http://127.0.0.1:8606";

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    static Address of(String url) throws Failure {
        URI uri;
        try {
            uri = new URI(url.contains("://") ? url : "http://" + url);
        } catch (URISyntaxException wrong) {
            throw misused(url, "it is not a URL");
        }
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        if (!secure && !"http".equalsIgnoreCase(uri.getScheme())) {
            throw misused(url, "it must begin with http:// or https://");
        } else if (uri.getHost() == null) {
            throw misused(url, "it has no host");
        } else if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw misused(url, "it must end with the path");
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? HTTPS_PORT : HTTP_PORT;
        String prefix = uri.getRawPath().replaceFirst("/+$", "");
        String shown = uri.getScheme() + "://" + uri.getHost() + ":" + port + prefix;
        // No method reference, since the first one costs a start 5 ms.
        Optional<String> authorization =
                uri.getUserInfo() == null ? Optional.empty() : Optional.of(basic(uri.getUserInfo()));
        return new Address(shown, secure, uri.getHost(), port, prefix, authorization);
    }

    /** The value of the {@code Host} header. */
    String hostAndPort() {
        return host + ":" + port;
    }

    /** The message for a proxy in front of the service that refuses a request without or with this password. */
    String unauthorizedMessage() {
        return url
                + (authorization.isEmpty() ? " requires a user and password" : " refuses this user and password")
                + ": --url " + url.replace("://", "://USER:PASSWORD@") + ", or the same in MEPROC_URL";
    }

    private static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    private static Failure misused(String url, String why) {
        return new Failure(
                Code.MISUSED, "'" + url + "' can't be the URL of a service: " + why + "; an example is " + DEFAULT);
    }
}
