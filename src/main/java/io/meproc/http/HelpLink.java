package io.meproc.http;

import io.meproc.api.Problem;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** The {@code Link} header of a problem: where its kind is described, relative to the request, so that it holds behind any base path. */
final class HelpLink {
    /** No path of the API has as many parts. */
    private static final int DEEPEST = 16;

    private HelpLink() {}

    /** See RFC 8288; empty where the path of the request is not known to be one of the API. */
    static Optional<String> of(HttpServerRequest request, Problem.Kind kind) {
        String path = request.path() + "/";
        int root = path.lastIndexOf(Operation.ROOT + "/");
        int up = (int) path.chars().skip(root + 1L).filter(each -> each == '/').count() - 1;
        return !InvalidRequest.hasPath(request) || root < 0 || up > DEEPEST
                ? Optional.empty()
                : Optional.of("<" + "../".repeat(up) + "docs#problem-" + kind.word() + ">; rel=\"help\"");
    }
}
