package io.meproc.http;

import io.meproc.api.Problem;
import io.meproc.api.Refused;

/** A refusal after which the connection is closed, without reading the rest of the request. */
final class ConnectionClosingRefusal extends Refused {
    private static final long serialVersionUID = 1;

    ConnectionClosingRefusal(Problem problem) {
        super(problem);
    }
}
