package io.meproc.http;

import io.meproc.json.InvalidInput;
import io.meproc.json.Shown;
import io.meproc.task.exit.Requester;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Optional;

/** Determines the sender of a request: the address of the peer, and the identity that the client claims. */
final class Requesters {
    /** The header with the identity. Nothing proves it. */
    static final String HEADER = "Meproc-Requester";

    private static final String ALLOWED = "1 to " + Requester.MOST_LETTERS + " printable ASCII characters";

    private Requesters() {}

    static Requester of(HttpServerRequest request) throws InvalidInput {
        String peer = Optional.ofNullable(request.remoteAddress())
                .map(SocketAddress::hostAddress)
                .orElse("unknown address");
        return new Requester(claimed(request.headers().getAll(HEADER)), peer);
    }

    private static String claimed(List<String> sent) throws InvalidInput {
        if (sent.isEmpty()) {
            return "";
        }
        String who = String.join(",", sent).strip();
        if (sent.size() > 1 || !Requester.isIdentity(who)) {
            throw InvalidInput.header(HEADER, "expected " + ALLOWED + ", got '" + Shown.of(who) + "'", ALLOWED);
        }
        return who;
    }
}
