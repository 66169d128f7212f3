package io.meproc.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;
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
final class Door implements Handler<RoutingContext> {
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final Hosts hosts;
    private final int publicPort;

    Door(HttpSettings settings) {
        this.hosts = new Hosts(settings.ip(), settings.publicHost());
        this.publicPort = settings.publicPort();
    }

    @Override
    public void handle(RoutingContext context) {
        Envelope refusal = refusal(context.request());
        if (refusal == null) {
            context.next();
        } else {
            refusal.send(context);
        }
    }

    private @Nullable Envelope refusal(HttpServerRequest request) {
        if (!request.uri().startsWith("/") && !request.uri().equals("*")) {
            return Envelope.of(400, "Invalid HTTP request")
                    .detail("the request target must be a path that starts with /");
        }
        String host = request.getHeader("Host");
        if (host == null) {
            return request.version() == HttpVersion.HTTP_1_0
                    ? null
                    : Envelope.of(400, "Invalid HTTP request").detail("the Host header is missing");
        }
        HostAndPort authority = HostAndPort.parseAuthority(host, -1);
        if (authority == null || !hosts.allow(authority.host(), request.localAddress())) {
            return Envelope.of(403, "Host not allowed")
                    .detail("the request is addressed to '" + Shown.of(host)
                            + "', which is not a name of this service; if it is meant to be one, set web.ip in the"
                            + " configuration file (or MEPROC_WEB_IP) to that name or address");
        }
        return crossSite(request, authority);
    }

    private @Nullable Envelope crossSite(HttpServerRequest request, HostAndPort authority) {
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

    /** Somebody follows a link to the page: nothing can be changed by that, nor read by the other site. */
    private static boolean followsLink(HttpServerRequest request) {
        return READING.contains(request.method())
                && "/".equals(request.path())
                && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
                && "document".equals(request.getHeader("Sec-Fetch-Dest"));
    }

    private boolean own(String origin, HostAndPort authority) {
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
        boolean samePort = authority.port() < 0 ? port == standard : port == authority.port();
        return (samePort && Hosts.same(host, authority.host())) || (port == publicPort && hosts.isPublic(host));
    }
}
