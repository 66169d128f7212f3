package io.meproc.http;

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
import org.jspecify.annotations.Nullable;

/**
 * Lets in who came on purpose.
 *
 * <p>Whoever can send a request here can run commands, and a web page that the operator happens to look at
 * can make the browser send one: to a name of the page's own that resolves to this address (DNS rebinding,
 * told by {@code Host}), or across sites (told by {@code Origin} and {@code Sec-Fetch-Site}, see the Fetch
 * Metadata specification). A form content type needs no preflight, so the content type tells nothing.
 */
final class Door implements Handler<HttpServerRequest> {
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
    private static final String NO_HOST = "the Host header is missing";
    private static final Set<String> PAGES = Set.of("/", "/docs");
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final Hosts hosts;
    private final int publicPort;
    private final Handler<HttpServerRequest> inside;

    Door(HttpSettings settings, Handler<HttpServerRequest> inside) {
        this.inside = inside;
        this.hosts = new Hosts(settings.ip(), settings.publicHost());
        this.publicPort = settings.publicPort();
    }

    @Override
    public void handle(HttpServerRequest request) {
        Envelope refusal = refusal(request);
        if (refusal == null) {
            inside.handle(request);
        } else {
            refusal.send(request);
        }
    }

    private @Nullable Envelope refusal(HttpServerRequest request) {
        if (!request.uri().startsWith("/")) {
            return invalid("the request target must be a path that starts with /");
        }
        List<String> named = request.headers().getAll("Host");
        if (named.size() > 1) {
            return invalid("there is more than one Host header");
        } else if (named.isEmpty()) {
            return request.version() == HttpVersion.HTTP_1_0 ? crossSite(request, null) : invalid(NO_HOST);
        }
        String host = named.get(0);
        HostAndPort authority = authority(host);
        if (authority == null || !hosts.allow(authority.host(), request.localAddress())) {
            return Envelope.of(403, "Host not allowed")
                    .detail("the request is addressed to '" + Shown.of(host)
                            + "', which is not a name of this service; if it is meant to be one, set web.ip in the"
                            + " configuration file (or MEPROC_WEB_IP) to that name or address");
        }
        return crossSite(request, authority);
    }

    private static Envelope invalid(String detail) {
        return Envelope.of(400, "Invalid HTTP request").detail(detail);
    }

    private static @Nullable HostAndPort authority(String host) {
        try {
            return HostAndPort.parseAuthority(host, -1);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private @Nullable Envelope crossSite(HttpServerRequest request, @Nullable HostAndPort authority) {
        String origin = request.getHeader("Origin");
        if (origin != null && !own(origin, authority)) {
            return Envelope.of(403, "Origin not allowed")
                    .detail("the request comes from a page at '" + Shown.of(origin)
                            + "'; if that is this service's public address, set web.ip and web.port in the"
                            + " configuration file (or MEPROC_WEB_IP and MEPROC_WEB_PORT)");
        }
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !OWN_SITE.contains(site) && !followsLink(request)) {
            return Envelope.of(403, "Origin not allowed")
                    .detail("the browser says that the request comes from another site (Sec-Fetch-Site: "
                            + Shown.of(site) + "); open the page at this service's own address instead");
        }
        return null;
    }

    /** Somebody follows a link to a page: nothing can be changed by that, nor read by the other site. */
    private static boolean followsLink(HttpServerRequest request) {
        return READING.contains(request.method())
                && PAGES.contains(request.path())
                && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
                && "document".equals(request.getHeader("Sec-Fetch-Dest"));
    }

    private boolean own(String origin, @Nullable HostAndPort authority) {
        URI uri;
        try {
            uri = new URI(origin);
        } catch (URISyntaxException malformed) {
            return false;
        }
        String host = uri.getHost();
        if (host == null) {
            return false;
        }
        int standard = "https".equals(uri.getScheme()) ? 443 : 80;
        int port = uri.getPort() < 0 ? standard : uri.getPort();
        return (port == publicPort && hosts.isPublic(host))
                || (authority != null
                        && port == (authority.port() < 0 ? standard : authority.port())
                        && Hosts.same(host, authority.host()));
    }
}
