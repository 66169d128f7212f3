package io.meproc.http;

import io.meproc.json.Shown;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of a replica can't be read. */
final class Unreadable extends Refusing {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(Unreadable.class);

    Unreadable(Throwable cause) {
        super("the output can't be read: " + Shown.of(String.valueOf(cause.getMessage())));
        initCause(cause);
    }

    @Override
    void send(HttpServerRequest request) {
        LOG.warn("{}: {}", Shown.of(request.path()), getMessage());
        if (request.response().headWritten()) {
            request.connection().close();
        } else {
            Envelope.of(500, "Output not readable")
                    .detail(String.valueOf(getMessage()))
                    .send(request);
        }
    }
}
