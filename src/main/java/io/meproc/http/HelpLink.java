package io.meproc.http;

import io.meproc.api.Problem;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * The {@code Link} header of a problem: the address of the description of its kind, relative to the request, so that
 * it is valid behind any base path.
 */
final class HelpLink {
    /** More than the parts of any path of the API. */
    private static final int DEEPEST = 16;

    private HelpLink() {}

    /** The value of the header (RFC 8288); empty if the path of the request is not known to be one of the API. */
    static Optional<String> of(HttpServerRequest request, Problem.Kind kind) {
        String path = request.path() + "/";
        int root = path.lastIndexOf(Operation.ROOT + "/");
        int up = (int) path.chars().skip(root + 1L).filter(each -> each == '/').count() - 1;
        return !InvalidRequest.hasPath(request) || root < 0 || up > DEEPEST
                ? Optional.empty()
                : Optional.of("<" + "../".repeat(up) + "docs#problem-" + kind.word() + ">; rel=\"help\"");
    }
}
