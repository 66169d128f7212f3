package io.meproc.http;

import io.meproc.api.Problem;
import io.meproc.api.Problem.Kind;
import io.meproc.json.Shown;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that a web page of another site made a browser send.
 *
 * <p>A client that can send a request to this service can run commands, and any web page that the operator opens can
 * make the browser send one: to a name of the page's own that resolves to this address (DNS rebinding, detected by
 * {@code Host}), or across sites (detected by {@code Origin} and {@code Sec-Fetch-Site}, see the Fetch Metadata
 * specification). A form content type needs no preflight, so the content type proves nothing. The files of the page
 * itself are public and change nothing, so they are always served, and a refused page can show the reason.
 */
final class CrossSiteFilter implements Handler<HttpServerRequest> {
    private static final String SAME_ORIGIN = "same-origin";
    private static final Set<String> OWN_SITE = Set.of(SAME_ORIGIN, "none");
    private static final String NO_HOST = "the Host header is missing";
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    /**
     * The absolute form of a request target, which clients send to proxies and every server has to accept: RFC 9112,
     * section 3.2.2.
     */
    private static final Pattern ABSOLUTE = Pattern.compile("https?://([^/?#]*).*", Pattern.CASE_INSENSITIVE);

    private final Hosts hosts;
    private final BasePath base;
    private final Predicate<String> file;
    private final Handler<HttpServerRequest> inside;

    /** @param file whether a path is that of a file of the page */
    CrossSiteFilter(HttpSettings settings, Predicate<String> file, Handler<HttpServerRequest> inside) {
        this.inside = inside;
        this.file = file;
        this.hosts = new Hosts(settings.ip(), settings.reached());
        this.base = new BasePath(settings.reached().path());
    }

    /** Whether a request target begins with a scheme and an authority. */
    static boolean isAbsolute(String target) {
        return ABSOLUTE.matcher(target).matches();
    }

    @Override
    public void handle(HttpServerRequest request) {
        Problem refusal = refusal(request);
        if (refusal == null) {
            inside.handle(request);
        } else {
            ReplyAnswer.refuse(request, refusal);
        }
    }

    private @Nullable Problem refusal(HttpServerRequest request) {
        Matcher absolute = ABSOLUTE.matcher(request.uri());
        if (!request.uri().startsWith("/") && !absolute.matches()) {
            return invalid(
                    "the request target must be a path that starts with / or an address that starts with http://");
        }
        List<String> named = request.headers().getAll("Host");
        if (named.size() > 1) {
            return invalid("there is more than one Host header");
        } else if (named.isEmpty() && request.version() != HttpVersion.HTTP_1_0) {
            return invalid(NO_HOST);
        } else if (READING.contains(request.method()) && file.test(base.strip(String.valueOf(request.path())))) {
            return null;
        } else if (absolute.matches()) {
            return addressedTo(absolute.group(1), request);
        }
        return named.isEmpty() ? crossSite(request, null) : addressedTo(named.get(0), request);
    }

    private @Nullable Problem addressedTo(String host, HttpServerRequest request) {
        HostAndPort authority = authority(host);
        if (authority == null || !hosts.allow(authority.host(), request.localAddress())) {
            return Problem.of(
                    Kind.HOST_NOT_ALLOWED,
                    "the request is addressed to '" + Shown.of(host)
                            + "', which is not a name of this service; if it is meant to be one, add it to web.names in"
                            + " the configuration file (or MEPROC_WEB_NAMES)");
        }
        return crossSite(request, authority);
    }

    private static Problem invalid(String detail) {
        return Problem.of(Kind.INVALID_REQUEST, detail);
    }

    private static @Nullable HostAndPort authority(String host) {
        try {
            return HostAndPort.parseAuthority(host, -1);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /**
     * Refuses a request from a page of another origin.
     *
     * <p>Only browsers send {@code Sec-Fetch-Site}, scripts can't set it, and browsers send it only over TLS or to
     * their own machine. So if it is {@code same-origin}, a proxy has changed {@code Host}, and {@code Origin} need
     * not match. A rebound name (DNS rebinding) has no certificate here, so its page is checked by {@code Origin}.
     */
    private @Nullable Problem crossSite(HttpServerRequest request, @Nullable HostAndPort authority) {
        String site = whole(request, "Sec-Fetch-Site");
        String origin = whole(request, "Origin");
        if (origin != null && !SAME_ORIGIN.equals(site) && !own(origin, authority)) {
            return foreign("the request comes from a page at '" + Shown.of(origin)
                    + "'; if that is a public address of this service, add its host, and its port if it has"
                    + " one, to web.names in the configuration file (or MEPROC_WEB_NAMES)");
        }
        if (site != null && !OWN_SITE.contains(site)) {
            return foreign("the browser reports that the request comes from another site (Sec-Fetch-Site: "
                    + Shown.of(site) + "); open the page at this service's own address instead");
        }
        return null;
    }

    private static Problem foreign(String detail) {
        return Problem.of(Kind.HOST_NOT_ALLOWED, detail).withMessage("Origin not allowed");
    }

    /** All values of a header. Browsers send one value, and a second one must not be ignored. */
    private static @Nullable String whole(HttpServerRequest request, String header) {
        return request.headers().contains(header)
                ? String.join(", ", request.headers().getAll(header))
                : null;
    }

    private boolean own(String origin, @Nullable HostAndPort authority) {
        URI uri;
        try {
            uri = new URI(origin);
        } catch (URISyntaxException malformed) {
            return false;
        }
        return uri.getHost() != null && (hosts.isPublic(uri) || (authority != null && Hosts.same(uri, authority)));
    }
}
