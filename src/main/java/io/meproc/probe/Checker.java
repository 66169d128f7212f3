package io.meproc.probe;

import io.vertx.core.Future;

/** Makes checks, one at a time. */
interface Checker {

    /** A check in flight. */
    interface Attempt {
        /** The result; may never complete. */
        Future<Finding> finding();

        /** Ends the check; completes when nothing of it is left. */
        Future<Void> abort();
    }

    Attempt begin();

    /** A description for messages: {@code GET http://127.0.0.1:8000/health}. */
    String words();
}
